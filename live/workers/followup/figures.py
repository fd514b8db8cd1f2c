"""The centre's figures: what has changed is counted by one worker, in slices; after the migration, what was there."""

from __future__ import annotations

from live.runtime.measured.share import WHOLE, Share
from live.runtime.worker import UNHEARD, Worker
from live.store.followup import figures
from live.store.followup.figures import Slice
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "figures"
PACE = 2.0
"""Seconds at least between two ticks while all is counted: the figures may be so much behind."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""

SLICE = 50
"""Questions that are counted in one go: a few milliseconds each of reading, reckoning and writing."""


class Counting:
    def __init__(self, store: Store, leases: Leases, share: Share = WHOLE) -> None:
        self._store, self._leases, self._share = store, leases, share
        self.aside: SetAside[int] = SetAside("question in the figures")

    def tick(self) -> float | None:
        """Count one slice, where there is one and nobody else does; a short pause where more may be left."""
        some = _next(self._store, self.aside, SLICE)
        if some is not None and (self._leases.holds(LEASE) or self._leases.take(LEASE)):
            _count(self._store, some, self.aside, self._share)
            return PAUSE
        if self._leases.holds(LEASE):
            self._leases.free(LEASE)
        return None


def count_slice(store: Store, aside: SetAside[int] | None = None) -> bool:
    """Count one slice; whether there was one. A question that cannot be counted is set aside, and counts as before."""
    aside = aside or SetAside("question in the figures")
    some = _next(store, aside, SLICE)
    if some is not None:
        _count(store, some, aside, WHOLE)
    return some is not None


def _count(store: Store, some: Slice, aside: SetAside[int], share: Share) -> None:
    try:
        figures.count(store, some, share)
    except Exception as error:
        if database_is_away(error):
            raise
        _one_by_one(store, some, aside)


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
    task = Counting(means.store, means.leases, means.share)
    return Worker("figures", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
