"""The log: numbers without holes, in the order of the commits, and reading at one moment."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from live.domain.events import Event
from live.domain.refused import Refused
from live.store import database, log
from live.store.tables import event
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.rooms import Show, opened

WRITERS, EACH = 8, 25


def write_some(show: Show, name: str) -> None:
    for n in range(EACH):
        with show.store.write() as tx:
            tx.lock(show.id)
            happened = [Event("question.declined", n, state="declined", data={"reason": name})] * (1 + n % 3)
            tx.append(show.id, happened, None)


def test_eight_writers_leave_no_hole_and_a_tailing_reader_misses_none(store: Store) -> None:
    show = Show(store)
    finished = threading.Event()
    seen: list[int] = []

    def tail() -> None:
        last_look = False
        while not last_look:
            last_look = finished.is_set()
            with store.read() as connection:
                seen.extend(e.seq for e in log.events_since(connection, show.id, len(seen), 500))

    reader = threading.Thread(target=tail)
    reader.start()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(lambda n: write_some(show, str(n)), range(WRITERS)))
    finished.set()
    reader.join()
    total = WRITERS * sum(1 + n % 3 for n in range(EACH))
    assert seen == list(range(1, total + 1))
    assert show.head == total


def test_one_transactions_events_stand_side_by_side(store: Store) -> None:
    show = Show(store)
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda n: write_some(show, str(n)), range(4)))
    found = [(e.data["reason"], e.question) for e in show.events()]
    runs = [pair for place, pair in enumerate(found) if place == 0 or found[place - 1] != pair]
    assert len(runs) == len(set(runs)) == 4 * EACH


def test_several_logs_are_locked_in_one_order_whoever_asks(store: Store) -> None:
    first, second = Show(store), Show(store)

    def both(pair: tuple[Show, Show]) -> None:
        for _ in range(15):
            with store.write() as tx:
                rows = tx.lock(pair[0].id, pair[1].id)
                assert [row.id for row in rows] == [pair[0].id, pair[1].id]
                for show in pair:
                    tx.append(show.id, [Event("question.edited", 1, state="new")], None)

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(both, [(first, second), (second, first)]))
    assert first.head == second.head == 30


def test_a_read_sees_one_moment(store: Store, show: Show) -> None:
    count = select(func.count()).where(event.c.broadcast_id == show.id)
    with store.read() as connection:
        before = (log.position(connection, show.id).head, connection.execute(count).scalar_one())
        with ThreadPoolExecutor(1) as other:
            other.submit(show.asked).result()
        assert (log.position(connection, show.id).head, connection.execute(count).scalar_one()) == before
    assert show.head == before[0] + 1


def test_a_read_cannot_write(store: Store, show: Show) -> None:
    try:
        with store.read() as connection:
            connection.execute(event.delete().where(event.c.broadcast_id == show.id))
    except Exception as error:
        assert "read-only" in str(error)
    assert len(show.events()) == show.head == 2


def test_events_are_read_in_portions(show: Show) -> None:
    show.receive(*["Вопрос"] * 5)
    with show.store.read() as connection:
        assert [e.seq for e in log.events_since(connection, show.id, 3, 2)] == [4, 5]
        assert log.events_since(connection, show.id, 7, 2) == []


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


@pytest.fixture(scope="module")
def embedded_store(backends: Backends, folder: Path) -> Iterator[Store]:
    with opened("sqlite", backends, folder) as made:
        yield made


@contextmanager
def held(store: Store) -> Iterator[Callable[[], object]]:
    """Another process holds the database's write lock, until what this gives is called, or to the end."""
    path = store.database.url.removeprefix("sqlite:///")
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process.communicate  # Closes its input and waits for its end.
        process.communicate()


def test_another_processs_write_is_waited_for(embedded_store: Store) -> None:
    show = Show(embedded_store).on_air()
    with held(embedded_store) as release, ThreadPoolExecutor(1) as writer:
        number = writer.submit(show.asked)
        assert not number.done()
        release()
        assert number.result() == 1


def test_what_takes_too_long_is_unavailable_and_changes_nothing(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = Show(embedded_store).on_air()
    monkeypatch.setattr(database, "BUSY_LIMIT", 0.1)
    with held(embedded_store):
        with pytest.raises(Refused) as caught:
            show.asked()
        assert caught.value.code == "unavailable"
        assert show.head == 2  # Reading goes on meanwhile.
    assert show.asked() == 1


def test_on_postgresql_a_lock_that_takes_too_long_is_unavailable(backends: Backends, folder: Path) -> None:
    with opened("postgresql", backends, folder) as store:
        show = Show(store).on_air()
        with store.write() as first:
            first.lock(show.id)
            with pytest.raises(Refused) as caught, store.write() as second:
                second.connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
                second.lock(show.id)
        assert caught.value.code == "unavailable"


def test_a_database_that_is_not_there_is_unavailable() -> None:
    nowhere = Store(database.Database("postgresql+psycopg://live@127.0.0.1:1/none"), "secret")
    for way in (nowhere.read, nowhere.write):
        with pytest.raises(Refused) as caught, way():
            pass
        assert caught.value.code == "unavailable"
