"""Takes practices away that were left behind: nobody is at the same one for a day."""

from __future__ import annotations

from datetime import timedelta

from live.desk.practice.begin import left_since, remove
from live.runtime.worker import Worker
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 600.0
"""Seconds between two ticks."""

KEPT = timedelta(days=1)


class Practices:
    """One that cannot be taken away is set aside; the others go."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.aside: SetAside[int] = SetAside("practice")

    def tick(self) -> None:
        for broadcast_id in left_since(self._store, self._store.clock() - KEPT):
            if not self.aside.rests(broadcast_id):
                with self.aside.attempt(broadcast_id):
                    remove(self._store, broadcast_id)


def worker(means: Means) -> Worker:
    task = Practices(means.store)
    return Worker("practice", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
