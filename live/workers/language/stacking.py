"""Each question that has been read is put on the stack of the likest one that is still open, if one is like enough.

One process does it for all, one question after another: two like ones that come at once are both found. Nothing else
of a question changes; what a person parted from a stack never comes back there.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from live.domain.events import Event
from live.domain.language.suggestions import Kind
from live.domain.question import NEW
from live.runtime.tasks import sleep
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.language import stacks, switches
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Growth, Store, Transaction
from live.views.questions.likest import Likest, likest, what_about
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "stacks"

AT_ONCE = 20
"""Questions placed in one go: their transaction holds a log for a few milliseconds."""

PAUSE = 0.01
"""Seconds between two goes."""

PACE = 0.1
"""Seconds at least between two looks for what has been read."""

REST = 1.0
"""Seconds for which the lease is held though nothing waits: to free it and to take it again is a write each, and each
write wakes every task that looks for what was written."""


class Stacking:
    """The placing of questions in one process, while it has the lease; a question that breaks it is set aside."""

    def __init__(self, store: Store, leases: Leases) -> None:
        self._store, self._leases = store, leases
        self.aside: SetAside[int] = SetAside("question to be stacked")
        self._rests_at = 0.0

    def tick(self) -> float | None:
        rows = _waiting(self._store, self.aside)
        if rows and (self._leases.holds(LEASE) or self._leases.take(LEASE)):
            _place_some(self._store, rows, self.aside)
            self._rests_at = time.monotonic() + REST
            return PAUSE if len(rows) == AT_ONCE else None
        if not rows and time.monotonic() > self._rests_at and self._leases.holds(LEASE):
            self._leases.free(LEASE)
        return None


def place_some(store: Store, aside: SetAside[int] | None = None) -> int:
    """Place the next questions that wait, together, or each alone where one of them breaks it for all; how many."""
    aside = aside or SetAside("question to be stacked")
    if rows := _waiting(store, aside):
        _place_some(store, rows, aside)
    return len(rows)


def _waiting(store: Store, aside: SetAside[int]) -> Sequence[Row[Any]]:
    with store.read() as connection:
        return stacks.waiting(connection, AT_ONCE, aside.resting())


def _place_some(store: Store, rows: Sequence[Row[Any]], aside: SetAside[int]) -> None:
    try:
        _place(store, rows)
    except Exception as error:
        if database_is_away(error):
            raise
        for row in rows:
            with aside.attempt(row.id):
                _place(store, [row])


def _place(store: Store, rows: Sequence[Row[Any]]) -> None:
    """Look for the likest of each, then write down those that are still as they were read."""
    found: list[tuple[Row[Any], Likest]] = []
    with store.read() as connection:
        least = stacks.threshold(connection)
        for at, row in enumerate(rows if switches.on(connection, Kind.STACKS) else ()):
            sleep(0)  # The desk comes first.
            if row.state != NEW.value or row.stack is not None:
                continue
            apart = stacks.parted_from(connection, row.id)
            if best := likest(connection, row, least, apart, [one for one in rows[:at] if one.state == NEW.value]):
                found.append((row, best))
    with store.write(Written.QUESTIONS) as tx:
        tx.lock(*sorted({row.broadcast_id for row in rows}))
        now = stacks.still_waiting(tx.connection, [row.id for row in rows])
        about = {row.id: what_about(row) for row in rows}
        stacks.placed(tx.connection, {row.id: about[row.id].house for row in now if what_about(row) == about[row.id]})
        grown: defaultdict[int, Growth] = defaultdict(lambda: Growth([]))
        for row, best in found:
            grown[row.broadcast_id].events += _put(tx, row, best)
        tx.append_to_several({id_: growth for id_, growth in grown.items() if growth.events}, None)


def _put(tx: Transaction, row: Row[Any], best: Likest) -> list[Event]:
    """The events of it, and of whichever is on top there; none where either is not what it was any more."""
    now = {one.id: one for one in stacks.gathering(tx.connection, [row.id, best.row.id])}
    mine, other = now.get(row.id), now.get(best.row.id)
    if mine is None or other is None or mine.state != NEW.value or mine.stack is not None:
        return []
    if what_about(mine) != what_about(row) or what_about(other) != what_about(best.row):
        return []
    stack = other.stack
    if stack is None:
        stack = stacks.number_for(tx.connection, row.broadcast_id, other.number, mine.number)
        if stack is None:
            return []
        stacks.put(tx.connection, other.id, stack, None, tx.now)
    elif stack in stacks.parted_from(tx.connection, mine.id):
        return []
    stacks.put(tx.connection, mine.id, stack, best.likeness, tx.now)
    told = Event("question.stacked", mine.number, mine.state, mine.state, data={"of_stack": stack})
    return [told, *stacks.tops_beside(tx.connection, row.broadcast_id, [stack], [mine.number])]


def worker(means: Means) -> Worker:
    task = Stacking(means.store, means.leases)
    return Worker("stacks", task.tick, UNTOLD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
