"""The page: switches of each kind of suggestion, then a part for each kind that has more to tell or to set.

A part has a template in templates/admin/learning, which the page's includes, and a file beside this one with its
forms' routes and a function marked `part`, which gives the template's values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.language.switching import switch
from live.domain.language.suggestions import Kind
from live.views.admin.learning import switched
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.admin.learning.labels import KINDS
from live.web.services import services

admin_learning = Blueprint("admin_learning", __name__, url_prefix="/admin/learning")

Page = str | tuple[str, int] | BaseResponse

Values = Callable[[], dict[str, Any]]

_PARTS: list[Values] = []


def part(values: Values) -> Values:
    """This function gives the values of a part of the page."""
    _PARTS.append(values)
    return values


@admin_learning.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return shown(done=request.args.get("done", ""))


@admin_learning.post("/switches")
@allow(ADMIN, cookie=True, screen=SCREEN)
def save_switches() -> BaseResponse:
    wanted = {kind: kind.value in request.form.getlist("on") for kind in Kind}
    switch(services().store, wanted, g.actor.acting(ADMIN))
    return redirect(url_for("admin_learning.index", done="switched"), 303)


def shown(*, done: str = "", wrong: str = "") -> str:
    """The page; `done`: what was done, by a word that it has a sentence for."""
    of_parts = {name: value for values in _PARTS for name, value in values().items()}
    return render_template(
        "admin/learning/page.html",
        kinds=KINDS,
        switches=switched(services().store),
        done=done,
        wrong=wrong,
        username=g.actor.name,
        **of_parts,
    )
