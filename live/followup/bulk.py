"""One move on many tickets."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from live.domain import ticket as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.store.commands import Body, Commands, Number
from live.store.one_by_one import one_by_one
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
        return one_by_one(tx, known, lambda one: known.handler(tx, log, one, by), body, body.tickets, by)
