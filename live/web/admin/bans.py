"""The administrator's page of bans: whose messages are set apart, why, by whom and until when."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.bans import add_ban, lift_ban, subject_of
from live.domain.refused import Refused
from live.views.admin.bans import Bans, BanView, all_bans, bans_of
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when, zone
from live.web.errors import STATUS, sentence_of
from live.web.labels import LISTS, contact_words
from live.web.services import services

admin_bans = Blueprint("admin_bans", __name__, url_prefix="/admin/bans")

HIGHEST = 2**53 - 1

FIELDS = ("subject", "reason", "until")

Answer = str | tuple[str, int] | BaseResponse


@admin_bans.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> Answer:
    sought, before = request.args.get("q", "").strip(), request.args.get("before", "")
    if not sought:
        older = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
        return _page(all_bans(services().store, older), done=request.args.get("done", ""))
    try:
        return _page(bans_of(services().store, subject_of(sought)), sought=sought)
    except Refused as refused:
        return _page(Bans((), 0, None), sought=sought, wrong=sentence_of(refused)), STATUS[refused.code]


@admin_bans.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        add_ban(services().store, typed["subject"], typed["reason"], _day(typed["until"]), g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        page = _page(all_bans(services().store), typed=typed, wrong=sentence_of(refused))
        return page, STATUS[refused.code]
    return redirect(url_for("admin_bans.index", done="added"), 303)


@admin_bans.post(f"/<int(max={HIGHEST}):number>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def lift(number: int) -> Answer:
    lift_ban(services().store, number, g.actor.acting(ADMIN))
    return redirect(url_for("admin_bans.index", done="lifted"), 303)


def _day(typed: str) -> date | None:
    """A day as a browser's field sends it."""
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Refused("invalid", "“{text}” is no day.", text=typed[:40]) from None


def _called(one: BanView) -> str:
    if not one.subject:
        return gettext("erased")
    return one.subject if one.kind == "ip" else contact_words(one.subject)


def _page(bans: Bans, *, typed: dict[str, str] | None = None, wrong: str = "", sought: str = "", done: str = "") -> str:
    return render_template(
        "admin/bans.html",
        lists=LISTS,
        bans=bans,
        typed=typed or dict.fromkeys(FIELDS, ""),
        opened=typed is not None,
        wrong=wrong,
        sought=sought,
        done=done,
        today=f"{services().store.clock().astimezone(zone()):%Y-%m-%d}",
        called=_called,
        when=when,
        last_day=lambda until: f"{until.astimezone(zone()):%d.%m.%Y %H:%M}",
        username=g.actor.name,
    )
