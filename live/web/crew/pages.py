"""Pages: the screens, and signing in."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.protocol.views import BroadcastView, TicketsLogView
from live.runtime.tasks import offload
from live.views.screens import SCREENS
from live.web.access import PUBLIC, allow, device_credentials, forget, may_open, remember
from live.web.admin import SCREEN as ADMIN
from live.web.inside import inside
from live.web.languages import LOCALES, NAMES, locale
from live.web.limits import limiter
from live.web.services import services

pages = Blueprint("pages", __name__)

BUILT = ("desk", "calls", "rundown", "prompter", "head", "overlay")
"""The screens of a broadcast that have a page; the others' sockets are there for programs."""

MACHINES = frozenset({"overlay"})
"""Screens that no person opens: a graphics machine has its token in the address, since it may keep no cookie."""

OF_A_BROADCAST = {
    **{f"pages.{name}": name for name in BUILT},
    "rundown_pages.both": "desk and rundown",
    "imports.choose": "questions from a file",
    "report_pages.show": lazy_gettext("report of the show"),
}
"""The pages of one broadcast that the index offers: each one's endpoint → its name."""

passwords = PasswordHasher()


@cache
def _nobody() -> str:
    """Checked where the login is unknown, so that an answer takes as long as for a known one."""
    return passwords.hash(secrets.token_hex(16))


@pages.get("/")
@allow(PUBLIC)
def index() -> str | BaseResponse:
    """The screens that this device may open."""
    credentials = device_credentials()
    if not credentials:
        return redirect(url_for("pages.login"))
    listed = []
    for broadcast_id, broadcast in services().queries.broadcasts():
        screens = [
            {"name": str(name), "url": url_for(endpoint, slug=broadcast["slug"])}
            for endpoint, name in OF_A_BROADCAST.items()
            if may_open(endpoint, credentials, broadcast_id)
        ]
        if screens:
            listed.append({**broadcast, "screens": screens})
    if may_open("pages.tickets", credentials, None):
        tickets = {"name": TICKETS, "url": url_for("pages.tickets")}
        listed.append({"slug": TICKETS, "title": gettext("Tickets"), "state": None, "screens": [tickets]})
    if may_open("admin.index", credentials, None):
        lists = {"name": gettext("The centre's lists"), "url": url_for("admin.index")}
        channels = {"name": gettext("Channels"), "url": url_for("admin_channels.index")}
        listed.append({"slug": ADMIN, "title": gettext("Administration"), "state": None, "screens": [lists, channels]})
    others = {code: name for code, name in NAMES.items() if code != locale()}
    return render_template("index.html", broadcasts=listed, name=credentials[0].name, other_languages=others)


def _screen(slug: str, name: str, broadcast: BroadcastView | TicketsLogView) -> str:
    return render_template(
        f"{name}/{name}.html", slug=slug, screen=name, broadcast=broadcast, title=broadcast.get("title", "")
    )


def _declare(name: str) -> None:
    @pages.get(f"/b/<slug>/{name}", endpoint=name)
    @allow(SCREENS[name].roles, cookie=True, address=name in MACHINES, screen=name)
    def page(slug: str) -> str:
        return _screen(slug, name, services().queries.broadcast(slug))


for _name in BUILT:
    _declare(_name)


@pages.get("/tickets")
@allow(SCREENS[TICKETS].roles, cookie=True, screen=TICKETS)
def tickets() -> str:
    return _screen(TICKETS, TICKETS, services().queries.tickets_log())


@pages.get("/worker.js")
@allow(PUBLIC)
def worker() -> Response:
    """The worker that keeps a screen for a reload without a network: at the root, since it rules what lies below it."""
    return current_app.send_static_file("worker.js")


@pages.get("/login")
@allow(PUBLIC)
def login() -> str:
    return render_template("login.html", next=inside(request.args.get("next")), errors={}, values={})


@pages.post("/login")
@allow(PUBLIC)
@limiter.limit("10 per minute; 100 per hour", error_message="login")
def sign_in() -> tuple[str, int] | BaseResponse:
    name, password = request.form.get("login", "").strip(), request.form.get("password", "")
    account = services().queries.account(name) if name and name.isprintable() else None
    # Made to be slow: in a thread of its own, so that no screen waits for it.
    right = offload(_right, account.password_hash if account else _nobody(), password)
    if not right or account is None or not account.active:
        errors = {"password": gettext("The login or the password is not right.")}
        page = render_template(
            "login.html", next=inside(request.form.get("next")), errors=errors, values={"login": name}
        )
        return page, 401
    language = session.get("lang")
    session.clear()  # Whoever used this device before leaves nothing behind.
    if language:
        session["lang"] = language
    remember(f"user:{account.id}")
    return redirect(inside(request.form.get("next")) or url_for("pages.index"))


def _right(password_hash: str, password: str) -> bool:
    try:
        return passwords.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@pages.post("/logout")
@allow(PUBLIC)
def sign_out() -> BaseResponse:
    forget()
    return redirect(url_for("pages.login"))


@pages.post("/language/<any(ru, en):language>")
@allow(PUBLIC)
def choose_language(language: str) -> BaseResponse:
    assert language in LOCALES
    session["lang"] = language
    session.permanent = True
    return redirect(inside(request.form.get("next")) or url_for("pages.index"))
