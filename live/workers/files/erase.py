"""Takes away the contents of files that nothing may be told of any more, and of those that no question came for."""

from __future__ import annotations

from typing import Any

from live.runtime.worker import UNHEARD, Worker, Written
from live.store.leases import Leases
from live.store.rows import Row
from live.store.show import files
from live.store.storage import Storage
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

PACE = 5.0
"""Seconds at least between two ticks."""

LEASE = "erase_files"
SOME = 50
"""Files that are taken away in one tick."""


class Erasing:
    """A file that cannot be taken away is set aside; the others go."""

    def __init__(self, store: Store, leases: Leases, storage: Storage) -> None:
        self._store, self._leases, self._storage = store, leases, storage
        self.aside: SetAside[int] = SetAside("file to be taken away")

    def tick(self) -> float | None:
        """Take some away; 0 where more may be left."""
        if not self._left() or not self._leases.take(LEASE):
            return None
        try:
            for row in (some := self._left()):
                with self.aside.attempt(row.id):
                    self._take_away(row)
            return 0.0 if len(some) == SOME else None
        finally:
            self._leases.free(LEASE)

    def _left(self) -> list[Row[Any]]:
        with self._store.read() as connection:
            return files.to_erase(connection, self._store.clock(), SOME, self.aside.resting())

    def _take_away(self, row: Row[Any]) -> None:
        """The row goes last: until then it says what may still stand there."""
        with self._store.write() as tx:
            if not files.give_up(tx, row):
                return  # Its question has come meanwhile.
        for name in files.names(row):
            self._storage.delete(name)
        with self._store.write() as tx:
            files.remove(tx, row.id)


def worker(means: Means) -> Worker | None:
    if means.files is None:
        return None
    task = Erasing(means.store, means.leases, means.files)
    return Worker(
        "erase_files",
        task.tick,
        UNHEARD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
