"""A ticket's clock: hold it, let it run on, give the ticket another priority, or turn it into a formal appeal."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import Row

from live.domain import ticket as rules
from live.domain.deadline import Track
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.ticket import Priority
from live.followup.tickets import OnTicket, seen, store
from live.store.commands import Commands
from live.store.followup import clocks
from live.store.transaction import Transaction

COMMANDS = Commands()


class Hold(OnTicket):
    """`waits`: for the resident's word."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    waits: bool = False


class Prioritise(OnTicket):
    priority: Priority


@COMMANDS.add("ticket.hold", rules.WHO["hold"], Hold)
def hold(tx: Transaction, log: Row[Any], body: Hold, by: By) -> None:
    """The clock stops. The reason is a text, and stays out of the log."""
    row, ticket = seen(tx, body, by)
    change = rules.move(ticket, "hold", department=row.department, waits=body.waits)
    clocks.stop(tx, row)
    store(tx, log, ticket, change, by, held_at=tx.now, hold_reason=body.reason, waits=body.waits)


@COMMANDS.add("ticket.resume", rules.WHO["resume"], OnTicket)
def resume(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """The clock runs on: what was left of the time when it stopped is left now."""
    row, ticket = seen(tx, body, by)
    change = rules.move(ticket, "resume", department=row.department)
    clocks.run_on(tx, row)
    due = clocks.anew(tx, row.id)
    store(tx, log, ticket, change, by, held_at=None, hold_reason=None, waits=False, **due)


@COMMANDS.add("ticket.prioritise", rules.WHO["prioritise"], Prioritise)
def prioritise(tx: Transaction, log: Row[Any], body: Prioritise, by: By) -> None:
    """By the terms of its new priority, from the same beginning."""
    row, ticket = seen(tx, body, by)
    change = rules.move(ticket, "prioritise", department=row.department, priority=body.priority)
    due = clocks.anew(tx, row.id, priority=body.priority)
    store(tx, log, ticket, change, by, priority=body.priority, **due)


@COMMANDS.add("ticket.formal", rules.WHO["formal"], OnTicket)
def formal(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """A formal appeal from now on: registered within 3 calendar days, answered within 30."""
    row, ticket = seen(tx, body, by)
    change = rules.move(ticket, "formal", department=row.department)
    if row.track == Track.FORMAL:
        raise Refused("illegal", "Ticket {number} is a formal appeal already.", number=row.number)
    store(tx, log, ticket, change, by, track=Track.FORMAL.value, **clocks.afresh(tx, row, track=Track.FORMAL.value))
