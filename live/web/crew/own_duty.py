"""A person's own duty: their next shifts, when they are away, and by what they are told of alarms."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.shifts.absence import add_absence, end_absence
from live.admin.shifts.contacts import ask_code, unbind
from live.domain.people import Actor
from live.domain.refused import Refused
from live.views.admin.people import person
from live.views.duty import own_duty as duty_of
from live.web.access import PUBLIC, allow
from live.web.admin import when
from live.web.admin.shifts.forms import absence
from live.web.edge.limits import may_happen
from live.web.errors import STATUS, sentence_of
from live.web.labels import NETWORKS
from live.web.services import services

own_duty = Blueprint("own_duty", __name__, url_prefix="/account/duty")

HIGHEST = 2**53 - 1

CODES = "5 per minute; 30 per hour"
"""How often a code is made."""

Page = str | tuple[str, int] | BaseResponse


@own_duty.get("")
@allow(PUBLIC, person=True)
def index() -> str:
    return _page(done=request.args.get("done", ""))


@own_duty.post("/absences")
@allow(PUBLIC, person=True)
def mark_absent() -> Page:
    try:
        add_absence(services().store, g.account, *absence(), _themselves())
    except Refused as refused:
        return _page(sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("own_duty.index", done="away"), 303)


@own_duty.post(f"/absences/<int(max={HIGHEST}):number>")
@allow(PUBLIC, person=True)
def mark_back(number: int) -> Page:
    try:
        end_absence(services().store, number, _themselves(), own=g.account)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _page(sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("own_duty.index", done="back"), 303)


@own_duty.post(f"/bots/<int(max={HIGHEST}):number>")
@allow(PUBLIC, person=True)
def bot(number: int) -> Page:
    """A code for this bot, which is shown once; or an end of it."""
    if request.form.get("do") == "unbind":
        unbind(services().store, g.account, number, _themselves())
        return redirect(url_for("own_duty.index", done="unbound"), 303)
    if not may_happen(CODES, "own-bot", str(g.account)):
        raise Refused("too_many", "Too many requests; wait a little.")
    return _page(code=ask_code(services().store, g.account, number), of=number)


def _themselves() -> Actor:
    name = person(services().store, g.account).name
    return Actor(name, frozenset(), f"user:{g.account}", address=request.remote_addr)


def _page(wrong: str = "", done: str = "", code: str = "", of: int | None = None) -> str:
    return render_template(
        "account_duty.html",
        person=person(services().store, g.account),
        duty=duty_of(services().store, g.account),
        networks=NETWORKS,
        when=when,
        wrong=wrong,
        done=done,
        code=code,
        of=of,
    )
