"""Carries on with every wrap that is under way, whoever began it: a slice of each a tick."""

from __future__ import annotations

import time

from live.desk.close import PAUSE, wrap_slice, wrapping
from live.runtime.worker import UNTOLD, Worker, Written
from live.store import leases
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

PACE = 0.3
"""Seconds at least between two ticks while nothing is wrapped."""


class Wrap:
    """A broadcast is wrapped by one process at a time, by a lease; one whose wrap breaks is set aside."""

    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int] = SetAside("wrap of a broadcast")

    def tick(self) -> float | None:
        """A slice of each wrap, then a pause as long as it took: half of the time is everybody else's."""
        began = time.monotonic()
        more = [self._slice(broadcast_id) for broadcast_id in self._free_or_own()]
        return max(PAUSE, time.monotonic() - began) if any(more) else None

    def _free_or_own(self) -> list[int]:
        """The broadcasts whose wrap is under way and is no other process's."""
        under_way = wrapping(self._store)
        if not under_way:
            return []
        with self._store.read() as connection:
            held = leases.held(connection, self._store.clock())
        return [one for one in under_way if _lease(one) not in held or self._leases.holds(_lease(one))]

    def _slice(self, broadcast_id: int) -> bool:
        if self.aside.rests(broadcast_id) or not self._takes(_lease(broadcast_id)):
            return False
        more = False
        with self.aside.attempt(broadcast_id):
            more = wrap_slice(self._store, broadcast_id)
        if not more:
            self._leases.free(_lease(broadcast_id))
        return more

    def _takes(self, lease: str) -> bool:
        return self._leases.holds(lease) or self._leases.take(lease)


def _lease(broadcast_id: int) -> str:
    return f"wrap:{broadcast_id}"


def worker(means: Means) -> Worker:
    task = Wrap(means.store, means.leases)
    return Worker(
        "wrap", task.tick, UNTOLD, pace=PACE, looks_for=Written.OTHER, away=database_is_away, set_aside=task.aside.count
    )
