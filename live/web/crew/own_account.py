"""A person's own page: their password, the devices that they have signed in on, and the way out of all of them."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import passkeys
from live.admin.people import change_own_password, check_own_password
from live.admin.second_factor import has_factor
from live.admin.sessions import end_all_sessions, end_session
from live.domain.people import Actor
from live.domain.refused import Refused
from live.views.admin.people import person
from live.views.news import unread
from live.web.access import PUBLIC, allow
from live.web.admin import when
from live.web.crew.second_step import site, use_code
from live.web.crew.user_agent import browser_of
from live.web.edge.limits import may_happen
from live.web.errors import STATUS, sentence_of
from live.web.inside import inside
from live.web.services import services
from live.web.sessions import begun, forget, half_way, present_device, proved_again, signed_in

own_account = Blueprint("own_account", __name__, url_prefix="/account")

TRIES = "5 per minute; 20 per hour"
"""How often the present password is asked for."""

FILES = (".csv", ".xlsx")

Page = str | tuple[str, int] | BaseResponse


@own_account.get("")
@allow(PUBLIC, person=True)
def index() -> str:
    return _page(g.account)


def _page(account_id: int, wrong: str = "") -> str:
    return render_template(
        "account.html",
        person=person(services().store, account_id),
        present=present_device().session,
        when=when,
        browser_of=browser_of,
        wrong=wrong,
        done=request.args.get("done"),
        unread=unread(services().store, account_id),
    )


@own_account.post("/password")
@allow(PUBLIC, person=True)
def change_password() -> tuple[str, int] | BaseResponse:
    """Another password. Every other device is signed out, and this one has a new cookie."""
    account_id = g.account
    try:
        if not may_happen(TRIES, "own-password", str(account_id)):
            raise Refused("too_many", "Too many requests; wait a little.")
        new = request.form.get("password", "")
        if new != request.form.get("again", ""):
            raise Refused("invalid", "The two passwords are not the same.")
        change_own_password(services().store, account_id, request.form.get("present", ""), new)
    except Refused as refused:
        return _page(account_id, sentence_of(refused)), STATUS[refused.code]
    signed_in(account_id)
    return redirect(url_for("own_account.index", done="password"), 303)


@own_account.get("/confirm")
@allow(PUBLIC, person=True, without_factor=True)
def confirm() -> str:
    """The password, and the second factor, once more: before rights are given to others, or data are taken out."""
    return _confirm()


def _confirm(wrong: str = "") -> str:
    next_ = request.form.get("next") if request.method == "POST" else request.args.get("next")
    who = person(services().store, g.account)
    return render_template("confirm.html", person=who, next=inside(next_), wrong=wrong, site=site())


@own_account.post("/confirm")
@allow(PUBLIC, person=True, without_factor=True)
def confirmed() -> Page:
    try:
        if not may_happen(TRIES, "own-password", str(g.account)):
            raise Refused("too_many", "Too many requests; wait a little.")
        check_own_password(services().store, g.account, request.form.get("password", ""))
        if has_factor(services().store, g.account):
            use_code(g.account, request.form.get("code", ""))
    except Refused as refused:
        return _confirm(sentence_of(refused)), STATUS[refused.code]
    return _go_on()


@own_account.post("/confirm/options")
@allow(PUBLIC, person=True, without_factor=True)
def ask_for_passkey() -> Response:
    token, asked = passkeys.ask(services().store, "confirm", g.account, site())
    begun(token)
    return jsonify(asked)


@own_account.post("/confirm/passkey")
@allow(PUBLIC, person=True, without_factor=True)
def confirmed_by_passkey() -> Page:
    """A passkey in place of the password and the code: its device has asked for its holder."""
    try:
        passkeys.prove(services().store, half_way(), "confirm", g.account, request.form.get("answer", ""), site())
    except Refused as refused:
        return _confirm(sentence_of(refused)), STATUS[refused.code]
    return _go_on()


def _go_on() -> Page:
    """Back to what was asked for; a file comes beside a page that says so, since no page would follow."""
    proved_again()
    next_ = inside(request.form.get("next"))
    if urlsplit(next_).path.endswith(FILES):
        return render_template("taken.html", file=next_)
    return redirect(next_ or url_for("pages.index"), 303)


@own_account.post("/sessions")
@allow(PUBLIC, person=True)
def end() -> BaseResponse:
    """One other device, or all of them with this one."""
    account_id = g.account
    chosen = request.form.get("session", "")
    if chosen:
        end_session(services().store, account_id, chosen, _themselves())
        return redirect(url_for("own_account.index", done="ended"), 303)
    end_all_sessions(services().store, account_id, _themselves())
    forget()
    return redirect(url_for("sign_in.login"), 303)


def _themselves() -> Actor:
    name = person(services().store, g.account).name
    return Actor(name, frozenset(), f"user:{g.account}", address=request.remote_addr)
