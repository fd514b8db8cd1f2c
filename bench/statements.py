"""`python -m bench.statements [--times N]`: what one question asks the database for, and what that costs; prints JSON.

In this process, without a server: a group of one question is stored, and the tail of its log tells one desk of it. Each
statement is told as the driver is given it, past whatever stands above it. The processor's time of each half is the
least of several runs, for what else the machine does only adds to it; the database's own, where it is a server, is not
in it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from live.desk.intake.reading import reader
from live.desk.receive import receive_free
from live.domain.submission import Author
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.language import lemmas
from live.store.transaction import Store
from live.views.questions.suggestions import Guessing
from tests.feed.heard import member
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Show, opened

RUNS = 7


class OneQuestion:
    """A show on air with one desk; `store` and `tell` are the two halves of a question's way."""

    def __init__(self, store: Store, **fields: Any) -> None:
        self._store = store
        self._hub = Hub(store, Presence(NoLink()), lambda members: [])
        store.after_commit.append(Bell(NoLink(), self._hub.ring).ring)
        self._show = Show(store).on_air()
        self._fields = fields
        self._read = reader(Guessing(store))
        self._desk: Member = member(self._show.id)
        self._hub.join(self._desk)
        self.tell()

    def store(self) -> None:
        arrival = self._show.arrival("Когда починят дорогу на улице Ленина?", **self._fields)
        receive_free(self._store, self._read([arrival]))

    def tell(self) -> None:
        self._hub.worker._once()
        self.told = self._desk.socket.all()


KINDS: dict[str, dict[str, Any]] = {"plain": {}, "with an author": {"author": Author("Анна П.", "vk:123")}}


def measured(store: Store, times: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, fields in KINDS.items():
        one = OneQuestion(store, **fields)
        for _ in range(20):
            one.store()
            one.tell()
        with _noted(store) as asked:
            one.store()
            stored = asked.copy()
            asked.clear()
            one.tell()
            told = asked.copy()
        assert [event for event, _ in one.told] == ["events"], one.told
        cost = [_cost(one, times) for _ in range(RUNS)]
        found[name] = {
            "store": {"statements": len(stored), "us": min(first for first, _ in cost), "asked": stored},
            "tell": {"statements": len(told), "us": min(second for _, second in cost), "asked": told},
        }
        store.after_commit.clear()
    return found


def _cost(one: OneQuestion, times: int) -> tuple[int, int]:
    """Microseconds of this process to store one, and to tell of it."""
    spent = [0.0, 0.0]
    halves: list[Callable[[], None]] = [one.store, one.tell]
    for _ in range(times):
        for index, half in enumerate(halves):
            before = time.process_time()
            half()
            spent[index] += time.process_time() - before
    return round(spent[0] / times * 1e6), round(spent[1] / times * 1e6)


@contextmanager
def _noted(store: Store) -> Iterator[list[str]]:
    """What the driver is given meanwhile."""
    asked: list[str] = []
    if store.database.dialect == "sqlite":
        raws: list[Any] = []
        for engine in (store.database._reader, store.database._writer):
            with engine.connect() as connection:
                raws.append(connection.connection.driver_connection)
        for raw in raws:
            raw.set_trace_callback(lambda statement: _note(asked, statement))
        yield asked
        for raw in raws:
            raw.set_trace_callback(None)
        return
    cursors: Any = psycopg.Cursor
    connections: Any = psycopg.Connection
    execute, wait = cursors.execute, connections.wait

    def noting(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(query))
        return execute(cursor, query, *rest, **more)

    def waiting(connection: Any, *rest: Any, **more: Any) -> Any:
        begun = connection.info.transaction_status.name
        found = wait(connection, *rest, **more)
        now = connection.info.transaction_status.name
        if begun != now:
            asked.append("BEGIN" if now == "INTRANS" else "COMMIT or ROLLBACK")
        return found

    cursors.execute, connections.wait = noting, waiting
    try:
        yield asked
    finally:
        cursors.execute, connections.wait = execute, wait


def _note(asked: list[str], statement: str) -> None:
    """One that a trigger or an index runs is told besides, as a comment or as the statement that set it off."""
    if not statement.startswith("--") and statement not in asked[-1:]:
        asked.append(statement)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.statements", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="questions in each run")
    parser.add_argument("--database", choices=DATABASES, help="this one alone")
    given = parser.parse_args()
    lemmas.warm()
    document: dict[str, Any] = {}
    with Backends() as backends, tempfile.TemporaryDirectory() as folder:
        for kind in [given.database] if given.database else DATABASES:
            with opened(kind, backends, Path(folder)) as store:
                document[kind] = measured(store, given.times)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
