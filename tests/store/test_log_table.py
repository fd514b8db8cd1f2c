"""The logs' counters: moved out of the broadcasts by a migration, and the one row that a commit updates."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text

from live.domain import broadcast as rules
from live.domain.events import Event
from live.domain.refused import Refused
from live.store import log, schema
from live.store.centre.settings import centre_zone
from live.store.database import Database
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts
from live.store.tables import access_key, event
from live.store.tables import command as commands
from live.store.tables import log as counters
from live.store.transaction import Store
from live.views.books import books
from tests.support.backends import Backends
from tests.support.locked import until_blocked
from tests.support.rooms import DATABASES, Show, Tickets, opened

pytestmark = pytest.mark.faults

AT = "2026-05-01T10:00:00.000000Z"
SHOW, STANDING = 7, 3


@pytest.fixture(params=DATABASES)
def older(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """A database that the program before this one has worked on."""
    if request.param == "postgresql":
        url = backends.postgres.url(backends.postgres.create_database())
    else:
        url = f"sqlite:///{folder}/older-{uuid.uuid4().hex[:8]}.db"
    database = Database(url)
    with database.write() as connection:
        command.upgrade(schema.config(connection), "0007")
        _live_in(connection)
    yield Store(database, "of-the-tests")
    database.close()


def _live_in(connection: Any) -> None:
    """A show with two questions, one of them a ticket, and the standing broadcast behind it; a key for the tickets."""

    def put(table: str, **row: Any) -> None:
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)

    common = {"title": "Прямая линия", "intake_open": True, "created_at": AT}
    put("broadcast", id=STANDING, slug="between", kind="standing", state="collecting", **common)
    counted = {"head": 4, "last_number": 2, "standing_id": STANDING, "version": 2}
    put("broadcast", id=SHOW, slug="may", kind="show", state="collecting", rehearsal_pace=1.5, **counted, **common)
    connection.execute(text("UPDATE broadcast SET head = 1, last_number = 1, zone = 'Asia/Omsk' WHERE id = 1"))
    asked = {"broadcast_id": SHOW, "source": "api", "origin": "key:1", "received_at": AT, "lemmas": "мост"}
    for number, state in ((1, "ticketed"), (2, "new")):
        code = f"{SHOW}-{number}-0011223344556677"
        put("question", id=question_id(SHOW, number), number=number, state=state, text="Мост?", code=code, **asked)
    due = {"created_at": AT, "reaction_due": AT, "resolution_due": AT}
    put("ticket", id=1, number="ПЛ-2026-000001", question_id=question_id(SHOW, 1), kind="unanswered", **due)
    events: list[tuple[int, str, int | None]] = [
        (1, "broadcast.opened", None),
        (2, "question.received", 1),
        (3, "question.received", 2),
        (4, "question.ticketed", 1),
    ]
    for seq, type_, number_ in events:
        put("event", broadcast_id=SHOW, seq=seq, at=AT, type=type_, question=number_)
    put("event", broadcast_id=TICKETS_LOG, seq=1, at=AT, type="ticket.opened", ticket="ПЛ-2026-000001")
    for log_id in (SHOW, TICKETS_LOG):
        done = json.dumps({"ok": True, "seq": 1})
        put("command", id=str(uuid.uuid4()), broadcast_id=log_id, digest="0" * 64, result=done, at=AT)
        put("access_key", hash=f"{log_id:064}", name="Ключ", roles='["moderator"]', broadcast_id=log_id, created_at=AT)
    put("message", broadcast_id=SHOW, text="Пять минут", kind="text", by_name="Мария", at=AT)


def test_an_upgrade_carries_every_log_over(older: Store) -> None:
    schema.migrate(older.database)
    with older.read() as connection:
        found = {row.id: tuple(row)[1:] for row in connection.execute(select(counters))}
        assert found == {TICKETS_LOG: (1, 0, 1), STANDING: (0, 0, 0), SHOW: (4, 0, 2)}
        assert [row.slug for row in broadcasts.all_of(connection)] == ["may", "between"]
        row = broadcasts.get(connection, "may")
        assert (row.id, row.head, row.last_number, row.standing_id, row.rehearsal_pace) == (SHOW, 4, 2, STANDING, 1.5)
        assert row.created_at.isoformat() == "2026-05-01T10:00:00+00:00" and row.version == 2
        assert log.position(connection, TICKETS_LOG).head == 1
        assert [e.ticket for e in log.events_since(connection, TICKETS_LOG, 0, 9)] == ["ПЛ-2026-000001"]
        for table in (commands, access_key):
            assert set(connection.execute(select(table.c.broadcast_id)).scalars()) == {SHOW, TICKETS_LOG}
        account = books(connection, row)
        assert account.balances and (account.received, account.tickets, account.events) == (2, 1, 4), account.wrong


def test_after_an_upgrade_everything_goes_on_where_it_stood(older: Store) -> None:
    schema.migrate(older.database)
    show = Show.__new__(Show)
    show.store, show.slug, show.id, show.origin = older, "may", SHOW, "test:may"
    assert show.asked("А мост?") == 3
    assert show.do("question.ticket", 2)["ticket"].endswith("-000002")
    assert show.head == 6 and len(Tickets(older).events()) == 2
    assert show.books().balances
    assert Show(older).id == SHOW + 1


def test_a_key_of_one_broadcast_holds_there_alone_after_an_upgrade(older: Store) -> None:
    schema.migrate(older.database)
    with older.read() as connection:
        held = {row.broadcast_id: row.roles for row in connection.execute(select(access_key))}
    assert held == {SHOW: ["moderator"], TICKETS_LOG: ["moderator"]}


def test_no_broadcast_is_the_tickets_any_more(older: Store) -> None:
    schema.migrate(older.database)
    with older.read() as connection:
        assert broadcasts.find(connection, "tickets") is None
        assert log.id_of(connection, "tickets") == TICKETS_LOG
        assert centre_zone(connection) == "Asia/Omsk"
        with pytest.raises(Refused):
            log.id_of(connection, "never")
    assert not rules.is_slug("tickets")


def rows_of(store: Store, table: str) -> dict[int, tuple[str, ...]]:
    """By its id, a row's version on the disk and what it holds. Not on SQLite, which has no such mark."""
    with store.read() as connection:
        return {row.id: tuple(map(str, row)) for row in connection.execute(text(f"SELECT ctid, * FROM {table}"))}


