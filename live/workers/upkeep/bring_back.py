"""Brings a copy of an embedded database back, when somebody wishes for it: apart, while the server goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from live.runtime.worker import Worker, Written
from live.store.centre import upkeep
from live.store.centre.upkeep import Run, Work
from live.store.leases import Leases
from live.store.rows import Connection
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import database_is_away
from live.workers.upkeep.apart import INTERVAL, PACE, Apart


class BringBack(Apart):
    work = Work.RESTORE

    def __init__(self, store: Store, leases: Leases, folder: Path) -> None:
        super().__init__(store, leases)
        self._folder = folder

    def wanted(self, connection: Connection) -> bool:
        return upkeep.run(connection, self.work).wished is not None

    def given(self, wished: Run) -> dict[str, Any]:
        return {"folder": str(self._folder), "name": wished.what, "by": wished.wished_by}

    def is_ours(self) -> bool:
        """Its lease goes with the database that it replaces; the wish goes too, so nobody else begins."""
        return True

    def done(self, tx: Transaction, answer: dict[str, Any]) -> dict[str, Any]:
        """The audit has it: the restored database's own last entry."""
        return answer


def worker(means: Means) -> Worker | None:
    if means.backups is None or means.store.database.dialect == "postgresql":
        return None
    task = BringBack(means.store, means.leases, means.backups)
    return Worker("bring_back", task.tick, INTERVAL, pace=PACE, looks_for=Written.OTHER, away=database_is_away)
