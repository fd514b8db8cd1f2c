"""What an understudy serves: how far it is, a button by which a person has it take over, and to everybody else that it
is none to ask.

It signs nobody in: nothing can be written here. So whoever presses the button shows who they are in the same form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import format_decimal, gettext
from jinja2 import StrictUndefined

from live.admin import passwords
from live.admin.second_factor import code_fits, secret_of
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.settings import Settings
from live.settings.shipped import ROOT
from live.understudy.follower import Follower, Following, Phase
from live.understudy.line import Standing
from live.views.admin.credentials import Credentials
from live.views.queries import Queries
from live.web import headers, languages, static_files
from live.web.edge import limits
from live.web.edge.limits import may_happen, subscriber
from live.web.errors import STATUS, problem, sentence_of
from live.web.understudy.leader import standing_answer

GUESSES = "5 per minute; 20 per hour"

MAY_PROMOTE = (Role.ADMIN, Role.PRODUCER)

AWAY = Refused("unavailable", "This is the understudy: it serves nobody yet. Ask {leader}.")


@dataclass(frozen=True, slots=True)
class Serving:
    """What the headers of an answer go by."""

    settings: Settings

    @staticmethod
    def addresses() -> tuple[str, ...]:
        """No page goes from here to anywhere."""
        return ()


def build(settings: Settings, follower: Follower, open_store: Callable[[], Any]) -> Flask:
    """The pages of an understudy; `open_store` opens what it has been told so far, to read in it at once."""
    app = Flask("live", static_folder=None, template_folder=str(ROOT / "templates"))
    static_files.install(app, ROOT / "static")
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_env.undefined = StrictUndefined
    app.extensions["live"] = Serving(settings)
    languages.install(app)
    limits.install(app, None)
    headers.install(app)
    guarded: Any = headers.guarding(app.wsgi_app)
    app.wsgi_app = guarded  # type: ignore[method-assign]  # Flask's own way to a middleware.

    @app.context_processor
    def given() -> dict[str, Any]:
        return {"locale": languages.locale(), "policy": settings.policy_url}

    @app.get("/")
    def index() -> str:
        return _page(follower)

    @app.get("/state")
    def state() -> Response:
        return jsonify({"sentence": sentence(follower.state()), "ready": follower.state().behind is not None})

    @app.post("/promote")
    def promote() -> tuple[str, int]:
        login = request.form.get("login", "").strip()
        try:
            follower.promote(_who(open_store, login))
        except Refused as refused:
            return _page(follower, sentence_of(refused), login), STATUS[refused.code]
        return render_template("understudy_taken.html"), 200

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify({"ok": True})

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        """Nobody is to be sent here, however well it follows."""
        now = follower.state()
        return jsonify({"ready": False, "understudy": {"phase": now.phase, "behind": now.behind}}), 503

    @app.get("/understudy/standing")
    def stands() -> Response:
        return standing_answer(Standing(False, 0, None), settings.secret_key)

    @app.get("/api/v1/standing")
    def of_pages() -> Response:
        return jsonify({"serves": False})

    @app.errorhandler(404)
    @app.errorhandler(405)
    def elsewhere(_: Exception) -> tuple[Any, int]:
        away = Refused(AWAY.code, AWAY.message, leader=follower.state().leader)
        if not request.accept_mimetypes.accept_html or request.path.startswith(("/api/", "/hooks/", "/socket.io")):
            return problem(away, 503), 503
        return _page(follower), 503

    return app


def _page(follower: Follower, wrong: str = "", login: str = "") -> str:
    now = follower.state()
    return render_template("understudy.html", now=now, sentence=sentence(now), wrong=wrong, login=login)


def sentence(now: Following) -> str:
    """How it goes, to a person."""
    if now.phase is Phase.FOLLOWING:
        return gettext("Repeats everything; {seconds} s behind.").format(seconds=_seconds(now.behind))
    if now.phase is Phase.COPYING:
        return gettext("Copies the database: {part} %.").format(part=int(now.copied * 100))
    if now.phase is Phase.STARTING:
        return gettext("Starts, and asks the main server.")
    if now.phase is Phase.DENIED:
        return gettext("The main server refuses: {why}").format(why=now.why)
    if now.phase is Phase.NO_LEADER:
        return gettext("The server that it repeats no longer leads.")
    if now.phase is Phase.NO_ROOM:
        return gettext("Cannot write to the disk: {why}").format(why=now.why)
    if now.behind is None:
        return gettext("The main server does not answer.")
    return gettext("The main server has not answered for {seconds} s.").format(seconds=_seconds(now.behind))


def _seconds(seconds: float | None) -> str:
    return str(format_decimal(round(seconds or 0, 1 if (seconds or 0) < 10 else 0)))


def _who(open_store: Callable[[], Any], login: str) -> By:
    """Who presses the button; `Refused` where that is not shown, or is none of those who may."""
    if not may_happen(GUESSES, "promote", subscriber()):
        raise Refused("too_many", "Too many requests; wait a little.")
    store = open_store()
    try:
        account = Queries(store).account(login) if login and login.isprintable() else None
        person = Credentials(store).of_ids([f"user:{account.id}"]).get(f"user:{account.id}") if account else None
        secret, has_more = secret_of(store, account.id) if account else (None, False)
        clock = store.clock
    finally:
        store.database.close()  # Before anything is waited for: what follows writes into the same file.
    right = passwords.is_right(account.password_hash if account else None, request.form.get("password", ""))
    if not right or account is None or person is None or not account.active:
        raise Refused("unauthorized", "The login or the password is not right.")
    if has_more and not (secret and code_fits(secret, request.form.get("code", ""), clock())):
        raise Refused("unauthorized", "This account needs the code of its phone too; a passkey does not work here.")
    held = frozenset().union(*person.roles.values())
    for role in MAY_PROMOTE:
        if role in held:
            return By(person.name, role.value, credential=person.id, address=request.remote_addr)
    raise Refused("forbidden", "This needs the role: {roles}.", roles=[role.value for role in MAY_PROMOTE])