def changed(before: dict[int, Any], after: dict[int, Any]) -> set[int]:
    return {id_ for id_ in after if before.get(id_) != after[id_]}


def test_a_commit_updates_its_logs_row_and_no_broadcast(backends: Backends, folder: Path) -> None:
    with opened("postgresql", backends, folder) as store:
        show, other = Show(store).on_air(), Show(store)
        logs, facts = rows_of(store, "log"), rows_of(store, "broadcast")
        number = show.asked()
        show.do("question.shortlist", number)
        show.do("question.ticket", show.asked())
        assert changed(logs, rows_of(store, "log")) == {show.id, TICKETS_LOG}
        assert changed(facts, rows_of(store, "broadcast")) == set()
        show.do("broadcast.close_intake")
        assert changed(facts, rows_of(store, "broadcast")) == {show.id}
        assert other.head == 0


def test_whoever_waited_for_a_lock_is_given_the_facts_of_now(backends: Backends, folder: Path) -> None:
    with opened("postgresql", backends, folder) as store:
        show = Show(store).on_air()
        locks = (lambda tx: tx.lock(show.id)[0], lambda tx: tx.lock_with_standing([show.id])[show.id])
        for version, lock in enumerate(locks, 10):
            about_to = threading.Event()

            def wait(lock: Any = lock, about_to: threading.Event = about_to) -> tuple[int, int]:
                with store.write() as tx:
                    tx.connection.exec_driver_sql("SELECT 1")
                    about_to.set()
                    row = lock(tx)
                    return row.version, row.head

            with ThreadPoolExecutor(1) as other:
                with store.write() as tx:
                    tx.lock(show.id)
                    waiting = other.submit(wait)
                    about_to.wait(10)
                    until_blocked(store)
                    broadcasts.set_facts(tx, show.id, version=version)
                    head = tx.append(show.id, [Event("broadcast.intake_closed", was="on_air", state="on_air")], None)
                assert waiting.result(10) == (version, head)


def test_the_log_of_every_event_is_there(store: Store) -> None:
    show = Show(store).on_air()
    show.asked()
    with store.read() as connection:
        logs = set(connection.execute(select(counters.c.id)).scalars())
        assert set(connection.execute(select(event.c.broadcast_id)).scalars()) <= logs
