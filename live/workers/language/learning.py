"""Has topics learned from the centre's decisions: at night by the centre's clock, or when somebody wishes it."""

from __future__ import annotations

from typing import Any

from live.domain.audit import Act
from live.domain.language.models import FEWEST, ModelState, is_due
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.runtime.worker import Worker, Written
from live.store.centre import audit, settings, upkeep
from live.store.centre.upkeep import Run, Work
from live.store.language import models, switches, topics
from live.store.language.models import Learned
from live.store.rows import Connection
from live.store.transaction import Transaction
from live.workers.means import Means
from live.workers.set_aside import database_is_away
from live.workers.upkeep.apart import PACE, Apart, a_show_is_on_air

INTERVAL = 60.0
"""Seconds between two looks at whether it is night."""

WORKER = By("worker", "admin", credential="worker")


class Learning(Apart):
    work = Work.LEARNING

    def wanted(self, connection: Connection) -> bool:
        last = upkeep.run(connection, self.work)
        if last.wished is not None:
            return True
        return (
            is_due(self._store.clock(), settings.centre_zone(connection), last.tried)
            and switches.on(connection, Kind.TOPICS)
            and topics.are_decided(connection, FEWEST)
            and not a_show_is_on_air(connection)
        )

    def given(self, wished: Run) -> dict[str, Any]:
        """`before`: the mark of what was learned from last, where the same would be asked of it again; `by`: whose wish
        it is."""
        with self._store.read() as connection:
            same = wished.good.get("used") == models.in_state(connection, Kind.TOPICS, ModelState.IN_USE)
        return {"before": wished.good.get("mark") if same else None, "by": wished.wished_by or None}

    def done(self, tx: Transaction, answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the model that was learned, if any; in use at once where it is better than what was in use."""
        kept = {"mark": answer["mark"], "nothing": answer.get("nothing")}
        if learned := answer.get("learned"):
            kept["model"] = models.add(tx, Kind.TOPICS, Learned(**learned), answer["by"])
            act = Act.MODEL_TAKEN if learned["written"] else Act.MODEL_REFUSED
            audit.record(tx, act, f"model/{kept['model']}", WORKER, questions=learned["learned_from"])
        return kept | {"used": models.in_state(tx.connection, Kind.TOPICS, ModelState.IN_USE)}


def worker(means: Means) -> Worker:
    task = Learning(means.store, means.leases)
    return Worker("learning", task.tick, INTERVAL, pace=PACE, looks_for=Written.OTHER, away=database_is_away)
