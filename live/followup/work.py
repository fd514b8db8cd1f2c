"""Assign a ticket, start it, resolve it, close it, reopen it. Its clock is in `clocks`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import Row

from live.domain import ticket as rules
from live.domain.people import By
from live.store import clocks, tickets
from live.store.commands import Body, Commands, Number
from live.store.transaction import Transaction

COMMANDS = Commands()

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class OnTicket(Body):
    ticket: str
    version: Number


class Assign(OnTicket):
    department: Short
    owner: Short | None = None


class Resolve(OnTicket):
    answer: Annotated[str, StringConstraints(min_length=1, max_length=9000)]


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


@COMMANDS.add("ticket.resolve", rules.WHO["resolve"], Resolve)
def resolve(tx: Transaction, log: Row[Any], body: Resolve, by: By) -> None:
    """With the answer that the person who asked will get."""
    row, ticket = _seen(tx, body)
    change = rules.move(ticket, "resolve", department=row.department)
    _store(tx, log, ticket, change, by, answer=body.answer)


def _declare(verb: str) -> None:
    @COMMANDS.add(f"ticket.{verb}", rules.WHO[verb], OnTicket)
    def handler(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
        row, ticket = _seen(tx, body)
        _store(tx, log, ticket, rules.move(ticket, verb, department=row.department), by)


for _verb in ("start", "close"):
    _declare(_verb)


@COMMANDS.add("ticket.reopen", rules.WHO["reopen"], OnTicket)
def reopen(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """Its clock begins anew."""
    row, ticket = _seen(tx, body)
    change = rules.move(ticket, "reopen", department=row.department)
    _store(tx, log, ticket, change, by, **clocks.afresh(tx, row))
