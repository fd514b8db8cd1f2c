"""Makes a copy of the database every day, or when somebody wishes for one, and keeps the newest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import structlog

from live.domain.audit import Act, Outcome
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.upkeep.backups import is_due, may_begin
from live.runtime.worker import Worker, Written
from live.store import kept_copies
from live.store.centre import audit, settings, upkeep
from live.store.centre.upkeep import Run, Work
from live.store.leases import Leases
from live.store.rows import Connection
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import database_is_away
from live.workers.upkeep.apart import INTERVAL, PACE, Apart, a_show_is_on_air

log = structlog.get_logger()

WORKER = By("worker", "admin", credential="worker")


class Backups(Apart):
    work = Work.BACKUP

    def __init__(self, store: Store, leases: Leases, folder: Path) -> None:
        super().__init__(store, leases)
        self._folder = folder

    def wanted(self, connection: Connection) -> bool:
        now, plan = self._store.clock(), upkeep.plan(connection)
        wished = upkeep.run(connection, self.work).wished is not None
        if not (wished or plan.on):
            return False
        known = upkeep.known(connection, self._folder)
        due = wished or is_due(plan, known, now, settings.centre_zone(connection))
        return due and may_begin(a_show_is_on_air(connection), known.good, now)

    def given(self, wished: Run) -> dict[str, Any]:
        return {"folder": str(self._folder)}

    def done(self, tx: Transaction, answer: dict[str, Any]) -> dict[str, Any]:
        audit.record(tx, Act.COPIED, f"backup/{answer['name']}", WORKER, rows=answer["rows"], bytes=answer["size"])
        for name in self._pruned(upkeep.plan(tx.connection).keep):
            audit.record(tx, Act.BACKUP_DELETED, f"backup/{name}", WORKER)
        return answer

    def failed(self, tx: Transaction) -> None:
        audit.record(tx, Act.COPIED, "backup", WORKER, Outcome.FAILED)

    def _pruned(self, keep: int) -> list[str]:
        """The copy is made, whether or not an old one can be taken away."""
        try:
            return kept_copies.prune(self._folder, keep)
        except Refused as refused:
            log.error("an old copy could not be deleted", why=str(refused))
            return []


def worker(means: Means) -> Worker | None:
    if means.backups is None:
        return None
    task = Backups(means.store, means.leases, means.backups)
    return Worker("backup", task.tick, INTERVAL, pace=PACE, looks_for=Written.OTHER, away=database_is_away)
