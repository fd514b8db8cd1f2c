"""Tells residents what becomes of their questions, by what the logs say: one process at a time, by a lease."""

from __future__ import annotations

from live.followup.notices import read_on, tell
from live.runtime.tasks import sleep
from live.runtime.worker import UNHEARD, Worker
from live.store.followup import notices
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "notices"

AT_ONCE = 100
"""Askers who are told in one transaction."""

PACE = 1.0
"""Seconds at least between two looks: what is on air is told while it is."""


class Notices:
    """A log that cannot be read, or an asker who cannot be told, is set aside; the others go on."""

    def __init__(self, store: Store, leases: Leases, address: str) -> None:
        self._store, self._leases, self._address = store, leases, address
        self.logs: SetAside[int] = SetAside("broadcast's log")
        self.askers: SetAside[notices.Key] = SetAside("asker of a question")

    def tick(self) -> None:
        with self._store.read() as connection:
            behind = notices.behind(connection)
            waiting = notices.due(connection, self._store.clock(), 1, self.askers.resting())
        if not (behind or waiting) or not self._leases.take(LEASE):
            return
        try:
            for broadcast_id in behind:
                if not self.logs.rests(broadcast_id):
                    with self.logs.attempt(broadcast_id):
                        self._read(broadcast_id)
            while self._leases.holds(LEASE) and self._tell_some():
                sleep(0.01)  # Between slices the desk has its turn.
        finally:
            self._leases.free(LEASE)

    def _read(self, broadcast_id: int) -> None:
        while self._leases.holds(LEASE) and read_on(self._store, broadcast_id):
            sleep(0.01)

    def _tell_some(self) -> bool:
        """Tell the next whose time has come together, or each alone where one breaks it for all; whether there may be
        more."""
        with self._store.read() as connection:
            keys = notices.due(connection, self._store.clock(), AT_ONCE, self.askers.resting())
        try:
            tell(self._store, self._address, keys)
        except Exception as error:
            if database_is_away(error):
                raise
            for key in keys:
                with self.askers.attempt(key):
                    tell(self._store, self._address, [key])
        return len(keys) == AT_ONCE

    def set_aside(self) -> int:
        return self.logs.count() + self.askers.count()


def worker(means: Means) -> Worker:
    task = Notices(means.store, means.leases, means.address)
    return Worker("notices", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.set_aside)
