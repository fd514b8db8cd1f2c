"""Carries on with every wrap that is under way, whoever began it: a slice of each a tick."""

from __future__ import annotations

import time

from live.desk.close import PAUSE, wrap_slice, wrapping
from live.runtime.worker import Worker
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 0.3
"""Seconds between two ticks while nothing is wrapped."""


class Wrap:
    """A broadcast whose wrap breaks is set aside; the others go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.aside: SetAside[int] = SetAside("wrap of a broadcast")

    def tick(self) -> float | None:
        """A slice of each wrap, then a pause as long as it took: half of the time is everybody else's."""
        began = time.monotonic()
        more = [self._slice(broadcast_id) for broadcast_id in wrapping(self._store)]
        return max(PAUSE, time.monotonic() - began) if any(more) else None

    def _slice(self, broadcast_id: int) -> bool:
        if self.aside.rests(broadcast_id):
            return False
        more = False
        with self.aside.attempt(broadcast_id):
            more = wrap_slice(self._store, broadcast_id)
        return more


def worker(means: Means) -> Worker:
    task = Wrap(means.store)
    return Worker("wrap", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
