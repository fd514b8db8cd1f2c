"""Tells those who work on tickets what has happened to theirs: one process at a time, by a lease."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.followup.news import begin, read_on, unread_events, write
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.followup import news
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "news"

AT_ONCE = 20
"""Receivers who are looked for at a time; each has a transaction of its own."""

INTERVAL = 2.0
"""Seconds between two looks."""


class News:
    """An event that cannot be told, or a receiver who cannot be written to, is set aside; the others go on."""

    def __init__(self, store: Store, leases: Leases, address: str) -> None:
        self._store, self._leases, self._address = store, leases, address
        self.events: SetAside[int] = SetAside("event of the tickets' log")
        self.receivers: SetAside[news.Receiver] = SetAside("receiver of news")

    def tick(self) -> None:
        with self._store.read() as connection:
            since, events = unread_events(connection)
            waiting = self._waiting(connection, 1)
        if not (events or waiting or since is None) or not self._leases.take(LEASE):
            return
        try:
            if since is None:
                begin(self._store)
            while self._leases.holds(LEASE) and self._read():
                sleep(0.01)  # Between slices the desk has its turn.
            while self._leases.holds(LEASE) and self._write_some():
                sleep(0.01)
        finally:
            self._leases.free(LEASE)

    def _read(self) -> bool:
        """Read the next events together, or each alone where one breaks it for all; whether there may be more."""
        with self._store.read() as connection:
            since, events = unread_events(connection)
        if since is None or not events:
            return False
        try:
            read_on(self._store, since, events)
        except Exception as error:
            if database_is_away(error):
                raise
            self._read_each(since, events)
        return True

    def _read_each(self, since: int, events: Sequence[Row[Any]]) -> None:
        """What breaks is news to nobody, and is in nobody's way."""
        for event in events:
            with self.events.attempt(event.seq) as attempt:
                read_on(self._store, since, [event])
            if attempt.failed:
                read_on(self._store, since, [event], told=False)
            since = event.seq

    def _waiting(self, connection: Any, limit: int) -> list[news.Receiver]:
        return news.due(connection, self._store.clock(), limit, self.receivers.resting())

    def _write_some(self) -> bool:
        with self._store.read() as connection:
            receivers = self._waiting(connection, AT_ONCE)
        for receiver in receivers:
            with self.receivers.attempt(receiver):
                write(self._store, self._address, receiver)
        return len(receivers) == AT_ONCE

    def set_aside(self) -> int:
        return self.events.count() + self.receivers.count()


def worker(means: Means) -> Worker:
    task = News(means.store, means.leases, means.address)
    return Worker("news", task.tick, INTERVAL, away=database_is_away, set_aside=task.set_aside)
