"""A changed calendar, changed terms, clocks set otherwise: every open ticket is reckoned anew, by one worker in slices.

How far it came is committed with each slice, so whoever comes next goes on from there. What was told of a deadline that
has moved since stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.domain import broadcast as broadcast_rules
from live.domain.deadline import Dues
from live.domain.events import Event
from live.runtime.worker import UNHEARD, Worker, Written
from live.store.centre.calendar import reckoning
from live.store.followup import clocks
from live.store.followup.clocks import Progress
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.rows import Connection
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "clocks"
PACE = 1.0
"""Seconds at least between two ticks while nothing has changed."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""

SLICE = 500
SLICE_ON_AIR = 200
"""Tickets a slice while a broadcast is on air: a slice holds the one writer of an embedded database."""


class Recompute:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int] = SetAside("clock of a ticket")

    def tick(self) -> float | None:
        """Reckon one slice, where something has changed and nobody else does; a short pause where more is left."""
        if not is_due(self._store) or not self._leases.take(LEASE):
            return None
        more = False
        try:
            more = recompute_slice(self._store, self.aside)
        finally:
            if not more:
                self._leases.free(LEASE)
        return PAUSE


def is_due(store: Store) -> bool:
    """Whether there are tickets that may be reckoned by what holds no more."""
    with store.read() as connection:
        return clocks.progress(connection).is_behind(clocks.marks(connection))


def recompute_slice(store: Store, aside: SetAside[int] | None = None) -> bool:
    """Reckon one slice of the open tickets by the lists as they are now; whether more is left.

    A list that is changed again meanwhile begins it from the first ticket. A ticket that cannot be reckoned is set
    aside, and keeps its deadlines.
    """
    try:
        return _slice(store)
    except Exception as error:
        if database_is_away(error):
            raise
    return _one_by_one(store, aside or SetAside("clock of a ticket"))


def _slice(store: Store) -> bool:
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        marks, come = clocks.marks(tx.connection), clocks.progress(tx.connection)
        if not come.is_behind(marks):
            return False
        ids = _next(tx.connection, marks, come)
        _recalculate(tx, ids)
        clocks.note(tx, _progress(marks, come, ids))
        return bool(ids)


def _one_by_one(store: Store, aside: SetAside[int]) -> bool:
    """The same for a slice that one ticket breaks for all: each in a transaction of its own."""
    with store.read() as connection:
        marks, come = clocks.marks(connection), clocks.progress(connection)
        ids = _next(connection, marks, come)
    for ticket_id in ids:
        with aside.attempt(ticket_id), store.write() as tx:
            tx.lock(TICKETS_LOG)
            _recalculate(tx, [ticket_id])
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        clocks.note(tx, _progress(marks, come, ids))
    return bool(ids)


def _next(connection: Connection, marks: list[Any], come: Progress) -> list[int]:
    """The open tickets of the next slice."""
    aired = broadcasts.in_state(connection, broadcast_rules.ON_AIR)
    done = come.done if come.towards == marks else 0
    return clocks.running(connection, done, SLICE_ON_AIR if aired else SLICE)


def _progress(marks: list[Any], come: Progress, ids: Sequence[int]) -> Progress:
    """How far it has come with this slice; at the end where it was empty."""
    return Progress(come.marks, marks, ids[-1]) if ids else Progress(marks, marks)


def _recalculate(tx: Transaction, ids: Sequence[int]) -> None:
    by_now, stood = reckoning(tx.connection), clocks.pauses(tx.connection, ids)
    moved: dict[Dues, list[int]] = {}
    rescheduled = []
    for row in clocks.of_tickets(tx.connection, ids):
        due = clocks.compute(by_now, row, stood.get(row.id, []))
        if due != Dues(row.reaction_due, row.resolution_due):
            moved.setdefault(due, []).append(row.id)
            rescheduled.append(row.number)
    for due, those in moved.items():
        clocks.store(tx, due, those)
    if rescheduled:
        tx.append(TICKETS_LOG, [Event("tickets.rescheduled", data={"tickets": rescheduled})], None)


def worker(means: Means) -> Worker:
    task = Recompute(means.store, means.leases)
    return Worker(
        "recalculate_deadlines",
        task.tick,
        UNHEARD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
