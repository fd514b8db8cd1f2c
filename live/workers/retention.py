"""Takes away, once a day, what has outlived its term: in slices, by one process at a time, with numbers for a log.

What was taken is gone; questions and tickets stay, so that the books and the report count as before. Copies of the
database are kept by whoever made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from live.domain.audit import Act
from live.domain.people import By
from live.domain.retention import OF_ITSELF, Kind, before, checked, terms_of
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.centre import audit, lists
from live.store.followup import retention
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

SLICE = 200
"""Rows that are looked at in one transaction."""

EVERY = timedelta(hours=24)
INTERVAL = 60.0
"""Seconds between two ticks while it is not time."""

PAUSE = 0.01
"""Seconds between two slices."""

LEASE = "retention"
NAME = "retention"
WORKER = By("worker", "admin", credential="worker")


class Retention:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self._run: Run | None = None
        self.aside: SetAside[tuple[Kind, Any]] = SetAside("row that has outlived its term")

    def tick(self) -> float | None:
        """A slice of the day's run, where it is due and nobody else's; a short pause while it goes on."""
        if self._run is None:
            if not self._due() or not self._leases.take(LEASE):
                return None
            if self._due():  # Else somebody has just ended it.
                self._run = Run(self._store, WORKER, terms_in_force(self._store), aside=self.aside)
        if self._run is not None and self._leases.holds(LEASE):
            if self._run.slice():
                return PAUSE
            log.info("retention has run", **{str(kind): count for kind, count in self._run.counts.items()})
        self._run = None
        self._leases.free(LEASE)
        return None

    def _due(self) -> bool:
        with self._store.read() as connection:
            last = retention.last_done(connection)
        return last is None or self._store.clock() - last >= EVERY


def terms(store: Store) -> dict[Kind, int]:
    """The centre's terms in days."""
    with store.read() as connection:
        return terms_of(lists.read(connection, NAME).items)


def terms_in_force(store: Store) -> dict[Kind, int]:
    """Those that hold by themselves: of persons' data none before somebody of the centre has said them.

    What is taken away does not come back.
    """
    with store.read() as connection:
        said = lists.read(connection, NAME)
    return {kind: days for kind, days in terms_of(said.items).items() if said.version or kind in OF_ITSELF}


def save_terms(store: Store, version: int, wanted: Mapping[Kind, int], by: By) -> None:
    """The terms from now on; `invalid`, or `conflict` where they were changed meanwhile."""
    items = [{"kind": str(kind), "days": days} for kind, days in checked(wanted).items()]
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        lists.save(tx, NAME, version, items, by.name)
        audit.record(tx, Act.TERMS_SAVED, f"list/{NAME}", by, terms=items)
    log.info("the terms of retention were changed", by=by.name)


def sweep(store: Store, by: By, dry: bool = False) -> dict[Kind, int]:
    """Take away what has outlived its term, or only count it where `dry`; how many of each kind."""
    run = Run(store, by, terms(store), dry)
    while run.slice():
        sleep(PAUSE)  # The desks have their turn.
    return run.counts


class Run:
    """One run over all kinds, a slice at a time. A row that cannot be taken away is set aside and not counted."""

    def __init__(
        self,
        store: Store,
        by: By,
        wanted: Mapping[Kind, int],
        dry: bool = False,
        aside: SetAside[tuple[Kind, Any]] | None = None,
    ) -> None:
        self._store = store
        self._dry = dry
        self._aside = aside or SetAside("row that has outlived its term")
        now = store.clock()
        with store.write() as tx:
            self._id = retention.begin(tx, dry, wanted, by.name)
            if not dry:
                audit.record(tx, Act.SWEPT, f"retention/{self._id}", by)
        self._left = [(kind, before(now, days)) for kind, days in wanted.items()]
        self._after: Any = None
        self.counts = dict.fromkeys(wanted, 0)

    def slice(self) -> bool:
        """Do the next slice; False where that was the end."""
        if not self._left:
            with self._store.write() as tx:
                retention.end(tx, self._id, self.counts)
            return False
        kind, cut = self._left[0]
        count, self._after = self._slice_of(kind, cut)
        self.counts[kind] += count
        if self._after is None:
            self._left.pop(0)
        return True

    def _slice_of(self, kind: Kind, cut: datetime) -> tuple[int, Any]:
        """How many of a kind were taken away, and the key up to which; None where there are no more."""
        way = retention.WAYS[kind]
        with self._store.read() as connection:
            found = way.find(connection, cut, self._after, SLICE)
        if not found.ids or self._dry:
            return len(found.ids), found.last
        try:
            with self._store.write() as tx:
                way.lock(tx)
                found = way.find(tx.connection, cut, self._after, SLICE)
                if found.ids:
                    way.clear(tx, found.ids)
        except Exception as error:
            if database_is_away(error):
                raise
            return sum(self._one(kind, row, way) for row in found.ids), found.last
        return len(found.ids), found.last

    def _one(self, kind: Kind, row: Any, way: retention.Way) -> int:
        with self._aside.attempt((kind, row)) as attempt, self._store.write() as tx:
            way.lock(tx)
            way.clear(tx, [row])
        return 0 if attempt.failed else 1


def worker(means: Means) -> Worker:
    task = Retention(means.store, means.leases)
    return Worker("retention", task.tick, INTERVAL, away=database_is_away, set_aside=task.aside.count)
