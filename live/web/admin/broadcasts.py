"""The administrator's pages of broadcasts: the list, a new one or a series, and one with all of its settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import broadcasts as verbs
from live.desk.run import steer
from live.domain.broadcast import LONGEST_SERIES, MINUTES, Kind
from live.domain.people import By
from live.domain.refused import Refused
from live.views.admin import broadcasts as views
from live.views.admin.broadcasts import Kept
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.admin import broadcast_forms as forms
from live.web.admin.lists import ZONES
from live.web.errors import STATUS, sentence_of
from live.web.labels import NETWORKS
from live.web.services import services

admin_broadcasts = Blueprint("admin_broadcasts", __name__, url_prefix="/admin/broadcasts")

Answer = str | tuple[str, int] | BaseResponse

STEERED = {"open": "open", "archive": "archive"}
"""The buttons of a broadcast's page that move it on, and by which of its moves."""


@admin_broadcasts.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    wanted, archived = request.args.get("q", "")[:100], "archived" in request.args
    page = request.args.get("page", "1")
    listed = views.page_of(
        services().store,
        services().store.clock(),
        wanted,
        archived,
        int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )
    done = request.args.get("done", "")
    return _page("broadcasts", listed=listed, wanted=wanted, archived=archived, done=done, when=_when)


@admin_broadcasts.get("/new")
@allow(ADMIN, cookie=True, screen=SCREEN)
def choose() -> str:
    """The form of a new broadcast: empty, or like an earlier one."""
    like = request.args.get("copy", "")
    if like:
        return _new(forms.copied(views.kept(services().store, like)))
    kind = Kind.STANDING if request.args.get("kind") == Kind.STANDING.value else Kind.SHOW
    return _new(forms.new(zone().key, kind.value))


@admin_broadcasts.post("/new")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    """Make it, or all of a series. Where that is refused nothing is made, and what was typed stays."""
    typed = forms.typed(request.form)
    marked = [int(one) for one in request.form.getlist("channel") if one.isdecimal() and len(one) < 10]
    try:
        wanted = forms.settings(typed)
        kind = Kind.STANDING if typed["kind"] == Kind.STANDING.value else Kind.SHOW
        series = forms.series(typed) if kind is Kind.SHOW else None
        slug = forms.slug(typed)
        made = verbs.add_broadcast(services().store, slug, kind, wanted, _by(), series=series, channel_ids=marked)
    except Refused as refused:
        return _new(typed, sentence_of(refused), marked), STATUS[refused.code]
    if len(made) > 1:
        return redirect(url_for("admin_broadcasts.index", done=len(made)), 303)
    return redirect(url_for("admin_broadcasts.show", broadcast=made[0], done="added"), 303)


@admin_broadcasts.get("/<broadcast>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show(broadcast: str) -> str:
    return _one(broadcast, done=request.args.get("done", ""))


@admin_broadcasts.post("/<broadcast>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(broadcast: str) -> Answer:
    """What a button of the page does."""
    do, view = request.form.get("do", "save"), views.kept(services().store, broadcast)
    version = request.form.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1
    typed = {**forms.typed(request.form), "kind": view.kind.value, "slug": view.slug} if do == "save" else None
    try:
        if typed is not None:
            verbs.save_broadcast(services().store, broadcast, number, forms.settings(typed, view), _by())
        elif do in STEERED:
            steer(services().store, broadcast, STEERED[do], _by())
        elif do == "delete":
            verbs.delete_broadcast(services().store, broadcast, number, _by())
            return redirect(url_for("admin_broadcasts.index", done="deleted"), 303)
        else:
            raise Refused("invalid", "The request is not understood.")
    except Refused as refused:
        return _one(broadcast, wrong=sentence_of(refused), typed=typed), STATUS[refused.code]
    return redirect(url_for("admin_broadcasts.show", broadcast=broadcast, done=do), 303)


def _new(typed: forms.Typed, wrong: str = "", marked: list[int] | None = None) -> str:
    feeding = []
    if typed["like"]:
        try:
            feeding = views.kept(services().store, typed["like"]).channels
        except Refused:
            typed["like"] = ""  # It was deleted meanwhile; what was taken over of it stays.
    return _form("broadcast_new", typed, wrong=wrong, feeding=feeding, marked=marked or [])


def _one(slug: str, *, done: str = "", wrong: str = "", typed: forms.Typed | None = None) -> str:
    """Its page: with what was typed where that is not saved; saving once more is then a decision."""
    view: Kept = views.kept(services().store, slug)
    return _form("broadcast", typed or forms.of(view), view=view, done=done, wrong=wrong, when=_when)


def _form(name: str, typed: forms.Typed, **given: Any) -> str:
    return _page(
        name,
        typed=typed,
        standing=[one for one in views.standing_ones(services().store) if one[0] != typed["slug"]],
        nobody=forms.NOBODY,
        zones=ZONES,
        longest=MINUTES[-1],
        longest_series=LONGEST_SERIES,
        networks=NETWORKS,
        **given,
    )


def _page(name: str, **given: Any) -> str:
    return render_template(f"admin/{name}.html", username=g.actor.name, **given)


def _when(at: datetime | None, zone: str) -> str:
    """A moment by a broadcast's own clock."""
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}" if at is not None else ""


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by
