"""Takes away, once a day, what has outlived its term: in slices, by one process at a time, with numbers for a log.

What was taken is gone; the rows stay, so that the books and the report count as before. Copies of the database are
kept by whoever made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from live.domain.people import By
from live.domain.refused import Refused
from live.domain.retention import Kind, before, checked, terms_of
from live.runtime.tasks import sleep
from live.store.centre import lists
from live.store.followup import retention
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.transaction import Store

log = structlog.get_logger()

SLICE = 200
"""Rows that are looked at in one transaction."""

EVERY = timedelta(hours=24)
LOOK = 60.0
"""Seconds between two looks at whether it is time."""

LEASE = "retention"
NAME = "retention"
WORKER = By("worker", "admin")


class Retention:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases

    def run(self) -> None:
        while True:
            try:
                self.look()
            except Refused:
                pass  # The database is away.
            except Exception:
                log.exception("retention failed")
            sleep(LOOK)

    def look(self) -> None:
        """Do the day's run, where it is due and nobody else's."""
        if not self._due() or not self._leases.take(LEASE):
            return
        try:
            if self._due():  # Somebody may just have ended it.
                counts = sweep(self._store, WORKER)
                log.info("retention has run", **{str(kind): count for kind, count in counts.items()})
        finally:
            self._leases.free(LEASE)

    def _due(self) -> bool:
        """Not before somebody of the centre has said the terms: what is taken away does not come back."""
        with self._store.read() as connection:
            if not lists.read(connection, NAME).version:
                return False
            last = retention.last_done(connection)
        return last is None or self._store.clock() - last >= EVERY


def terms(store: Store) -> dict[Kind, int]:
    """The centre's terms in days."""
    with store.read() as connection:
        return terms_of(lists.read(connection, NAME).items)


def save_terms(store: Store, version: int, wanted: Mapping[Kind, int], by: By) -> None:
    """The terms from now on; `invalid`, or `conflict` where they were changed meanwhile."""
    items = [{"kind": str(kind), "days": days} for kind, days in checked(wanted).items()]
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        lists.save(tx, NAME, version, items, by.name)
    log.info("the terms of retention were changed", by=by.name)


def sweep(store: Store, by: By, dry: bool = False) -> dict[Kind, int]:
    """Take away what has outlived its term, or only count it where `dry`; how many of each kind."""
    wanted, now = terms(store), store.clock()
    with store.write() as tx:
        run_id = retention.begin(tx, dry, wanted, by.name)
    counts = {kind: _sweep_kind(store, kind, before(now, days), dry) for kind, days in wanted.items()}
    with store.write() as tx:
        retention.end(tx, run_id, counts)
    return counts


def _sweep_kind(store: Store, kind: Kind, cut: datetime, dry: bool) -> int:
    find, clear = retention.WAYS[kind]
    count, after = 0, None
    while True:
        with store.read() as connection:
            found = find(connection, cut, after, SLICE)
        if found.ids and not dry:
            with store.write() as tx:
                retention.lock_all(tx)
                found = find(tx.connection, cut, after, SLICE)
                clear(tx, found.ids)
        count += len(found.ids)
        if found.last is None:
            return count
        after = found.last
        sleep(0.01)  # The desks have their turn.
