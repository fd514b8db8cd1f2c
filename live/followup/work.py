"""Assign a ticket, take it, start it, note on it, close it, reopen it. Clocks are in `clocks`, answers in `answers`."""

from __future__ import annotations

from typing import Any

from live.domain import ticket as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.tickets import get_seen, load_for_update, store, ticket_event, worker_of
from live.protocol.commands import OnTicket
from live.protocol.commands.tickets import Assign, Note, Reopen
from live.store.centre import departments
from live.store.commands import BUS
from live.store.followup import news, parts, tickets
from live.store.followup.clocks import columns_of_a_restart
from live.store.rows import Row
from live.store.transaction import Transaction


@BUS.handles("ticket.assign")
def assign(tx: Transaction, log: Row[Any], body: Assign, by: By) -> None:
    """To a department, and to a person of it where one is named."""
    row, ticket = load_for_update(tx, body, by)
    department = departments.meant(tx.connection, body.department)
    owner, owner_id = _owner(tx, body, department)
    facts = {"from": row.department, **_owner_before(row, owner_id)}
    change = rules.transition(ticket, "assign", department=department, **facts)
    store(tx, log, ticket, change, by, department=department, owner=owner, owner_id=owner_id, **_reacted(tx, row))
    tx.append(log.id, parts.taken_over(tx, row, change.after.state.value, department, by.name), by)


def _owner(tx: Transaction, body: Assign, department: str) -> tuple[str | None, int | None]:
    """The owner's name, and account where a login was given; `invalid` where nobody works there under that login."""
    if body.owner_login is None:
        return body.owner, None
    return worker_of(tx, department, body.owner_login)


def _owner_before(row: Row[Any], owner_id: int | None) -> dict[str, Any]:
    """The account that has it no more, for an event: so that it is told."""
    return {"owner_before": row.owner_id} if row.owner_id not in (None, owner_id) else {}


def _reacted(tx: Transaction, row: Row[Any]) -> dict[str, Any]:
    """The moment of the first reaction, where this is it."""
    return {"reacted_at": tx.now} if row.reacted_at is None else {}


@BUS.handles("ticket.take")
def take(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """Whoever takes it owns it, and is at work on it."""
    row, ticket = load_for_update(tx, body, by)
    change = rules.transition(ticket, "take", department=row.department, **_owner_before(row, by.account))
    if row.department is None:
        raise Refused("illegal", "Assign the ticket {number} to a department first.", number=row.number)
    store(tx, log, ticket, change, by, owner=by.name, owner_id=by.account, **_reacted(tx, row))


@BUS.handles("ticket.start")
def start(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    row, ticket = load_for_update(tx, body, by)
    store(tx, log, ticket, rules.transition(ticket, "start", department=row.department), by, **_reacted(tx, row))


@BUS.handles("ticket.note")
def note(tx: Transaction, log: Row[Any], body: Note, by: By) -> dict[str, Any]:
    """For those who work on it; no resident sees it. Whom it names is told of it."""
    row = get_seen(tx, body.ticket, by)
    tickets.add_note(tx, row.id, body.text, by.name)
    theirs = {row.department, *parts.sharers(tx.connection, row.id)}
    whom, names = news.named_in(tx.connection, body.text, by, lambda one: any(map(one.sees, theirs)))
    tx.append(log.id, [ticket_event("ticket.noted", row, **whom.facts())], by)
    return {"told": names}


@BUS.handles("ticket.close")
def close(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    row, ticket = load_for_update(tx, body, by)
    store(tx, log, ticket, rules.transition(ticket, "close", department=row.department), by, closed_at=tx.now)


@BUS.handles("ticket.reopen")
def reopen(tx: Transaction, log: Row[Any], body: Reopen, by: By) -> None:
    """The answer did not do; why stands among the notes. Its clock begins anew."""
    row, ticket = load_for_update(tx, body, by)
    change = rules.transition(ticket, "reopen", department=row.department)
    store(tx, log, ticket, change, by, **columns_of_a_restart(tx, row))
    if body.reason is not None:
        tickets.add_note(tx, row.id, body.reason, by.name)
