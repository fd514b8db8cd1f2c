"""The second step of signing in: a code, or a passkey, after the password; and a passkey in place of both."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import passkeys
from live.admin.passkeys import Site
from live.admin.second_factor import begin_sign_in, check_code, end_sign_in, has_factor
from live.admin.second_factor import half_way as whose_half_way
from live.domain.people import Actor
from live.domain.refused import Refused
from live.views.admin.people import PersonView, person
from live.web.access import PUBLIC, allow
from live.web.edge.limits import forgive, limited, may_happen, turned_away
from live.web.errors import STATUS, answer, sentence_of, wants_page
from live.web.inside import inside
from live.web.services import services
from live.web.sessions import begun, half_way, sign_in_failed, signed_in
from live.web.urls import origin

second_step = Blueprint("second_step", __name__, url_prefix="/login")

GUESSES = "5 per minute; 10 per 15 minutes; 20 per 2 hours; 40 per day"
"""How often a code of one account is tried, from wherever: only whoever knows the password comes so far."""

TRIES = "10 per minute; 100 per hour"

BEGUN = "60 per minute; 600 per hour"
"""How often an address asks for what a passkey is to sign: each is kept for minutes, and a room begins at once."""


class TooLate(Refused):
    """The password was right too long ago, or in another browser."""

    def __init__(self) -> None:
        super().__init__("unauthorized", "The sign-in has taken too long. Sign in anew.")


Page = str | tuple[str, int] | BaseResponse


def site() -> Site:
    """For whom a passkey signs: this installation's address, or the one that it was asked under."""
    return Site(urlsplit(origin()).hostname or "", origin())


def entered(account_id: int, next_: str = "") -> BaseResponse:
    """The password was right: in, or on to the second step."""
    if has_factor(services().store, account_id):
        begun(begin_sign_in(services().store, account_id))
        return redirect(url_for("second_step.ask", next=next_ or None))
    return _enter(account_id, next_)


def _enter(account_id: int, next_: str) -> BaseResponse:
    signed_in(account_id)
    return redirect(next_ or url_for("pages.index"))


def may_guess(account_id: int) -> None:
    """`too_many` where codes of this account were tried too often."""
    if not may_happen(GUESSES, "second-factor", str(account_id)):
        raise Refused("too_many", "Codes of this account were tried too often. Wait and try again.")


def use_code(account_id: int, typed: str) -> None:
    """A code of somebody who has signed in here, used up."""
    may_guess(account_id)
    check_code(services().store, account_id, typed, themselves(account_id))
    forgive(GUESSES, "second-factor", str(account_id))


def themselves(account_id: int) -> Actor:
    name = person(services().store, account_id).name
    return Actor(name, frozenset(), f"user:{account_id}", address=request.remote_addr)


def _waiting() -> PersonView:
    """Whose password was right in this browser lately."""
    account_id = whose_half_way(services().store, half_way())
    if account_id is None:
        raise TooLate
    return person(services().store, account_id)


@second_step.errorhandler(TooLate)
def too_late(refused: TooLate) -> BaseResponse:
    """Back to the first step; a page's script is told so."""
    return redirect(url_for("sign_in.login", late=1)) if wants_page() else answer(refused)


def _page(who: PersonView, wrong: str = "") -> str:
    next_ = inside(request.values.get("next"))
    return render_template("second_step.html", person=who, next=next_, wrong=wrong, site=site())


@second_step.get("/code")
@allow(PUBLIC)  # What this browser has proved so far is in its cookie.
def ask() -> Page:
    return _page(_waiting())


@second_step.post("/code")
@allow(PUBLIC)
@limited(TRIES, counts=turned_away)
def by_code() -> Page:
    """The code of the phone, or one on paper."""
    who = _waiting()
    try:
        may_guess(who.id)
        end_sign_in(services().store, half_way(), request.form.get("code", ""), themselves(who.id))
    except Refused as refused:
        sign_in_failed(who.id, "code")
        if whose_half_way(services().store, half_way()) is None:
            raise
        return _page(who, sentence_of(refused)), STATUS[refused.code]
    forgive(GUESSES, "second-factor", str(who.id))
    return _enter(who.id, inside(request.form.get("next")))


@second_step.post("/code/options")
@allow(PUBLIC)
@limited(BEGUN)
def ask_for_their_passkey() -> Response:
    return _options(passkeys.ask_half_way(services().store, half_way(), _waiting().id, site()))


@second_step.post("/code/passkey")
@allow(PUBLIC)
@limited(TRIES, counts=turned_away)
def by_their_passkey() -> Page:
    who = _waiting()
    try:
        passkeys.prove(services().store, half_way(), "sign_in", who.id, request.form.get("answer", ""), site())
    except Refused as refused:
        sign_in_failed(who.id, "passkey")
        return _page(who, sentence_of(refused)), STATUS[refused.code]
    return _enter(who.id, inside(request.form.get("next")))


@second_step.post("/passkey/options")
@allow(PUBLIC)
@limited(BEGUN)
def ask_for_any_passkey() -> Response:
    token, asked = passkeys.ask(services().store, "passkey", None, site())
    begun(token)
    return _options(asked)


@second_step.post("/passkey")
@allow(PUBLIC)
@limited(TRIES, counts=turned_away)
def by_passkey() -> Page:
    """A passkey alone: its device has asked its holder for a finger, a face or a PIN."""
    answer = request.form.get("answer", "")
    try:
        account_id = passkeys.prove(services().store, half_way(), "passkey", None, answer, site())
    except Refused:
        sign_in_failed(None, "passkey")
        raise
    return _enter(account_id, inside(request.form.get("next")))


def _options(asked: dict[str, Any]) -> Response:
    """What the browser's own dialog is given."""
    return jsonify(asked)
