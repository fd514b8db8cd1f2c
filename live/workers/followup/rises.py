"""Tells those on duty of a topic or a place that is asked about more than is usual for its hour, once.

Any number of processes may run one: what is told is written with its letters in one transaction, under one lock.
"""

from __future__ import annotations

from collections.abc import Sequence

from live.domain.events import Event
from live.domain.followup.rising import FLOOR, HOUR, QUIET, is_unusual, spans_before, usual
from live.followup.reminders import rising
from live.runtime.worker import Worker
from live.store.centre import duty
from live.store.centre.settings import reached_at
from live.store.centre.watch import watch, ways
from live.store.followup import alarms, outbox, rises
from live.store.rows import Connection
from live.store.transaction import Growth, Store, Transaction
from live.workers.alarms import BY, coordinators
from live.workers.means import Means
from live.workers.set_aside import database_is_away

INTERVAL = 60.0
"""Seconds between two looks."""

Rising = tuple[str, str, int, float]
"""Topic or place, its name, how many asked within the hour, and how many are usual then."""


class Rises:
    def __init__(self, store: Store, address: str) -> None:
        self._store, self._address = store, address

    def tick(self) -> None:
        with self._store.read() as connection:
            found = _untold(connection, self._store)
        if not found:
            return
        with self._store.write() as tx:
            duty.lock(tx)
            for one in _untold(tx.connection, self._store):
                rises.add(tx, *one)
                _write(tx, one, self._address)
                _ring(tx, one)


def _untold(connection: Connection, store: Store) -> list[Rising]:
    """What is unusual now, and was not told of lately."""
    now = store.clock()
    told = {(row.kind, row.name) for row in rises.told_since(connection, now - QUIET)}
    found = []
    for kind in (rises.TOPIC, rises.PLACE):
        asked = rises.asked(connection, kind, now - HOUR, now)
        many = {name: n for name, n in asked.items() if n >= FLOOR and (kind, name) not in told}
        if not many:
            continue
        before = [rises.asked(connection, kind, *span, names=many) for span in spans_before(now)]
        for name, n in sorted(many.items()):
            mean = usual([week.get(name, 0) for week in before])
            if is_unusual(n, mean):
                found.append((kind, name, n, mean))
    return found


def _write(tx: Transaction, one: Rising, address: str) -> None:
    """A letter to each whose business it is, at any hour; to the coordinators where nobody is on duty."""
    _, name, many, mean = one
    people = _on_duty(tx, one)
    to = [way for some in ways(tx.connection, people).values() for way in some] or _coordinators(tx)
    page = reached_at(tx.connection, address)
    text = rising(name, many, mean, f"{page}/figures" if page else None)
    for channel_id, reached in to:
        outbox.queue_notice(tx, None, channel_id, reached, text, BY)


def _ring(tx: Transaction, one: Rising) -> None:
    """The desks of the lines between shows say it, with a sound for those on duty."""
    kind, name, many, mean = one
    told = {"kind": kind, "about": name, "many": many, "usual": round(mean, 1), "to": list(_on_duty(tx, one))}
    rings = Event("duty.alarmed", data=told)
    tx.append_to_several({line: Growth([rings]) for line in alarms.lines(tx.connection)}, None)


def _on_duty(tx: Transaction, one: Rising) -> Sequence[int]:
    kind, name = one[:2]
    return watch(tx.connection, tx.now).on_duty(*((name, None) if kind == rises.TOPIC else (None, name)))


def _coordinators(tx: Transaction) -> Sequence[tuple[int, str]]:
    lines = alarms.lines(tx.connection)
    found = [way for broadcast_id in lines for way in coordinators(tx.connection, broadcast_id)]
    return list(dict.fromkeys(found))


def worker(means: Means) -> Worker:
    return Worker("rises", Rises(means.store, means.address).tick, INTERVAL, away=database_is_away)
