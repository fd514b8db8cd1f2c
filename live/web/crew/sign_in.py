"""Signing in and out; setting a password by a link; the first administrator."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin import passwords
from live.admin.first_start import make_first_administrator
from live.admin.people import accept_invitation, keep_anew
from live.domain.refused import Refused
from live.views.admin.people import invited
from live.web.access import PUBLIC, allow
from live.web.crew.pages import COMMANDS
from live.web.crew.second_step import entered, site
from live.web.edge.limits import forgive, limited, may_happen, turned_away
from live.web.errors import STATUS, sentence_of
from live.web.inside import inside
from live.web.services import services
from live.web.sessions import knows, sign_in_failed, signed_in, signed_out

sign_in = Blueprint("sign_in", __name__)

UNKNOWN_DEVICE = "5 per minute; 10 per 15 minutes; 20 per 2 hours; 40 per day"
"""How often one account is tried from devices that never signed in to it: a pause that grows.

Devices that did are not counted, so that no stranger keeps a person out.
"""

GUESSES = "20 per minute; 200 per hour"

Page = tuple[str, int] | BaseResponse


@sign_in.get("/login")
@allow(PUBLIC)
def login() -> str:
    return login_page(gettext("The sign-in has taken too long. Sign in anew.") if "late" in request.args else "")


def login_page(wrong: str = "", login: str = "") -> str:
    """The form, with what was wrong; it leads on to the `next` of the request."""
    next_ = request.form.get("next") if request.method == "POST" else request.args.get("next")
    nobody = not services().queries.any_account()
    return render_template(
        "login.html", next=inside(next_), wrong=wrong, login=login, nobody=nobody, commands=COMMANDS, site=site()
    )


@sign_in.post("/login")
@allow(PUBLIC)
@limited("10 per minute; 100 per hour", counts=turned_away)
def enter() -> Page:
    name, password = request.form.get("login", "").strip(), request.form.get("password", "")
    account = services().queries.account(name) if name and name.isprintable() else None
    account_id = account.id if account else None
    try:
        if not _may_try(name, account_id):
            raise Refused("too_many", "This login was tried too often from unknown devices. Wait and try again.")
        right = passwords.is_right(account.password_hash if account else None, password)
    except Refused as refused:
        sign_in_failed(account_id, refused.code)
        return login_page(sentence_of(refused), name), STATUS[refused.code]
    if not right or account is None or not account.active:
        sign_in_failed(account_id, "closed" if right else "wrong")
        return login_page(gettext("The login or the password is not right."), name), 401
    if passwords.outdated(account.password_hash):
        with suppress(Refused):  # Another time: nobody waits for it.
            keep_anew(services().store, account.id, password)
    forgive(UNKNOWN_DEVICE, "sign-in", str(account.id))
    return entered(account.id, inside(request.form.get("next")))


def _may_try(login: str, account_id: int | None) -> bool:
    """Whether this device may try this login now. One that is nobody's is counted like any other."""
    if account_id is not None and knows(account_id):
        return True
    # Few counts for logins that are made up: they must not fill the memory.
    made_up = hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()[:4]
    return may_happen(UNKNOWN_DEVICE, "sign-in", str(account_id) if account_id is not None else made_up)


@sign_in.get("/logout")
@allow(PUBLIC)
def leave() -> str:
    """Asks first: a touch of a live screen leads here."""
    return render_template("logout.html")


@sign_in.post("/logout")
@allow(PUBLIC)
def sign_out() -> BaseResponse:
    signed_out()
    return redirect(url_for("sign_in.login"))


@sign_in.get("/join/<token>")
@allow(PUBLIC)  # The token is the proof; looking uses nothing up, since mail scanners follow links.
@limited(GUESSES, counts=lambda answer: answer.status_code == 404)
def join(token: str) -> str:
    return _join(token)


def _join(token: str, wrong: str = "") -> str:
    return render_template("join.html", person=invited(services().store, token), token=token, wrong=wrong)


@sign_in.post("/join/<token>")
@allow(PUBLIC)
@limited(GUESSES, counts=turned_away)
def set_password(token: str) -> Page:
    """Set the password that was chosen, once, and begin."""
    try:
        account_id = accept_invitation(services().store, token, _typed_twice())
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _join(token, sentence_of(refused)), STATUS[refused.code]
    return entered(account_id)


@sign_in.get("/first")
@allow(PUBLIC)
def first() -> str:
    """The first administrator's page, while nobody has an account."""
    return _first()


def _first(wrong: str = "") -> str:
    if services().queries.any_account():
        raise Refused("not_found", "There is an administrator already.")
    typed = {name: request.form.get(name, "") for name in ("code", "login", "name")}
    return render_template("first.html", typed=typed, wrong=wrong)


@sign_in.post("/first")
@allow(PUBLIC)
@limited("10 per minute; 60 per hour")
def begin() -> Page:
    """The code of the terminal, used up: this device is the first administrator's."""
    typed = {name: request.form.get(name, "") for name in ("code", "login", "name")}
    try:
        account_id = make_first_administrator(services().store, **typed, password=_typed_twice())
    except Refused as refused:
        return _first(sentence_of(refused)), STATUS[refused.code]
    signed_in(account_id)
    return redirect(url_for("admin_start.index"))


def _typed_twice() -> str:
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        raise Refused("invalid", "The two passwords are not the same.")
    return password
