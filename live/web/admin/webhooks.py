"""The administrator's page of the programs that are told of ticket events: how each does, and what can be done."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin import webhooks as verbs
from live.domain.people import By
from live.domain.refused import Refused
from live.views.tickets import webhooks as views
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_webhooks = Blueprint("admin_webhooks", __name__, url_prefix="/admin/webhooks")

HIGHEST = 2**31 - 1
Answer = str | tuple[str, int] | BaseResponse

ERRORS = {
    "refused": lazy_gettext("The receiver did not take it."),
    "unreachable": lazy_gettext("The receiver cannot be reached."),
    "silent": lazy_gettext("The receiver did not answer."),
    "address": lazy_gettext("The receiver's address is none."),
    "gone": lazy_gettext("The receiver wants to hear nothing more (410)."),
}


@admin_webhooks.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _page(done=request.args.get("done", ""))


@admin_webhooks.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    """Add one. Without a secret a good one is made; it is on this answer alone, once."""
    typed = request.form.get("secret", "").strip()
    secret = typed or verbs.new_secret()
    types = request.form.get("types", "").replace(",", " ").split()
    try:
        verbs.add(services().store, request.form.get("url", ""), secret, types, _by())
    except Refused as refused:
        return _page(wrong=sentence_of(refused), typed=request.form.get("url", "")), STATUS[refused.code]
    return _page(done="added", made="" if typed else secret)


@admin_webhooks.post(f"/<int(max={HIGHEST}):webhook>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(webhook: int) -> Answer:
    """One of the buttons."""
    store, act = services().store, request.form.get("do", "")
    views.receiver(store, webhook)
    if act in ("pause", "resume"):
        verbs.pause(store, webhook, act == "pause", _by())
    elif act == "remove":
        verbs.remove(store, webhook, _by())
    elif act == "replay":
        since = request.form.get("since", "")
        if not (since.isascii() and since.isdecimal() and len(since) < 16):
            return _page(wrong=gettext("Say after which number it is to be told again.")), STATUS["invalid"]
        verbs.replay(store, webhook, int(since), _by())
    else:
        raise Refused("invalid", "The form is out of date. Open it anew.")
    return redirect(url_for("admin_webhooks.index", done=act), 303)


def _page(*, done: str = "", wrong: str = "", typed: str = "", made: str = "") -> str:
    return render_template(
        "admin/webhooks.html",
        known=views.receivers(services().store),
        done=done,
        wrong=wrong,
        typed=typed,
        made=made,
        why=_why,
        when=lambda moment: moment.astimezone(zone()).strftime("%d.%m.%Y %H:%M"),
        username=g.actor.name,
    )


def _why(error: str) -> str:
    kind, _, detail = error.partition(" ")
    return f"{ERRORS[kind]} {detail}".strip() if kind in ERRORS else error


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by
