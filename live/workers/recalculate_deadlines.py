"""A changed calendar, or changed terms: every open ticket is reckoned anew, a slice at a time, by one worker.

How far it came is committed with each slice, so whoever comes next goes on from there. What was told of a deadline that
has moved since stands.
"""

from __future__ import annotations

import structlog

from live.domain import broadcast as broadcast_rules
from live.domain.deadline import Dues
from live.domain.events import Event
from live.domain.refused import Refused
from live.runtime.tasks import sleep
from live.store.centre.calendar import reckoning
from live.store.followup import clocks
from live.store.followup.clocks import Progress
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

LEASE = "clocks"
LOOK = 1.0
"""Seconds between two looks at whether a list has changed."""

SLICE = 500
SLICE_ON_AIR = 200
"""Tickets a slice while a broadcast is on air: a slice holds the one writer of an embedded database."""


class Recompute:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases

    def run(self) -> None:
        while True:
            sleep(LOOK)
            try:
                if is_due(self._store) and self._leases.take(LEASE):
                    try:
                        while self._leases.holds(LEASE) and recompute_slice(self._store):
                            sleep(0.01)  # Between slices whoever works has a turn.
                    finally:
                        self._leases.free(LEASE)
            except Refused:
                sleep(2.0)  # The database is away.
            except Exception:
                log.exception("the tickets were not reckoned anew")
                sleep(10.0)


def is_due(store: Store) -> bool:
    """Whether there are tickets that may be reckoned by what holds no more."""
    with store.read() as connection:
        return clocks.progress(connection).marks != clocks.marks(connection)


def recompute_slice(store: Store) -> bool:
    """Reckon one slice of the open tickets by the lists as they are now; whether more is left.

    A list that is changed again meanwhile begins it from the first ticket.
    """
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        marks, come = clocks.marks(tx.connection), clocks.progress(tx.connection)
        if come.marks == marks:
            return False
        done = come.done if come.towards == marks else 0
        last = _reckon(tx, done)
        if last is None:
            clocks.note(tx, Progress(marks, marks))
        else:
            clocks.note(tx, Progress(come.marks, marks, last))
        return last is not None


def _reckon(tx: Transaction, done: int) -> int | None:
    """The open tickets after id `done`, one slice of them; the id of the last one, None where there are none."""
    aired = broadcasts.in_state(tx.connection, broadcast_rules.ON_AIR)
    ids = clocks.running(tx.connection, done, SLICE_ON_AIR if aired else SLICE)
    if not ids:
        return None
    by_now, stood = reckoning(tx.connection), clocks.pauses(tx.connection, ids)
    moved: dict[Dues, list[int]] = {}
    told = []
    for row in clocks.of_tickets(tx.connection, ids):
        due = clocks.reckon(by_now, row, stood.get(row.id, []))
        if due != Dues(row.reaction_due, row.resolution_due):
            moved.setdefault(due, []).append(row.id)
            told.append(row.number)
    for due, those in moved.items():
        clocks.store(tx, due, those)
    if told:
        tx.append(TICKETS_LOG, [Event("tickets.rescheduled", data={"tickets": told})], None)
    return ids[-1]
