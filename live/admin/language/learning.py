"""Topics are learned anew at once, or guessed again as they were before the last model."""

from __future__ import annotations

import structlog

from live.domain.audit import Act
from live.domain.language.models import ModelState
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.domain.refused import Refused
from live.store import leases
from live.store.centre import audit, upkeep
from live.store.centre.upkeep import Work
from live.store.ids import TICKETS_LOG
from live.store.language import models
from live.store.transaction import Store

log = structlog.get_logger()


def wish(store: Store, by: By) -> None:
    """Have topics learned soon; `conflict` where somebody wishes for it already, or it is under way."""
    with store.write() as tx:
        was = upkeep.wish(tx, Work.LEARNING, by.name)
        if was.wished is not None:
            raise Refused("conflict", "{who} has asked for it already: it begins within seconds.", who=was.wished_by)
        if was.begun is not None and Work.LEARNING in leases.held(tx.connection, tx.now):
            raise Refused("conflict", "It is under way already: wait for its end.")
        audit.record(tx, Act.LEARNING_WISHED, Work.LEARNING, by)


def bring_back(store: Store, by: By) -> None:
    """The former model is in use again, or the key words where there was none. `conflict` where no model is in use."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        left = models.in_state(tx.connection, Kind.TOPICS, ModelState.IN_USE)
        if left is None:
            raise Refused("conflict", "No model is in use: topics are guessed by key words.")
        former = models.bring_back(tx, Kind.TOPICS)
        audit.record(tx, Act.MODEL_RETURNED, f"model/{former or left}", by)
    log.info("the former model is in use again", model=former, left=left, by=by.name)
