"""The page: switches of each kind of suggestion, then a part for each kind that has more to tell or to set.

A part has a template in templates/admin/learning, whose values stand in `_page`, and its own forms' routes in a file
beside this one.
"""

from __future__ import annotations

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


@admin_learning.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _page(done=request.args.get("done", ""))


@admin_learning.post("/switches")
@allow(ADMIN, cookie=True, screen=SCREEN)
def save_switches() -> BaseResponse:
    wanted = {kind: kind.value in request.form.getlist("on") for kind in Kind}
    switch(services().store, wanted, g.actor.acting(ADMIN))
    return redirect(url_for("admin_learning.index", done="switched"), 303)


def _page(*, done: str = "", wrong: str = "") -> str:
    return render_template(
        "admin/learning/page.html",
        kinds=KINDS,
        switches=switched(services().store),
        done=done,
        wrong=wrong,
        username=g.actor.name,
    )
