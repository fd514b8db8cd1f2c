"""How like two questions must be to stand on one stack: the centre says so."""

from __future__ import annotations

import structlog

from live.domain.audit import Act
from live.domain.language.stack import checked_threshold
from live.domain.people import By
from live.store.centre import audit
from live.store.ids import TICKETS_LOG
from live.store.language import stacks
from live.store.transaction import Store

log = structlog.get_logger()


def save_threshold(store: Store, written: str, by: By) -> None:
    """From now on; what stands on stacks already stays there. `invalid` for what is no likeness."""
    value = checked_threshold(written)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if value == stacks.threshold(tx.connection):
            return
        stacks.keep_threshold(tx.connection, value)
        audit.record(tx, Act.STACKS_SAVED, "stacks", by, likeness=value)
    log.info("the likeness of stacks was changed", likeness=value, by=by.name)
