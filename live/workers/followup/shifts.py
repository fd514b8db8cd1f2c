"""Follows the clock of duty: who is on duty now, whose absence has begun, and in the morning what woke nobody."""

from __future__ import annotations

from typing import Any

from live.domain.duty.watch import Watch
from live.domain.escalation import Clock, Step
from live.followup.absences import hand_on
from live.followup.reminders import LateQuestion, over_night
from live.runtime.worker import Worker, Written
from live.store.centre import duty, shifts
from live.store.centre.watch import watch, ways
from live.store.followup import held, outbox
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Store, Transaction
from live.workers.alarms import BY, coordinators
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 10.0
"""Seconds between two looks at the clock."""

PACE = 5.0
"""Seconds at least between two looks after somebody has written something."""

MOST = 50
"""Absences that are dealt with in one tick."""


class Shifts:
    """An absence of which this breaks is set aside; the others go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.aside: SetAside[int] = SetAside("absence")

    def tick(self) -> None:
        tell_who_is_on_duty(self._store)
        with self._store.read() as connection:
            begun = [row.id for row in shifts.to_hand_on(connection, self._store.clock(), MOST)]
        for absence_id in begun:
            if not self.aside.rests(absence_id):
                with self.aside.attempt(absence_id):
                    hand_on(self._store, absence_id)
        tell_in_the_morning(self._store)


def tell_who_is_on_duty(store: Store) -> None:
    """Every screen hears it where the clock alone has changed it."""
    with store.read() as connection:
        if duty.reckon(connection, store.clock()) == duty.last_told(connection):
            return
    with store.write() as tx:
        duty.lock(tx)
        if duty.reckon(tx.connection, tx.now) != duty.last_told(tx.connection):
            duty.tell(tx, None)


def tell_in_the_morning(store: Store) -> None:
    """One letter to each about all that waited: whoever is on duty by then, else the coordinators.

    The rows go with the letters, in one transaction under one lock, so that nothing is told twice.
    """
    with store.read() as connection:
        if not held.any_waits(connection) or watch(connection, store.clock()).is_night:
            return
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        present = watch(tx.connection, tx.now)
        if present.is_night:
            return
        _write(tx, present)
        held.clear(tx)


Late = tuple[str, str, LateQuestion]


def _write(tx: Transaction, present: Watch) -> None:
    theirs: dict[int, list[Late]] = {}
    uncovered: dict[int, list[Late]] = {}
    for row in held.still_late(tx.connection):
        people = present.on_duty(row.topic, row.locality)
        for account in people:
            theirs.setdefault(account, []).append(_late(row))
        if not people:
            uncovered.setdefault(row.broadcast_id, []).append(_late(row))
    reached = ways(tx.connection, theirs)
    letters = [(reached.get(account, ()), late) for account, late in theirs.items()]
    letters += [(coordinators(tx.connection, broadcast_id), late) for broadcast_id, late in uncovered.items()]
    for to, late in letters:
        for channel_id, address in to:
            outbox.queue_notice(tx, None, channel_id, address, over_night(late), BY)


def _late(row: Row[Any]) -> Late:
    clock = Clock(row.clock)
    due = row.react_due if clock is Clock.REACTION else row.resolve_due
    return row.title, row.zone, (row.number, row.topic, row.locality, clock, Step(row.step), due)


def worker(means: Means) -> Worker:
    task = Shifts(means.store)
    return Worker(
        "shifts",
        task.tick,
        INTERVAL,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
