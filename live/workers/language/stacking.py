"""Each question that has been read is put on the stack of the likest one that is still open, if one is like enough.

One process does it for all, one question after another, some of them together: two like ones that come at once are both
found. Nothing else of a question changes; what a person parted from a stack never comes back there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any

from live.domain.events import Event
from live.domain.language.suggestions import Kind
from live.domain.question import NEW
from live.runtime.measured.share import WHOLE, Share
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.ids import NUMBERS
from live.store.language import placing, stacks, switches
from live.store.language.placing import Place
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Growth, Store, Transaction
from live.views.questions.likest import Likest, Placing, what_about
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "stacks"

AT_ONCE = 50
"""Questions placed in one go: their transaction holds a log for a few milliseconds."""

PAUSE = 0.01
"""Seconds between two goes."""

PACE = 0.25
"""Seconds at least between two looks for what has been read."""

REST = 1.0
"""Seconds for which the lease is held though nothing waits: to free it and to take it again is a write each, and each
write wakes every task that looks for what was written."""


Found = tuple[Row[Any], Likest]
"""A question as it was read, and the one whose stack it is to join."""

Pair = tuple[Row[Any], Row[Any], float]
"""The same as both are now, and how alike they are."""


class Stacking:
    """The placing of questions in one process, while it has the lease; a question that breaks it is set aside."""

    def __init__(self, store: Store, leases: Leases, share: Share = WHOLE) -> None:
        self._store, self._leases, self._share = store, leases, share
        self.aside: SetAside[int] = SetAside("question to be stacked")
        self._rests_at = 0.0

    def tick(self) -> float | None:
        rows = _waiting(self._store, self.aside)
        if rows and (self._leases.holds(LEASE) or self._leases.take(LEASE)):
            _place_some(self._store, rows, self.aside, self._share)
            self._rests_at = time.monotonic() + REST
            return PAUSE if len(rows) == AT_ONCE else None
        if not rows and time.monotonic() > self._rests_at and self._leases.holds(LEASE):
            self._leases.free(LEASE)
        return None


def place_some(store: Store, aside: SetAside[int] | None = None) -> int:
    """Place the next questions that wait, together, or each alone where one of them breaks it for all; how many."""
    aside = aside or SetAside("question to be stacked")
    if rows := _waiting(store, aside):
        _place_some(store, rows, aside, WHOLE)
    return len(rows)


def _waiting(store: Store, aside: SetAside[int]) -> Sequence[Row[Any]]:
    with store.read() as connection:
        return placing.waiting(connection, AT_ONCE, aside.resting())


def _place_some(store: Store, rows: Sequence[Row[Any]], aside: SetAside[int], share: Share) -> None:
    these_alone = len(rows) < AT_ONCE
    try:
        _place(store, rows, these_alone, share)
    except Exception as error:
        if database_is_away(error):
            raise
        for row in rows:
            with aside.attempt(row.id):
                _place(store, [row], these_alone, share)


def _place(store: Store, rows: Sequence[Row[Any]], these_alone: bool, share: Share) -> None:
    """Look for the likest of each, then write down those that are still as they were read. `these_alone`: no others
    wait."""
    found = _likest(store, rows, these_alone, share)
    with share.piece(), store.write(Written.QUESTIONS) as tx:
        tx.lock(*sorted({row.broadcast_id for row in rows}))
        now = placing.still_waiting(tx.connection, [row.id for row in rows])
        about = {row.id: what_about(row) for row in rows}
        placing.placed(tx.connection, {row.id: about[row.id].house for row in now if what_about(row) == about[row.id]})
        tx.append_to_several({id_: Growth(events) for id_, events in _put(tx, found).items()}, None)


def _likest(store: Store, rows: Sequence[Row[Any]], these_alone: bool, share: Share) -> list[Found]:
    found: list[Found] = []
    with store.read() as connection:
        if not switches.on(connection, Kind.STACKS):
            return found
        least = stacks.threshold(connection)
        apart = placing.parted_from(connection, [row.id for row in rows])
        going = Placing(connection, rows, least, these_alone)
        for row in share.over(rows):
            looks = row.state == NEW.value and row.stack is None
            if looks and (best := going.likest(row, apart.get(row.id, ()))):
                found.append((row, best))
            going.is_placed(row)
    return found


def _put(tx: Transaction, found: Sequence[Found]) -> dict[int, list[Event]]:
    """Put these on their stacks. By broadcast, the events of that: of each, and of whoever is on top there."""
    places = _places(tx, _still(tx, found))
    placing.put(tx.connection, places, tx.now)
    told: dict[int, list[Event]] = {}
    for broadcast_id, these in groupby(sorted(places, key=lambda one: one.id), lambda one: one.id // NUMBERS):
        moved = {one.id % NUMBERS: one.stack for one in these if one.likeness is not None}
        new = NEW.value
        told[broadcast_id] = [
            *(Event("question.stacked", number, new, new, data={"of_stack": moved[number]}) for number in moved),
            *stacks.tops_beside(tx.connection, broadcast_id, set(moved.values()), moved),
        ]
    return told


def _still(tx: Transaction, found: Sequence[Found]) -> list[Pair]:
    """Those of these of which either is what it was when it was read."""
    ids = {one.id for row, best in found for one in (row, best.row)}
    now = {one.id: one for one in placing.gathering(tx.connection, ids)}
    pairs = [(now.get(row.id), now.get(best.row.id), row, best) for row, best in found]
    return [
        (mine, other, best.likeness)
        for mine, other, row, best in pairs
        if mine is not None and other is not None and mine.state == NEW.value and mine.stack is None
        if what_about(mine) == what_about(row) and what_about(other) == what_about(best.row)
    ]


def _places(tx: Transaction, pairs: Sequence[Pair]) -> list[Place]:
    """Where each comes to stand, one after another: on the stack of its likest, or with it on one of their own."""
    apart = placing.parted_from(tx.connection, [mine.id for mine, _, _ in pairs])
    beginning = [(mine.id, other.id) for mine, other, _ in pairs if other.stack is None]
    taken = placing.taken(tx.connection, list(chain(*beginning)))
    on: dict[int, int | None] = {other.id: other.stack for _, other, _ in pairs}
    places: list[Place] = []
    for mine, other, likeness in pairs:
        stack = on[other.id]
        if stack is None:
            began = next((id_ for id_ in (other.id, mine.id) if id_ not in taken), None)
            if began is None:
                continue
            taken.add(began)
            stack = on[other.id] = began % NUMBERS
            places.append(Place(other.id, stack))
        elif stack in apart.get(mine.id, ()):
            continue
        on[mine.id] = stack
        places.append(Place(mine.id, stack, likeness))
    return places


def worker(means: Means) -> Worker:
    task = Stacking(means.store, means.leases, means.share)
    return Worker("stacks", task.tick, UNTOLD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
