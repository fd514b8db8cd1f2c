"""Assign a ticket, start it, hold it, resume it, close it, reopen it. Answering it is in answers.py."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import Row

from live.domain import ticket as rules
from live.domain.deadline import due, worked
from live.domain.people import By
from live.store import broadcasts, tickets
from live.store.calendar import calendar_at
from live.store.commands import Body, Commands, Number
from live.store.tables import NUMBERS
from live.store.transaction import Transaction

COMMANDS = Commands()

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class OnTicket(Body):
    ticket: str
    version: Number


class Assign(OnTicket):
    department: Short
    owner: Short | None = None


# An event names its ticket's department: the department's own screens count by it, whatever the row says by then.


def _seen(tx: Transaction, body: OnTicket) -> tuple[Row[Any], rules.Ticket]:
    row = tickets.get(tx.connection, body.ticket)
    ticket = tickets.to_domain(row)
    rules.check_version(ticket, body.version)
    return row, ticket


def _store(tx: Transaction, log: Row[Any], before: rules.Ticket, change: rules.Change, by: By, **columns: Any) -> None:
    tickets.save(tx, before, change.ticket, **columns)
    tx.append(log.id, change.events, by)


@COMMANDS.add("ticket.assign", rules.WHO["assign"], Assign)
def assign(tx: Transaction, log: Row[Any], body: Assign, by: By) -> None:
    """To a department, and to a person of it where one is named."""
    row, ticket = _seen(tx, body)
    change = rules.move(ticket, "assign", department=body.department, **{"from": row.department})
    _store(tx, log, ticket, change, by, department=body.department, owner=body.owner)


@COMMANDS.add("ticket.hold", rules.WHO["hold"], OnTicket)
def hold(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """The clock stops."""
    row, ticket = _seen(tx, body)
    change = rules.move(ticket, "hold", department=row.department)
    _store(tx, log, ticket, change, by, held_at=tx.now)


@COMMANDS.add("ticket.resume", rules.WHO["resume"], OnTicket)
def resume(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """The clock runs on: what was left of the working time when it stopped is left now."""
    row, ticket = _seen(tx, body)
    change = rules.move(ticket, "resume", department=row.department)
    zone = broadcasts.by_id(tx.connection, row.question_id // NUMBERS).zone
    moved = {}
    for name in ("reaction_due", "resolution_due"):
        left = worked(row.held_at, getattr(row, name), calendar_at(row.held_at, zone))
        if left:
            moved[name] = due(tx.now, left, calendar_at(tx.now, zone))
    _store(tx, log, ticket, change, by, held_at=None, **moved)


def _declare(verb: str) -> None:
    @COMMANDS.add(f"ticket.{verb}", rules.WHO[verb], OnTicket)
    def handler(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
        row, ticket = _seen(tx, body)
        _store(tx, log, ticket, rules.move(ticket, verb, department=row.department), by)


for _verb in ("start", "close", "reopen"):
    _declare(_verb)
