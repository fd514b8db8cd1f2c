"""A ticket's clock: hold it, let it run on, give the ticket another priority, or turn it into a formal appeal."""

from __future__ import annotations

from typing import Any

from live.domain import ticket as rules
from live.domain.deadline import Track
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.tickets import seen, store
from live.protocol.commands import OnTicket
from live.protocol.commands.tickets import Hold, Prioritise
from live.store.commands import BUS
from live.store.followup import clocks
from live.store.rows import Row
from live.store.transaction import Transaction


@BUS.handles("ticket.hold")
def hold(tx: Transaction, log: Row[Any], body: Hold, by: By) -> None:
    """The clock stops. The reason is a text, and stays out of the log."""
    row, ticket = seen(tx, body, by)
    change = rules.transition(ticket, "hold", department=row.department, waits=body.waits)
    clocks.stop(tx, row)
    store(tx, log, ticket, change, by, held_at=tx.now, hold_reason=body.reason, waits=body.waits)


@BUS.handles("ticket.resume")
def resume(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """The clock runs on: what was left of the time when it stopped is left now."""
    row, ticket = seen(tx, body, by)
    change = rules.transition(ticket, "resume", department=row.department)
    clocks.run_on(tx, row)
    due = clocks.recalculate(tx, row.id)
    store(tx, log, ticket, change, by, held_at=None, hold_reason=None, waits=False, **due)


@BUS.handles("ticket.prioritise")
def prioritise(tx: Transaction, log: Row[Any], body: Prioritise, by: By) -> None:
    """By the terms of its new priority, from the same beginning."""
    row, ticket = seen(tx, body, by)
    change = rules.transition(ticket, "prioritise", department=row.department, priority=body.priority)
    due = clocks.recalculate(tx, row.id, priority=body.priority)
    store(tx, log, ticket, change, by, priority=body.priority, **due)


@BUS.handles("ticket.formal")
def formal(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """A formal appeal from now on: registered within 3 calendar days, answered within 30."""
    row, ticket = seen(tx, body, by)
    change = rules.transition(ticket, "formal", department=row.department)
    if row.track == Track.FORMAL:
        raise Refused("illegal", "Ticket {number} is a formal appeal already.", number=row.number)
    store(tx, log, ticket, change, by, track=Track.FORMAL.value, **clocks.restart(tx, row, track=Track.FORMAL.value))
