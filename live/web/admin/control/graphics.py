"""The pages of the station's own graphics: one is uploaded, its fields are filled, tried, and removed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from live.admin.control import graphics as verbs
from live.domain.control.graphics import AS_IT_IS, OF_OPTION, OF_POLL, OF_QUESTION, TYPED, Filling, Graphic
from live.domain.people import By
from live.domain.refused import Refused
from live.files.ograf import LARGEST, too_large
from live.views.feed import graphics as views
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_graphics = Blueprint("admin_graphics", __name__, url_prefix="/admin/graphics")

HIGHEST = 2**31 - 1
FORM = 64 * 1024
"""Bytes of a form around its file."""

Answer = str | tuple[str, int] | BaseResponse

SHOWS = {"question": lazy_gettext("A question"), "poll": lazy_gettext("A poll"), None: lazy_gettext("Nothing yet")}

SOURCES = {
    "text": lazy_gettext("Text of the question"),
    "name": lazy_gettext("Who asks"),
    "place": lazy_gettext("From where"),
    "who": lazy_gettext("Who asks, and from where"),
    "number": lazy_gettext("Number of the question"),
    "asked": lazy_gettext("Question of the poll"),
    "voters": lazy_gettext("How many have voted"),
    "lines": lazy_gettext("All options, a line each"),
    "option": lazy_gettext("Option"),
    "share": lazy_gettext("Share, %"),
}


@admin_graphics.url_value_preprocessor
def take_packages(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a request be as long as its file, before the page's token is looked for among what it sends."""
    request.max_content_length = LARGEST + FORM


@admin_graphics.errorhandler(RequestEntityTooLarge)
def longer(_: RequestEntityTooLarge) -> Answer:
    return _refused(too_large())


@admin_graphics.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _list()


@admin_graphics.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    try:
        added = verbs.add(services().store, services().files, _given(), _by())
    except Refused as refused:
        return _refused(refused)
    return redirect(url_for("admin_graphics.one", graphic=added, done="add"), 303)


@admin_graphics.get(f"/<int(max={HIGHEST}):graphic>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def one(graphic: int) -> str:
    return _page(views.graphic(services().store, graphic), done=request.args.get("done", ""))


@admin_graphics.post(f"/<int(max={HIGHEST}):graphic>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(graphic: int) -> Answer:
    """One of the buttons."""
    store, act = services().store, request.form.get("do", "")
    present = views.graphic(store, graphic)
    if act == "remove":
        verbs.remove(store, graphic, _by())
        return redirect(url_for("admin_graphics.index"), 303)
    try:
        if act == "save":
            verbs.fill(store, graphic, _typed(present), _by())
        elif act == "replace":
            verbs.add(store, services().files, _given(), _by(), instead_of=graphic)
        else:
            raise Refused("invalid", "The form is out of date. Open it anew.")
    except Refused as refused:
        return _page(present, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_graphics.one", graphic=graphic, done=act), 303)


def _given() -> bytes:
    """The file that was sent."""
    given = request.files.get("package")
    content = given.stream.read() if given is not None else b""
    if not content:
        raise Refused("invalid", "Choose a file first.")
    return content


def _typed(graphic: Graphic) -> list[Filling]:
    """The form as it was sent."""
    form = request.form
    return [
        Filling(form.get(f"source.{place}", AS_IT_IS), form.get(f"value.{place}", ""))
        for place in range(len(graphic.fields))
    ]


def _list(wrong: str = "") -> str:
    return render_template(
        "admin/graphics.html",
        graphics=views.all_graphics(services().store),
        shows=SHOWS,
        most=LARGEST // 1024**2,
        wrong=wrong,
        username=g.actor.name,
    )


def _refused(refused: Refused) -> tuple[str, int]:
    return _list(wrong=sentence_of(refused)), STATUS[refused.code]


def _page(graphic: Graphic, done: str = "", wrong: str = "") -> str:
    return render_template(
        "admin/graphic.html",
        graphic=graphic,
        rows=list(zip(graphic.fields, graphic.fillings, views.all_told(graphic), strict=True)),
        offered=_offered,
        typed=TYPED,
        shows=SHOWS,
        told=views.told(graphic),
        done=done,
        wrong=wrong,
        username=g.actor.name,
    )


def _offered(takes: tuple[str, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What of ours a field takes, in its groups."""
    groups = ((gettext("Question"), OF_QUESTION), (gettext("Poll"), (*OF_POLL, *OF_OPTION)))
    told = [(title, [(source, _name(source)) for source in those if source in takes]) for title, those in groups]
    return [(title, those) for title, those in told if those]


def _name(source: str) -> str:
    what, _, number = source.partition(".")
    return f"{SOURCES[what]} {number}" if number else str(SOURCES[what])


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by
