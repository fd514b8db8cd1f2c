"""Each kept database of a release is brought to this program's schema, with all that stands in it, and goes on."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from live.domain.broadcast import TICKETS
from live.store import schema
from live.store.database import Database
from live.store.ids import TICKETS_LOG
from live.store.tables import broadcast, metadata, person
from live.store.transaction import Store
from live.views.screens import BROADCAST_SCREENS
from tests.store.test_schema import ours
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.entrance import cookie
from tests.support.process import free_port, wait_until
from tests.support.server import SECRET, Installation, Server
from tests.upgrades.loading import REVISIONS, load

HTML = {"Accept": "text/html"}
LATEST = REVISIONS[-1]
EMPTY = {"alembic_version", "lease", "session", "half_way", "invitation", "tally"}
"""Tables in which an older kept database need hold nothing: what is of now alone, and what later migrations fill."""

Counts = dict[str, int]


@dataclass(frozen=True)
class Upgraded:
    """A kept database after `migrate`: how many rows each table had before that, and what the command printed."""

    revision: str
    before: Counts
    printed: str
    installation: Installation
    store: Store

    def shows(self) -> list[str]:
        """The broadcasts' slugs."""
        with self.store.read() as connection:
            return list(connection.execute(select(broadcast.c.slug).order_by(broadcast.c.id)).scalars())


EACH = [
    pytest.param((revision, kind), id=f"{revision}-{kind}", marks=[] if fast else [pytest.mark.faults])
    for revision in REVISIONS
    for kind in (EMBEDDED, SERVED)
    for fast in [revision == LATEST and kind == EMBEDDED]
]


@pytest.fixture(scope="module", params=EACH)
def upgraded(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Upgraded]:
    revision, kind = request.param
    if kind == EMBEDDED:
        url, redis = f"sqlite:///{folder}/{uuid.uuid4().hex[:8]}.db", None
    else:
        url, redis = backends.postgres.url(backends.postgres.create_database()), backends.redis.url
    load(revision, url)
    database = Database(url)
    with database.read() as connection:
        before = counted(connection)
    # What is left there to be sent must reach nobody.
    nowhere = {"LIVE_OUT_PROXY": f"http://127.0.0.1:{free_port()}"}
    installation = Installation(kind, url, redis, folder, nowhere)
    printed = installation.cli("migrate")
    yield Upgraded(revision, before, printed, installation, Store(database, SECRET))
    database.close()


def counted(connection: Connection) -> Counts:
    """The rows of every table that this program knows and the database has."""
    there = set(inspect(connection).get_table_names())
    names = sorted(there & metadata.tables.keys())
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def test_every_table_that_there_was_had_a_row(upgraded: Upgraded) -> None:
    figures = {name for name in upgraded.before if name.startswith("figure_")}
    assert {name for name, rows in upgraded.before.items() if not rows} <= EMPTY | figures


def test_its_schema_is_this_programs(upgraded: Upgraded) -> None:
    assert upgraded.printed.startswith("The schema is the newest.")
    assert schema.is_served(upgraded.store.database)
    with upgraded.store.database.engine().connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert found == []


def test_no_row_is_lost(upgraded: Upgraded) -> None:
    with upgraded.store.read() as connection:
        after = counted(connection)
    assert {name: rows for name, rows in upgraded.before.items() if after[name] < rows} == {}


def test_its_books_balance_and_its_audit_is_whole(upgraded: Upgraded) -> None:
    printed = upgraded.installation.cli("audit")  # It ends with 1 where they do not.
    assert all(f"{slug}: received" in printed for slug in upgraded.shows() if slug != "tickets"), printed


def test_what_is_held_of_persons_can_be_read_by_the_secret_of_then(upgraded: Upgraded) -> None:
    with upgraded.store.read() as connection:
        rows = connection.execute(select(person.c.name, person.c.contact).where(person.c.contact.is_not(None))).all()
    assert rows and all(row.contact and ":" in row.contact for row in rows)


@pytest.fixture(scope="module")
def server(upgraded: Upgraded) -> Iterator[Server]:
    with Server(upgraded.installation).start() as started:
        yield started


@pytest.fixture(scope="module")
def key(upgraded: Upgraded) -> str:
    return upgraded.installation.key(None, "admin", name="who looks")


def test_every_screen_of_every_show_has_its_snapshot_and_a_question_goes_on(
    upgraded: Upgraded, server: Server, key: str
) -> None:
    shows = [slug for slug in upgraded.shows() if slug != "tickets"]
    assert len(shows) >= 2
    for slug in shows:
        for screen in BROADCAST_SCREENS:
            server.screen(slug, screen.name, key).close()
    server.screen("tickets", TICKETS, key).close()
    main = max(shows, key=lambda slug: len(asked(server, slug, key)))
    desk = server.screen(main, "desk", key)
    number = server.api(main, upgraded.installation.key(main, "source")).ask("Работает ли после обновления?")["number"]
    desk.wait_for(lambda s: number in s.mirror.questions, "the new question")
    desk.close()
    assert number in {one["number"] for one in asked(server, main, key)}


def asked(server: Server, slug: str, key: str) -> list[dict[str, int]]:
    answer = requests.get(
        f"{server.url}/api/v1/broadcasts/{slug}/questions", headers={"Authorization": f"Bearer {key}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    questions: list[dict[str, int]] = answer.json()["questions"]
    return questions


def test_every_page_of_the_administration_opens(upgraded: Upgraded, server: Server, key: str) -> None:
    with requests.Session() as browser:
        browser.cookies.set("live", cookie(upgraded.installation, key))
        bar = browser.get(f"{server.url}/admin/people", headers=HTML, timeout=30)
        paths = sorted(set(re.findall(r'href="(/admin/[\w/-]+)"', bar.text)))
        assert bar.status_code == 200 and len(paths) > 20, bar.text
        statuses = {path: browser.get(f"{server.url}{path}", headers=HTML, timeout=30).status_code for path in paths}
    assert set(statuses.values()) == {200}, statuses


def test_no_task_of_the_background_breaks_on_what_is_there(server: Server) -> None:
    def tasks() -> dict[str, dict[str, object]]:
        told: dict[str, dict[str, object]] = requests.get(f"{server.url}/readyz", timeout=30).json()["tasks"]
        return told

    wait_until(lambda: all(task["ready"] for task in tasks().values()), "every task has had a turn")
    assert {name: task["error"] for name, task in tasks().items() if task["error"] or task["set_aside"]} == {}


def test_the_tickets_log_is_there(upgraded: Upgraded) -> None:
    with upgraded.store.read() as connection:
        log = metadata.tables["log"]
        assert connection.execute(select(log.c.head).where(log.c.id == TICKETS_LOG)).scalar_one() > 0
