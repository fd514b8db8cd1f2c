"""The whole product in the test's own process, over a real database: routes answer without a network between."""

from __future__ import annotations

import json
import re
import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import socketio
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from live import settings as environment
from live.admin import passwords
from live.admin.audit import AuditQueue
from live.admin.channels import new_key
from live.commands.common import open_store
from live.desk.intake.queue import Intake
from live.desk.polls.ballot_box import BallotBox
from live.desk.run import move_broadcast
from live.domain import broadcast as rules
from live.domain.people import By
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.runtime.worker import Worker, Workers
from live.store import log, schema
from live.store.centre import access, channels
from live.store.show import broadcasts, unread
from live.store.storage.chosen import storage_of
from live.store.tables import metadata
from live.store.transaction import Store
from live.views.admin.credentials import Credentials
from live.views.queries import Queries
from live.views.questions.suggestions import Guessing
from live.web import app as screens
from live.web.residents.telling import Telling
from live.web.services import Checks, Services
from live.web.sockets import rechecker
from live.workers.classify import read_some
from tests.support.entrance import session_of
from tests.support.searched import SEARCH, SECRET_SETTINGS
from tests.support.searching import Searched
from tests.support.server import Installation

Json = dict[str, Any]
TESTER = By("Проверка", "admin")
OF_FIGURES = {"figure_day", "figure_due", "figure_hour", "figure_step", "figure_work"}
OF_FAIRNESS = {"fairness_leaf", "fairness_root"}
OF_LANGUAGE = {
    *("cluster", "cluster_question", "cluster_reader", "question_about", "question_near", "question_vector"),
    *("stack_place", "topic_guess"),
}
OF_THE_BACKGROUND = {
    *("audit", "meta", "lease", "notice_reader", "retention_run"),
    *(*OF_FIGURES, *OF_FAIRNESS, *OF_LANGUAGE),
}
"""Tables that a server beside a test writes by itself: what was refused, the seals, whose turn it is, how far what
happened was read for the askers, what ran when, what is counted behind whoever writes, what proves it, and what was
read out of questions."""

TOLD_BY_THE_BACKGROUND, OF_A_LOG = {"cluster.grown"}, {"event", "log"}
"""What such a server tells of the language work, up to three seconds after; and the tables that an event changes."""


def joined(store: Store, settings: environment.Settings, workers: Workers | None = None) -> tuple[Flask, list[Worker]]:
    """The rooms as `create_app` joins them, and what they do in the background.

    This does not import app.py: its first statement would patch the tests.
    """
    link = NoLink()
    credentials = Credentials(store, settings.second_factor)
    presence, intake, ballots = Presence(link), Intake(store), BallotBox(store)
    hub = Hub(store, presence, rechecker(credentials))
    store.after_commit.append(Bell(link, hub.ring).ring)
    workers = workers or Workers()
    queries, audit, database = Queries(store), AuditQueue(store), store.database
    told = (credentials, presence, hub, link, audit, Telling(queries), storage_of(settings.files))
    services = Services(settings, store, queries, intake, ballots, *told, workers=workers)
    app, _ = screens.build(
        services, Checks(lambda: schema.is_served(database), database.keeps_what_is_written, database.has_room)
    )
    intake.start()
    ballots.worker.start()
    hub.start()
    return app, [intake.worker, ballots.worker, hub.worker]


