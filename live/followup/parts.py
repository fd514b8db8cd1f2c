"""Parts of a ticket's answer: further departments are asked for them, and give, correct or decline theirs.

The answer itself is written by those whose ticket it is (decision 37).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from live.domain.followup import part as rules
from live.domain.followup.part import Part
from live.domain.people import By
from live.domain.transitions import check_version
from live.followup.tickets import get_seen, get_visible, worker_of
from live.protocol.commands.parts import AskPart, DeclinePart, GivePart, OnPart
from live.store.centre import departments
from live.store.centre.calendar import reckoning
from live.store.commands import BUS
from live.store.followup import parts
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Transaction


@BUS.handles("ticket.ask_part")
def ask_part(tx: Transaction, log: Row[Any], body: AskPart, by: By) -> dict[str, Any]:
    """A department, and a person of it where one is named, is to write what the answer needs of it."""
    row = get_visible(tx, body.ticket, by)
    rules.check_under_way(row.number, row.state)
    department = departments.meant(tx.connection, body.department)
    asked = [parts.to_domain(one, row) for one in parts.of_tickets(tx.connection, [row.id])]
    lead = departments.meant(tx.connection, row.department) if row.department else None
    rules.check_may_be_asked(row.number, lead, department, asked)
    person, account = (None, None) if body.login is None else worker_of(tx, department, body.login)
    due = _due(tx, row, body.hours)
    part = parts.add(tx, row, department, by, person=person, person_id=account, text=body.text, due=due)
    whom = {} if account is None else {"to": account}
    tx.append(log.id, [part.event("ticket.part_asked", **whom)], by)
    return {"part": part.id}


@BUS.handles("ticket.give_part")
def give_part(tx: Transaction, log: Row[Any], body: GivePart, by: By) -> None:
    """It is given, or corrected: each version is kept."""
    part = _store(tx, log, body, by)
    parts.add_version(tx, part.id, body.text, by.name)


@BUS.handles("ticket.decline_part")
def decline_part(tx: Transaction, log: Row[Any], body: DeclinePart, by: By) -> None:
    """The department says why it gives none, and sees the ticket no more."""
    _store(tx, log, body, by, reason=body.reason)


@BUS.handles("ticket.drop_part")
def drop_part(tx: Transaction, log: Row[Any], body: OnPart, by: By) -> None:
    """Those whose ticket it is want it no more."""
    _store(tx, log, body, by)


def _store(tx: Transaction, log: Row[Any], body: OnPart, by: By, **facts: Any) -> Part:
    """Do what the command says to its part and tell the tickets' log; the part as it is then."""
    its = get_visible(tx, body.ticket, by) if body.verb == "drop_part" else get_seen(tx, body.ticket, by)
    row = parts.get(tx.connection, its, body.part)
    before = parts.to_domain(row, its)
    if body.verb != "drop_part":
        rules.check_theirs(before, by)
    check_version(before, body.version)
    rules.check_under_way(its.number, its.state)
    whom = {} if row.by_id is None or body.verb == "drop_part" else {"asked_by": row.by_id}
    change = rules.move(before, body.verb, **whom)
    parts.save(tx, before, change.after, by.name, **facts)
    tx.append(log.id, change.events, by)
    return change.after


def _due(tx: Transaction, row: Row[Any], hours: int) -> datetime:
    """By when it is to be given, by the calendar of the question's own zone."""
    asked = questions.by_id(tx.connection, row.question_id)
    zone = broadcasts.by_id(tx.connection, asked.broadcast_id).zone
    return rules.due(tx.now, hours, reckoning(tx.connection).calendar(zone, tx.now), row.resolution_due)
