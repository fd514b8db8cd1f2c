"""Writes down what this process has refused; within two seconds seals the audit's entries, each onto the last."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from live.domain.audit import YEARS
from live.domain.people import By
from live.runtime.worker import UNHEARD, Worker, Written
from live.store.centre import audit
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

INTERVAL = 1.0
"""Seconds at least between two batches."""

SLICE = 500
"""Entries that are sealed in one transaction."""

PAUSE = 0.05
"""Seconds between two such transactions."""

DAY = timedelta(hours=24)
KEPT = timedelta(days=365 * YEARS + 2)
"""Longer than the triggers hold on to an entry, whatever leap years fall into it."""

LEASE = "audit"
WORKER = By("worker", "admin", credential="worker")


class Sealing:
    """One process at a time seals; once a day it says in its log how far, and takes away what has outlived its term."""

    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self._day = store.clock() - DAY

    def tick(self) -> float | None:
        now = self._store.clock()
        with self._store.read() as connection:
            waits = audit.waits(connection)
        ended = now - self._day >= DAY
        if not (waits or ended) or not (self._leases.holds(LEASE) or self._leases.take(LEASE)):
            return None
        sealed = self._seal() if waits else 0
        if ended:
            self._day = now
            self._end_day(now)
        return PAUSE if sealed == SLICE else None

    def _seal(self) -> int:
        with self._store.write() as tx:
            return audit.seal(tx, SLICE)

    def _end_day(self, now: datetime) -> None:
        with self._store.read() as connection:
            number, seal = audit.end(connection)
            last = audit.outlived(connection, now - KEPT)
        log.info("the audit's head: keep it elsewhere", head=f"{number}:{seal}")
        if last is not None:
            with self._store.write() as tx:
                gone = audit.prune(tx, last, WORKER)
            log.info("the audit was pruned of what has outlived its term", entries=gone, to=last[0])


def writer(means: Means) -> Worker:
    return Worker("audit_queue", means.audit.write, INTERVAL, away=database_is_away)


def sealer(means: Means) -> Worker:
    return Worker(
        "audit",
        Sealing(means.store, means.leases).tick,
        UNHEARD,
        pace=INTERVAL,
        looks_for=Written.OTHER,
        away=database_is_away,
    )
