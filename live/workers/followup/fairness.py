"""Makes the root over what became of all questions of each show that is over: one process at a time, by a lease."""

from __future__ import annotations

from live.followup.fairness import make_root, shows_to_look_at
from live.runtime.worker import UNHEARD, Worker
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "fairness"
PACE = 2.0
"""Seconds at least between two ticks."""


class Roots:
    """A show whose root cannot be made is set aside; the others go on."""

    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int] = SetAside("root of a show")

    def tick(self) -> None:
        due = [one for one in shows_to_look_at(self._store) if not self.aside.rests(one)]
        if not due or not self._leases.take(LEASE):
            return
        try:
            for broadcast_id in due:
                with self.aside.attempt(broadcast_id):
                    make_root(self._store, broadcast_id)
                if not self._leases.holds(LEASE):
                    return
        finally:
            self._leases.free(LEASE)


def worker(means: Means) -> Worker:
    task = Roots(means.store, means.leases)
    return Worker("fairness", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