class Caller:
    """Somebody who calls the API of one broadcast, with a key or without."""

    def __init__(self, client: FlaskClient, slug: str, token: str | None) -> None:
        self.client, self.base = client, f"/api/v1/broadcasts/{slug}"
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """The body as JSON, or as it is where it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(self.base + path, data=data, headers={**self.headers, **headers})

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(self.base + path, query_string=query, headers=self.headers)

    def read(self, path: str, **query: Any) -> Json:
        """What a request that must be answered is answered."""
        response = self.get(path, **query)
        assert response.status_code == 200, (path, query, response.status_code, response.text)
        return response.get_json()

    def ask(self, text: str = "Когда починят мост?", **fields: Any) -> Json:
        """A question that must be taken."""
        response = self.post("/questions", {"text": text, **fields})
        assert response.status_code == 201, response.text
        return response.get_json()

    def command(self, type_: str, **fields: Any) -> TestResponse:
        return self.post("/commands", {"id": str(uuid.uuid4()), "type": type_, **fields})

    def obey(self, type_: str, **fields: Any) -> Json:
        """A command that must be obeyed."""
        response = self.command(type_, **fields)
        assert response.status_code == 200, (type_, fields, response.text)
        return response.get_json()


class House:
    """An installation seen from within: what the command line would do, done at once."""

    def __init__(self, installation: Installation, **extra: str) -> None:
        told = installation.environment(**extra)
        settings = environment.read({name: value for name, value in told.items() if name != "LIVE_REDIS_URL"})
        self.store = open_store(settings)
        self.app, self._workers = joined(self.store, settings)
        self.app.test_client_class = Searched
        self.client = self.app.test_client()

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()
        self.store.database.close()

    def show(self, *verbs: str, standing: str | None = None, **columns: Any) -> str:
        """A new show that was moved on by these verbs: `open` where none are said."""
        slug = f"show-{uuid.uuid4().hex[:8]}"
        with self.store.write() as tx:
            standing_id = broadcasts.get(tx.connection, standing).id if standing else None
            new = rules.new(slug, rules.Kind.SHOW)
            facts = {"title": "Прямая линия", "head_name": "Иван Петров", "standing_id": standing_id, **columns}
            broadcasts.add(tx, new, **facts)
        for verb in verbs or ("open",):
            self.move(slug, verb)
        return slug

    def move(self, slug: str, verb: str) -> None:
        with self.store.write() as tx:
            [row] = tx.lock(broadcasts.get(tx.connection, slug).id)
            move_broadcast(tx, row, verb, TESTER)

    def standing(self) -> str:
        slug = f"standing-{uuid.uuid4().hex[:8]}"
        with self.store.write() as tx:
            broadcasts.add(tx, rules.new(slug, rules.Kind.STANDING), title="Между эфирами")
        return slug

    def id_of(self, slug: str) -> int:
        with self.store.read() as connection:
            return log.id_of(connection, slug)

    def key(self, slug: str | None, *roles: str, screen: str | None = None) -> str:
        """A new key's token: for one broadcast, or everywhere (None)."""
        token, broadcast_id = secrets.token_urlsafe(24), self.id_of(slug) if slug else None
        SEARCH.plant_link(token) if screen else SEARCH.plant(token)
        with self.store.write() as tx:
            access.add_key(tx, token, "+".join(roles), roles, broadcast_id, screen)
        return token

    def revoke(self, token: str) -> None:
        with self.store.write() as tx:
            row = access.key_of(tx.connection, self.store, token)
            assert row is not None
            access.revoke_key(tx, row.id)

    def user(self, login: str, password: str, *roles: str, slug: str | None = None, **facts: Any) -> None:
        SEARCH.plant_password(password)
        broadcast_id = self.id_of(slug) if slug else 0
        with self.store.write() as tx:
            access.add_account(tx, login, login.title(), passwords.hasher.hash(password), roles, broadcast_id, **facts)

    def channel(self, type_: str, slug: str, **settings: str) -> str:
        """A new channel's path."""
        SEARCH.plant(*(value for name, value in settings.items() if name in SECRET_SETTINGS))
        key, broadcast_id = new_key(), self.id_of(slug)
        with self.store.write() as tx:
            channels.add(tx, type_, key, broadcast_id, settings)
        return f"/hooks/{type_}/{key}"

    def caller(self, slug: str, *roles: str) -> Caller:
        """Somebody with a new key of these roles; with none, somebody without a key."""
        return Caller(self.app.test_client(), slug, self.key(slug, *roles) if roles else None)

    def device(self, address: str = "") -> FlaskClient:
        """A browser of its own, at an address in a network of its own where none is said."""
        client = self.app.test_client()
        network = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}"
        client.environ_base["REMOTE_ADDR"] = address or f"{network}::1"
        return client

    def let_in(self, client: FlaskClient, token: str) -> None:
        """The device acts by this key from now on, as one that a link has opened acts by that."""
        client.set_cookie("live", session_of(self.store, token))

    def sign_in(self, client: FlaskClient, login: str, password: str, **fields: str) -> TestResponse:
        """What the form of the page `login` does."""
        token = csrf(client.get("/login", headers={"Accept": "text/html"}).text)
        body = {"login": login, "password": password, "csrf_token": token, **fields}
        return client.post("/login", data=body, headers={"Accept": "text/html"})

    def understood(self) -> None:
        """The language work, which is no task here, has read whatever came; a server beside it may do some of it."""
        guesses = Guessing(self.store).now()
        while self._unread():
            read_some(self.store, guesses)

    def _unread(self) -> bool:
        with self.store.read() as connection:
            return bool(unread.next_to_read(connection, 1))

    def everything(self) -> dict[str, Sequence[Any]]:
        """Every row of every table."""
        with self.store.read() as connection:
            return {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing in the database changes in this block, but for what a server beside it writes by itself."""
        before = self.everything()
        yield
        after = self.everything()
        known = {(event.broadcast_id, event.seq) for event in before["event"]}
        told = {event.type for event in after["event"] if (event.broadcast_id, event.seq) not in known}
        by_itself = OF_THE_BACKGROUND | (OF_A_LOG if told and told <= TOLD_BY_THE_BACKGROUND else set())
        changed = [name for name in before if name not in by_itself and before[name] != after[name]]
        assert not changed, f"changed: {changed}, told: {sorted(told)}"


def knock(url: str, auth: object, headers: dict[str, str] | None = None) -> str:
    """Whether a socket is let in, or why not; it leaves at once."""
    client = socketio.Client(reconnection=False)
    refusal: list[str] = []
    client.on("connect_error", lambda told=None: refusal.append(told["message"]), namespace="/live")
    try:
        client.connect(url, headers or {}, auth, ["websocket"], ["/live"], wait_timeout=15)
    except socketio.exceptions.ConnectionError:
        return refusal[0]
    client.disconnect()
    return "joined"


def csrf(page: str) -> str:
    """The token that a page's form carries."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def russian(sentence: str) -> bool:
    """Whether a sentence is in Russian, whatever words it quotes."""
    return re.search("[а-яё]{3}", re.sub("«[^»]*»|“[^”]*”", "", sentence.lower())) is not None


def problem(response: TestResponse, code: str, status: int) -> Json:
    """The body of a refusal, which must be one as the protocol says it."""
    told = response.get_json(force=True, silent=True)
    assert response.status_code == status, (status, response.status_code, response.text)
    assert response.content_type == "application/problem+json", response.content_type
    assert isinstance(told, dict)
    assert (told["code"], told["status"]) == (code, status), told
    assert told["detail"].endswith((".", "?", "…")) and "{" not in told["detail"], told
    return told
