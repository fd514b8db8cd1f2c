"""After an update, or another LIVE_SECRET_KEY: what is not sealed with the newest key is, by one worker, in slices."""

from __future__ import annotations

import time

import structlog

from live.runtime.worker import Worker
from live.store.leases import Leases
from live.store.resealing import Resealing, is_due
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

LEASE = "seal"
INTERVAL = 60.0
"""Seconds between two ticks while everything is sealed."""

PAUSE = 0.02
"""Seconds between two slices: whoever works has a turn."""


class Sealing:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self._run: Resealing | None = None
        self._in_vain = False
        self.aside: SetAside[tuple[str, int]] = SetAside("row that is not sealed")

    def tick(self) -> float | None:
        """A slice, where something is to be sealed and nobody else does it, then a pause as long as it took."""
        if self._run is None:
            if self._in_vain or not is_due(self._store) or not self._leases.take(LEASE):
                return None
            self._run = Resealing(self._store, self.aside.attempt)
        began = time.monotonic()
        if self._leases.holds(LEASE) and self._run.slice():
            return max(PAUSE, time.monotonic() - began)
        self._tell(self._run)
        self._run = None
        self._leases.free(LEASE)
        return None

    def _tell(self, run: Resealing) -> None:
        """What no secret of this process opens is not tried again before it is started with others."""
        self._in_vain = run.unreadable > 0
        key = self._store.keyring.number
        if self._in_vain:
            log.error("not all is sealed anew: LIVE_SECRET_KEY_OLD lacks a secret", values=run.unreadable, key=key)
        else:
            log.info("what is kept of persons is sealed", rows=run.done, key=key)


def worker(means: Means) -> Worker:
    task = Sealing(means.store, means.leases)
    return Worker("seal", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
