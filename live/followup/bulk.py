"""One move on many tickets."""

from __future__ import annotations

from typing import Any

from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.tickets import Bulk
from live.store.commands import BUS
from live.store.one_by_one import one_by_one
from live.store.rows import Row
from live.store.transaction import Transaction

IN_BULK = ("assign", "take", "start", "hold", "resume", "close", "reopen", "prioritise")
"""An answer is for those who asked: none goes to many tickets at once."""


@BUS.handles("tickets.bulk")
def bulk(tx: Transaction, log: Row[Any], body: Bulk, by: By) -> dict[str, Any]:
    """In order; one that is refused sinks no other."""
    if body.do not in {f"ticket.{verb}" for verb in IN_BULK}:
        raise Refused("invalid", "“{type}” cannot be done to many tickets at once.", type=body.do)
    return one_by_one(tx, BUS.declared[body.do], log, body, body.tickets, by)
