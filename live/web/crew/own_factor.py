"""A person's own second factor: codes of the phone, passkeys, and codes on paper for the day when both are lost."""

from __future__ import annotations

import base64
import io
from urllib.parse import quote, urlencode

import segno
from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import passkeys
from live.admin import second_factor as verbs
from live.domain.refused import Refused
from live.views.admin.people import PersonView, person, proposed_codes
from live.web.access import PUBLIC, allow
from live.web.admin import when
from live.web.crew.second_step import may_guess, site, themselves
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.sessions import begun, half_way, signed_in

own_factor = Blueprint("own_factor", __name__, url_prefix="/account/factor")

ISSUER = "Прямая линия"
"""What the program for codes calls this installation."""

Page = str | tuple[str, int] | BaseResponse


@own_factor.get("")
@allow(PUBLIC, person=True, proved=True, without_factor=True)
def index() -> str:
    return _page()


def _page(wrong: str = "", paper: list[str] | None = None) -> str:
    who, secret = person(services().store, g.account), proposed_codes(services().store, g.account)
    return render_template(
        "factor.html",
        person=who,
        lacking=who.lacks_factor(services().settings.second_factor),
        secret=secret,
        groups=[secret[n : n + 4] for n in range(0, len(secret), 4)] if secret else [],
        picture=_picture(who.login, secret) if secret else None,
        paper=paper or [],
        site=site(),
        when=when,
        wrong=wrong,
        done=request.args.get("done"),
    )


def _picture(login: str, secret: str) -> str:
    """The secret as a QR code, as programs for codes read it: dark on light whatever the theme."""
    about = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    drawn = io.BytesIO()
    label = quote(f"{ISSUER}:{login}")
    segno.make(f"otpauth://totp/{label}?{about}", error="m", micro=False).save(
        drawn, kind="svg", light="white", border=4, omitsize=True
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


@own_factor.post("/codes/begin")
@allow(PUBLIC, person=True, proved=True, without_factor=True)
def propose() -> BaseResponse:
    verbs.propose_codes(services().store, g.account)
    return redirect(url_for("own_factor.index", _anchor="codes"), 303)


@own_factor.post("/codes")
@allow(PUBLIC, person=True, proved=True, without_factor=True)
def accept() -> Page:
    """The first code: from now on it is asked for. The codes on paper are shown this once."""
    try:
        may_guess(g.account)
        paper = verbs.accept_codes(services().store, g.account, request.form.get("code", ""), themselves(g.account))
    except Refused as refused:
        return _refused(refused)
    return _changed("codes", paper)


@own_factor.post("/codes/remove")
@allow(PUBLIC, person=True, proved=True)
def remove_codes() -> Page:
    try:
        verbs.remove_codes(services().store, g.account, _required(), themselves(g.account))
    except Refused as refused:
        return _refused(refused)
    return _changed("removed")


@own_factor.post("/paper")
@allow(PUBLIC, person=True, proved=True)
def make_paper() -> Page:
    """Other codes on paper: those of before are good no more."""
    try:
        paper = verbs.make_paper(services().store, g.account, themselves(g.account))
    except Refused as refused:
        return _refused(refused)
    return _page(paper=paper)


@own_factor.post("/passkeys/options")
@allow(PUBLIC, person=True, proved=True, without_factor=True)
def ask_for_a_passkey() -> Response:
    token, asked = passkeys.ask_to_add(services().store, g.account, site())
    begun(token)
    return jsonify(asked)


@own_factor.post("/passkeys")
@allow(PUBLIC, person=True, proved=True, without_factor=True)
def add_passkey() -> Page:
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    try:
        paper = passkeys.add(services().store, half_way(), g.account, answer, name, site(), themselves(g.account))
    except Refused as refused:
        return _refused(refused)
    return _changed("passkey", paper)


@own_factor.post("/passkeys/remove")
@allow(PUBLIC, person=True, proved=True)
def remove_passkey() -> Page:
    chosen = request.form.get("passkey", "")
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
    try:
        passkeys.remove(services().store, g.account, number, _required(), themselves(g.account))
    except Refused as refused:
        return _refused(refused)
    return _changed("passkey-removed")


def _required() -> bool:
    """Whether a role of theirs needs a second factor."""
    mine: PersonView = person(services().store, g.account)
    return not services().settings.second_factor.isdisjoint(mine.roles)


def _changed(what: str, paper: list[str] | None = None) -> Page:
    """Every device was signed out by it: this one begins anew. What is shown once stands in no address."""
    signed_in(g.account)
    return _page(paper=paper) if paper else redirect(url_for("own_factor.index", done=what), 303)


def _refused(refused: Refused) -> tuple[str, int]:
    return _page(sentence_of(refused)), STATUS[refused.code]
