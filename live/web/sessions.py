"""A device's session over HTTP: its cookie, and what begins and ends there.

The cookie holds a random id and nothing else. Flask's own, signed, keeps what is nobody's secret: the page's token
against forged requests, the language, and which accounts have signed in here before.
"""

from __future__ import annotations

import re
from datetime import timedelta

import structlog
from flask import Flask, Request, Response, after_this_request, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from live.admin.second_factor import HALF_WAY
from live.admin.sessions import Origin, move_over, open_link, prove, sign_in, sign_out
from live.domain.people import BY_LINKS, PROOF
from live.domain.refused import Refused
from live.views import passes
from live.views.admin.credentials import Credential, Device
from live.web import audit
from live.web.services import services

log = structlog.get_logger()

COOKIE = "live"
HALF_WAY_COOKIE = "live-half-way"
"""A sign-in that waits for the second factor: good for that alone, and for nothing that `COOKIE` opens."""
PAGE_COOKIE = "live-page"
PREFIX = "__Host-"
"""A browser takes a cookie of such a name from this host alone, over https, and never from a sibling's domain."""

_ID = re.compile(r"[A-Za-z0-9_-]{43}")

KEPT = ("lang", "known")
"""What a device keeps whoever uses it: its language, and the accounts that have signed in on it."""

MOST_KNOWN = 20
PAGE_LIFETIME = timedelta(days=365)
"""How long a device keeps its language, and is known."""

CLEARED = '"storage", "cache"'
"""What a browser forgets with the session: a screen keeps what it showed, for a reload without a network."""


class Unproved(Refused):
    """Rights are given to others here: the password is asked for again."""

    def __init__(self) -> None:
        super().__init__("forbidden", "Confirm with your password that it is you.")


class FactorMissing(Refused):
    """Who has signed in holds a role that needs a second factor, and has none yet."""

    def __init__(self) -> None:
        super().__init__("forbidden", "Your role needs a second factor: set it up on the page of your account.")


class PageCookies(SecureCookieSessionInterface):
    """Flask's cookie, named and guarded as the session's is. A request that has none, as a program's, pays nothing."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "HTTP_COOKIE" not in request.environ or self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session or session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_cookie_name(self, app: Flask) -> str:
        return cookie_name(PAGE_COOKIE)

    def get_cookie_secure(self, app: Flask) -> bool:
        return secure()


def secure() -> bool:
    """Whether this installation is reached over https, as its address says or as this request was."""
    return services().settings.is_https or request.is_secure


def cookie_name(name: str) -> str:
    return PREFIX + name if secure() else name


def present_device() -> Device:
    """What the cookie of this device stands for."""
    held = _held()
    return services().credentials.device(held) if held else Device()


def _held() -> str | None:
    """The id that the cookie of this device holds."""
    # A socket's request does not know of a proxy in front, so that its own scheme decides nothing here.
    held = request.cookies.get(PREFIX + COOKIE) or (None if secure() else request.cookies.get(COOKIE))
    return held if held and _ID.fullmatch(held) else None


def signed_in(account_id: int) -> None:
    """A person has proved who they are: this device acts in their name from now on."""
    _start_anew()
    session["known"] = [*(one for one in session.get("known", []) if one != account_id), account_id][-MOST_KNOWN:]
    _give(COOKIE, sign_in(services().store, account_id, present_device(), _origin()), BY_LINKS.whole)


def sign_in_failed(account_id: int | None, why: str) -> None:
    """Somebody has tried to sign in and could not; None where there is no such login."""
    log.warning("a sign-in failed", account=account_id, why=why, address=request.remote_addr)
    audit.sign_in_failed(account_id, why)


def proved() -> bool:
    """Whether whoever has signed in here has typed the password lately; a form opened in time may be filled in."""
    at = present_device().proved_at
    term = PROOF if request.method == "GET" else 2 * PROOF
    return at is not None and services().store.clock() - at <= term


def proved_again() -> None:
    """The person has typed the password again: this device has a new cookie."""
    _give(COOKIE, prove(services().store, present_device(), _origin()), BY_LINKS.whole)


def link_opened(link: Credential) -> None:
    """A screen's link was opened: this device may open its screen from now on."""
    device = present_device()
    _give(COOKIE, open_link(services().store, link, device, _origin()), BY_LINKS.whole)
    session.permanent = True
    generate_csrf()  # Else the first page sets it, with the cookie of before a sign-in that has come in between.


def move_pass() -> str:
    """By what a page of this device goes over to another server of the centre; "" where nothing goes along."""
    held = _held()
    if held is None or not services().credentials.device(held).session:
        return ""
    there = services().addresses()
    return passes.written(services().settings.signing_secrets, held, there, services().store.clock())


def moved_over(move_pass: str) -> None:
    """A device comes from another address of the centre, and goes on here in its session; `unauthorized` if not."""
    here = {services().settings.address or "", request.host_url.rstrip("/")}
    held = passes.read(services().settings.signing_secrets, move_pass, here, services().store.clock())
    device = services().credentials.device(held) if held else Device()
    if not held or not device.session:
        log.warning("a screen could not go over to this server", known=held is not None, address=request.remote_addr)
        raise Refused("unauthorized", "This screen could not go over to this server by itself. Sign in here.")
    move_over(services().store, device, _origin())
    _give(COOKIE, held, BY_LINKS.whole)
    session.permanent = True
    generate_csrf()


def signed_out() -> None:
    """Whoever uses this device has ended that."""
    sign_out(services().store, present_device(), _origin())
    _start_anew()
    forget()


def forget() -> None:
    """Take from the browser what it keeps of a session that has ended."""

    @after_this_request
    def forgotten(response: BaseResponse) -> BaseResponse:
        return emptied(response)


def emptied(response: BaseResponse) -> BaseResponse:
    """An answer by which a browser forgets its session, and what its screens have kept."""
    response.delete_cookie(cookie_name(COOKIE), secure=secure(), httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def knows(account_id: int) -> bool:
    """Whether somebody has signed in to this account on this device before."""
    return account_id in session.get("known", [])


def _start_anew() -> None:
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    generate_csrf()


def begun(token: str) -> None:
    """Something is to be proved in this browser, and in no other, within a few minutes."""
    _give(HALF_WAY_COOKIE, token, HALF_WAY)


def half_way() -> str:
    """What this browser's cookie holds of it; "" for none."""
    held = request.cookies.get(cookie_name(HALF_WAY_COOKIE), "")
    return held if _ID.fullmatch(held) else ""


def _give(name: str, held: str, term: timedelta) -> None:
    @after_this_request
    def given(response: BaseResponse) -> BaseResponse:
        response.set_cookie(
            cookie_name(name),
            held,
            max_age=term,
            secure=secure(),
            httponly=True,
            samesite="Lax",
        )
        return response


def _origin() -> Origin:
    return Origin(request.remote_addr, request.headers.get("User-Agent"))
