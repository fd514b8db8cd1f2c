"""The centre's figures: what has changed is counted by one worker, in slices; after the migration, what was there."""

from __future__ import annotations

from live.domain import broadcast as broadcast_rules
from live.runtime.worker import UNHEARD, Worker
from live.store.followup import figures
from live.store.followup.figures import Slice
from live.store.leases import Leases
from live.store.show import broadcasts
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "figures"
PACE = 2.0
"""Seconds at least between two ticks while all is counted: the figures may be so much behind."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""

SLICE = 50
SLICE_ON_AIR = 10
"""Questions a slice while a broadcast is on air: an embedded server does nothing else while it reckons one."""


class Counting:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int] = SetAside("question in the figures")

    def tick(self) -> float | None:
        """Count one slice, where there is one and nobody else does; a short pause where more may be left."""
        if _next(self._store, self.aside, 1) is None or not self._leases.take(LEASE):
            return None
        more = False
        try:
            more = count_slice(self._store, self.aside)
        finally:
            if not more:
                self._leases.free(LEASE)
        return PAUSE if more else None


def count_slice(store: Store, aside: SetAside[int] | None = None) -> bool:
    """Count one slice; whether there was one. A question that cannot be counted is set aside, and counts as before."""
    aside = aside or SetAside("question in the figures")
    with store.read() as connection:
        aired = broadcasts.in_state(connection, broadcast_rules.ON_AIR)
    some = _next(store, aside, SLICE_ON_AIR if aired else SLICE)
    if some is None:
        return False
    try:
        figures.count(store, some)
    except Exception as error:
        if database_is_away(error):
            raise
        _one_by_one(store, some, aside)
    return True


def _next(store: Store, aside: SetAside[int], most: int) -> Slice | None:
    with store.read() as connection:
        return figures.next_slice(connection, most, aside.resting())


def _one_by_one(store: Store, some: Slice, aside: SetAside[int]) -> None:
    """The same for a slice that one question breaks for all: each in a transaction of its own, then the slice's end."""
    broken = []
    for question_id in some.ids:
        with aside.attempt(question_id) as attempt:
            figures.count(store, Slice([question_id]))
        if attempt.failed:
            broken.append(question_id)
    with store.write() as tx:
        figures.queue(tx, broken)
    figures.count(store, Slice([], some.queued, some.progress))


def worker(means: Means) -> Worker:
    task = Counting(means.store, means.leases)
    return Worker("figures", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
