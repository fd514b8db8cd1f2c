"""A department was renamed or merged: what still carries the name before follows, by one worker in slices."""

from __future__ import annotations

from live.admin.department_moves import move_some, waiting_names
from live.runtime.worker import UNHEARD, Worker, Written
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "departments"
PACE = 1.0
"""Seconds at least between two ticks while nothing is left to move."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""


class DepartmentMoves:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[str] = SetAside("department's former name")

    def tick(self) -> float | None:
        """Move one slice, where there is one and nobody else does; a short pause where more may be left."""
        if not waiting_names(self._store) or not self._leases.take(LEASE):
            return None
        more = False
        try:
            for name in waiting_names(self._store):
                if not more and not self.aside.rests(name):
                    with self.aside.attempt(name):
                        more = move_some(self._store, name)
        finally:
            if not more:
                self._leases.free(LEASE)
        return PAUSE if more else None


def worker(means: Means) -> Worker:
    task = DepartmentMoves(means.store, means.leases)
    return Worker(
        "departments",
        task.tick,
        UNHEARD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
