"""The rules of the night: from when to when it is, and what wakes the one on duty then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

import structlog

from live.domain.audit import Act
from live.domain.duty.night import STEPS
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import audit, lists
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()


def hour_of(written: str) -> time:
    """A time of day as it was typed; `invalid` for what is none."""
    try:
        typed = time.fromisoformat(written.strip())
    except ValueError:
        raise Refused("invalid", "“{text}” is no time of day such as 08:30.", text=written[:20]) from None
    return typed.replace(second=0, microsecond=0, tzinfo=None)


def save_night(store: Store, version: int, begins: str, ends: str, wakes: Collection[str], by: By) -> None:
    """From now on; `conflict` where somebody has saved other rules meanwhile."""
    if not set(wakes) <= set(STEPS):
        raise Refused("invalid", "The request is not understood.")
    hours = {"begins": f"{hour_of(begins):%H:%M}", "ends": f"{hour_of(ends):%H:%M}"}
    item = {**hours, "wakes": [step for step in STEPS if step in wakes]}
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        saved = lists.save(tx, "night", version, [item], by.name)
        audit.record(tx, Act.NIGHT_SAVED, "list/night", by, version=saved.version)
    log.info("the rules of the night were saved", by=by.name)
