"""Tells whoever has come to an open matter since: their question was merged into one that stands in it.

What is joined by hand is told with the command itself; this looks after the merges of the desk, which know of no
matter.
"""

from __future__ import annotations

from live.followup.matters.telling import catch_up, grown
from live.runtime.worker import Worker
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

INTERVAL = 5.0
"""Seconds between two looks at the open matters."""


class Matters:
    """A matter of which this breaks is set aside; the others go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.aside: SetAside[int] = SetAside("matter")

    def tick(self) -> None:
        with self._store.read() as connection:
            found = grown(connection)
        for number in found:
            if not self.aside.rests(number):
                with self.aside.attempt(number):
                    catch_up(self._store, number)


def worker(means: Means) -> Worker:
    task = Matters(means.store)
    return Worker("matters", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
