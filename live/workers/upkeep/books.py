"""Has the books of every broadcast looked through once a day, at the hour of the copies, or when somebody wishes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from live.domain.upkeep.backups import Known, is_due, may_begin
from live.runtime.worker import Worker, Written
from live.store.centre import settings, upkeep
from live.store.centre.upkeep import Work
from live.store.rows import Connection
from live.store.transaction import Transaction
from live.workers.means import Means
from live.workers.set_aside import database_is_away
from live.workers.upkeep.apart import INTERVAL, PACE, Apart, a_show_is_on_air


class AllBooks(Apart):
    work = Work.BOOKS

    def wanted(self, connection: Connection) -> bool:
        last, now = upkeep.run(connection, self.work), self._store.clock()
        if last.wished is not None:
            return True
        daily = replace(upkeep.plan(connection), on=True)
        known = Known(upkeep.since(connection), last.tried, last.good_at)
        due = is_due(daily, known, now, settings.centre_zone(connection))
        return due and may_begin(a_show_is_on_air(connection), last.good_at, now)

    def done(self, tx: Transaction, answer: dict[str, Any]) -> dict[str, Any]:
        return answer


def worker(means: Means) -> Worker:
    task = AllBooks(means.store, means.leases)
    return Worker("books", task.tick, INTERVAL, pace=PACE, looks_for=Written.OTHER, away=database_is_away)
