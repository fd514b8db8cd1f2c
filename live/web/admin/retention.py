"""The administrator's page of what is kept, and for how long: terms, a look at what would go, and what went."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.people import By
from live.domain.refused import Refused
from live.domain.retention import LONGEST, OF_ITSELF, SHORTEST, Kind
from live.views.admin.retention import terms_and_runs
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.workers.retention import save_terms, sweep

admin_retention = Blueprint("admin_retention", __name__, url_prefix="/admin/retention")

Answer = str | tuple[str, int] | BaseResponse

KINDS = {
    Kind.PERSONS: lazy_gettext("Names, contacts and pages of those who asked or rang"),
    Kind.ORIGINALS: lazy_gettext("Messages whole, as a network sent them"),
    Kind.FILES: lazy_gettext("Pictures, sounds and documents that came with questions whose work is over"),
    Kind.CALLS: lazy_gettext("Callers' names and links to recordings"),
    Kind.LETTERS: lazy_gettext("Undelivered messages that were seen to"),
    Kind.REPLIES: lazy_gettext("Texts of replies that were sent"),
    Kind.COMMANDS: lazy_gettext("Marks of commands, by which a repeated one is known"),
    Kind.BANS: lazy_gettext("Bans that have ended or were lifted"),
    Kind.LOG: lazy_gettext("Events that only the screens needed; what people did is kept"),
    Kind.SETTLED: lazy_gettext("Undelivered messages that were seen to, whole"),
    Kind.NOTICES: lazy_gettext("Letters to our own people that were sent"),
    Kind.ESCALATIONS: lazy_gettext("Who was told of the deadlines of tickets that are done"),
    Kind.MENTIONS: lazy_gettext("Mentions: posts of others that were found; taken questions stay"),
    Kind.SHIFTS: lazy_gettext("Shifts that are over, with their notes"),
    Kind.NEWS: lazy_gettext("What our own people were told of their work"),
    Kind.KEYS: lazy_gettext("Keys and links that were revoked or have ended"),
}


@admin_retention.get("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def index() -> str:
    return _page(saved="saved" in request.args)


@admin_retention.post("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def change() -> Answer:
    """Save the terms, or only look at what would go by the saved ones."""
    if request.form.get("do") == "look":
        sweep(services().store, _by(), dry=True)
        return redirect(url_for("admin_retention.index", _anchor="runs"), 303)
    typed = {kind: request.form.get(kind.value, "") for kind in Kind}
    version = request.form.get("version", "")
    try:
        wanted = {kind: _days(value) for kind, value in typed.items()}
        save_terms(services().store, int(version) if version.isdecimal() and len(version) < 10 else -1, wanted, _by())
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        return _page(wrong=sentence_of(refused), typed=typed), STATUS[refused.code]
    return redirect(url_for("admin_retention.index", saved=1), 303)


def _days(typed: str) -> int:
    """What was typed; what is no number is too short a term."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0


def _page(*, saved: bool = False, wrong: str = "", typed: dict[Kind, str] | None = None) -> str:
    present, terms, runs = terms_and_runs(services().store)
    return render_template(
        "admin/retention.html",
        kinds=KINDS,
        shown=typed or terms,
        version=present.version,
        by_name=present.by_name,
        runs=runs,
        of_itself=OF_ITSELF,
        saved=saved,
        wrong=wrong,
        shortest=SHORTEST,
        longest=LONGEST,
        who=lambda name: gettext("by itself") if name == "worker" else name,
        when=lambda moment: moment.astimezone(zone()).strftime("%d.%m.%Y %H:%M"),
        username=g.actor.name,
    )


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by
