"""One move on many tickets."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from live.domain import ticket as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.store.commands import Body, Commands, Number, parse, savepoint
from live.store.rows import Row
from live.store.transaction import Transaction

IN_BULK = ("assign", "take", "start", "hold", "resume", "close", "reopen", "prioritise")
"""An answer is for those who asked: none goes to many tickets at once."""


class Seen(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ticket: str
    version: Number


class Bulk(Body):
    """One of the moves on many tickets; the other fields are that move's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str
    tickets: Annotated[list[Seen], Field(min_length=1, max_length=500)]


def declare(commands: Commands) -> None:
    """Add `tickets.bulk` to the commands whose moves it makes."""

    @commands.add("tickets.bulk", rules.WORKERS, Bulk)
    def bulk(tx: Transaction, log: Row[Any], body: Bulk, by: By) -> dict[str, Any]:
        """In order; one that is refused sinks no other."""
        known = commands.known.get(body.do)
        if known is None or body.do not in {f"ticket.{verb}" for verb in IN_BULK}:
            raise Refused("invalid", "“{type}” cannot be done to many tickets at once.", type=body.do)
        if by.role not in {role.value for role in known.roles}:
            raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(known.roles))
        fields = body.model_extra or {}
        bodies = [
            parse(known.body, {"id": str(body.id), "type": body.do, **item.model_dump(), **fields})
            for item in body.tickets
        ]
        results: list[dict[str, Any]] = []
        for item in bodies:
            try:
                with savepoint(tx):
                    results.append({"ok": True, **(known.handler(tx, log, item, by) or {})})
            except Refused as refused:
                # Put into the reader's language where it is sent.
                error = {"code": refused.code, "message": refused.message, "params": refused.params}
                results.append({"ok": False, "ticket": item.ticket, "error": error})
        return {"results": results}
