"""A department was renamed or merged: what still carries the name before follows, by one worker in slices."""

from __future__ import annotations

from live.admin.department_moves import are_waiting, move_some
from live.runtime.worker import Worker
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import database_is_away

LEASE = "departments"
INTERVAL = 1.0
"""Seconds between two ticks while nothing is left to move."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""


class DepartmentMoves:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases

    def tick(self) -> float | None:
        """Move one slice, where there is one and nobody else does; a short pause where more may be left."""
        if not are_waiting(self._store) or not self._leases.take(LEASE):
            return None
        more = False
        try:
            more = move_some(self._store)
        finally:
            if not more:
                self._leases.free(LEASE)
        return PAUSE if more else None


def worker(means: Means) -> Worker:
    return Worker("departments", DepartmentMoves(means.store, means.leases).tick, INTERVAL, away=database_is_away)
