"""Closes discussions whose time is over, and tells whoever wrote what came of them."""

from __future__ import annotations

from live.followup.discussions.telling import expire, tell_some
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.official_pages import discussions
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 5.0
"""Seconds between two looks."""


class Discussing:
    """A discussion of which this breaks is set aside; the others go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.aside: SetAside[int] = SetAside("discussion")

    def tick(self) -> None:
        with self._store.read() as connection:
            over = discussions.over(connection, self._store.clock())
            untold = discussions.to_tell(connection)
        for row in over:
            if not self.aside.rests(row.id):
                with self.aside.attempt(row.id):
                    expire(self._store, row)
        for row in untold:
            if not self.aside.rests(row.id):
                with self.aside.attempt(row.id):
                    while tell_some(self._store, row):
                        sleep(0)


def worker(means: Means) -> Worker:
    task = Discussing(means.store)
    return Worker("discussions", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
