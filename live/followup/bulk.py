"""One move on many tickets."""

from __future__ import annotations

from typing import Any

from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands import parse
from live.protocol.commands.tickets import Bulk
from live.store.commands import BUS, savepoint
from live.store.rows import Row
from live.store.transaction import Transaction

IN_BULK = ("assign", "take", "start", "hold", "resume", "close", "reopen", "prioritise")
"""An answer is for those who asked: none goes to many tickets at once."""


@BUS.handles("tickets.bulk")
def bulk(tx: Transaction, log: Row[Any], body: Bulk, by: By) -> dict[str, Any]:
    """In order; one that is refused sinks no other."""
    known = BUS.declared.get(body.do)
    if known is None or body.do not in {f"ticket.{verb}" for verb in IN_BULK}:
        raise Refused("invalid", "“{type}” cannot be done to many tickets at once.", type=body.do)
    if by.role not in {role.value for role in known.roles}:
        raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(known.roles))
    fields = body.model_extra or {}
    bodies: list[Any] = [
        parse(known.body, {"id": str(body.id), "type": body.do, **item.model_dump(), **fields}) for item in body.tickets
    ]
    results: list[dict[str, Any]] = []
    for item in bodies:
        try:
            with savepoint(tx):
                results.append({"ok": True, **(BUS.handlers[body.do](tx, log, item, by) or {})})
        except Refused as refused:
            # Put into the reader's language where it is sent.
            error = {"code": refused.code, "message": refused.message, "params": refused.params}
            results.append({"ok": False, "ticket": item.ticket, "error": error})
    return {"results": results}
