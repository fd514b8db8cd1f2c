"""Sends the collections whose time has come, and reminds once of what nobody has confirmed.

Any number of processes may run one: `followup/collections/sending` sees to it that each issue goes once.
"""

from __future__ import annotations

from live.followup.collections.sending import remind, send_due
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.centre.settings import reached_at
from live.store.followup import collections
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 15.0
"""Seconds between two looks."""


class Collections:
    """A collection of which this breaks is set aside, and a reminder too (by its negative number); the others go on."""

    def __init__(self, store: Store, address: str) -> None:
        self._store = store
        self._address = address
        self.aside: SetAside[int] = SetAside("collection")

    def tick(self) -> None:
        with self._store.read() as connection:
            now = self._store.clock()
            due, unread = collections.due(connection, now), collections.to_remind(connection, now)
            base = reached_at(connection, self._address)
        for number in due:
            if not self.aside.rests(number):
                with self.aside.attempt(number):
                    send_due(self._store, number, base)
            sleep(0.01)  # In between the desk has its turn.
        for reading in unread:
            if not self.aside.rests(-reading):
                with self.aside.attempt(-reading):
                    remind(self._store, reading, base)
            sleep(0.01)


def worker(means: Means) -> Worker:
    task = Collections(means.store, means.address)
    return Worker("collections", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
