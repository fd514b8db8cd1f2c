"""A changed calendar, or changed terms: every open ticket is reckoned anew, a slice at a time, by one worker.

How far it came is committed with each slice, so whoever comes next goes on from there. What was told of a deadline that
has moved since stands.
"""

from __future__ import annotations

from live.domain import broadcast as broadcast_rules
from live.domain.deadline import Dues
from live.domain.events import Event
from live.runtime.worker import Worker
from live.store.centre.calendar import reckoning
from live.store.followup import clocks
from live.store.followup.clocks import Progress
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "clocks"
INTERVAL = 1.0
"""Seconds between two ticks while no list has changed."""

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
        """Reckon one slice, where a list has changed and nobody else does; a short pause where more is left."""
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
        return clocks.progress(connection).marks != clocks.marks(connection)


def recompute_slice(store: Store, aside: SetAside[int] | None = None) -> bool:
    """Reckon one slice of the open tickets by the lists as they are now; whether more is left.

    A list that is changed again meanwhile begins it from the first ticket. A ticket that cannot be reckoned is set
    aside, and keeps its deadlines.
    """
    aside = aside or SetAside("clock of a ticket")
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        marks, come = clocks.marks(tx.connection), clocks.progress(tx.connection)
        if come.marks == marks:
            return False
        done = come.done if come.towards == marks else 0
        last = _reckon(tx, done, aside)
        if last is None:
            clocks.note(tx, Progress(marks, marks))
        else:
            clocks.note(tx, Progress(come.marks, marks, last))
        return last is not None


def _reckon(tx: Transaction, done: int, aside: SetAside[int]) -> int | None:
    """The open tickets after id `done`, one slice of them; the id of the last one, None where there are none."""
    aired = broadcasts.in_state(tx.connection, broadcast_rules.ON_AIR)
    ids = clocks.running(tx.connection, done, SLICE_ON_AIR if aired else SLICE)
    if not ids:
        return None
    by_now, stood = reckoning(tx.connection), clocks.pauses(tx.connection, ids)
    moved: dict[Dues, list[int]] = {}
    told = []
    for row in clocks.of_tickets(tx.connection, ids):
        with aside.attempt(row.id):
            due = clocks.reckon(by_now, row, stood.get(row.id, []))
            if due != Dues(row.reaction_due, row.resolution_due):
                moved.setdefault(due, []).append(row.id)
                told.append(row.number)
    for due, those in moved.items():
        clocks.store(tx, due, those)
    if told:
        tx.append(TICKETS_LOG, [Event("tickets.rescheduled", data={"tickets": told})], None)
    return ids[-1]


def worker(means: Means) -> Worker:
    task = Recompute(means.store, means.leases)
    return Worker("recalculate_deadlines", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
