"""What a department's new name leaves to do: what carries the one before follows it, slice by slice.

Tickets first, then the parts of answers that it was asked for, then promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from live.domain.events import Event
from live.domain.followup import part as rules
from live.domain.people import By, Role
from live.store.centre import departments
from live.store.followup import parts, tickets
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.rows import Row
from live.store.show import promises
from live.store.transaction import Store, Transaction

SLICE = 200
"""Tickets, parts or promises, in one transaction: it holds the one writer of an embedded database."""


def waiting_names(store: Store) -> list[str]:
    """The former names that something still carries."""
    with store.read() as connection:
        return [row.name for row in departments.moving(connection)]


def move_some(store: Store, name: str) -> bool:
    """Bring along one slice of what still carries this former name; whether there was anything to do."""
    with store.read() as connection:
        if not departments.moving(connection, name):
            return False
        # Their logs are locked in the one order that there is, so they must be known before.
        broadcasts = {row.question_id // NUMBERS for row in promises.of_department(connection, name, SLICE)}
    with store.write() as tx:
        tx.lock(TICKETS_LOG, *broadcasts)
        for move in departments.moving(tx.connection, name):
            by = _who(move)
            if move_work(tx, move.name, move.into, by):
                asked = promises.of_department(tx.connection, move.name, SLICE)
                _move_promises(tx, [row for row in asked if row.question_id // NUMBERS in broadcasts], move.into, by)
                if not promises.of_department(tx.connection, move.name, 1):
                    departments.moved(tx, move.name)
    return True


def _who(move: Row[Any]) -> By | None:
    """Whoever has renamed or merged it; nobody where a migration has found two spellings."""
    return By(move.by_name, Role.ADMIN.value, credential=move.by_credential) if move.by_name else None


def move_work(tx: Transaction, name: str, into: str, by: By | None) -> bool:
    """Give a slice of one name's tickets, then of its parts of answers, the other one; whether that was all of them."""
    return _move_tickets(tx, name, into, by) < SLICE and _move_parts(tx, name, into, by) < SLICE


def _move_tickets(tx: Transaction, name: str, into: str, by: By | None) -> int:
    """These carry the other name, and their log is told; how many. Their versions stay."""
    rows = tickets.of_department(tx.connection, name, SLICE)
    tickets.set_department(tx, [row.id for row in rows], into)
    facts = {"department": into, "from": name}
    shared = parts.shared_among(tx.connection, [row.id for row in rows], into)
    events: list[Event] = []
    for row in rows:
        told = Event("ticket.department_changed", was=row.state, state=row.state, ticket=row.number, data=facts)
        own = parts.taken_over(tx, row, row.state, into, by.name if by else None) if row.id in shared else ()
        events += [told, *own]
    tx.append(TICKETS_LOG, events, by)
    return len(rows)


def _move_parts(tx: Transaction, name: str, into: str, by: By | None) -> int:
    """The same of the parts of answers that this department was asked for.

    Where the other one has the ticket itself, or was asked for a part of it too, this one is asked for no more.
    """
    rows = parts.of_department(tx.connection, name, SLICE)
    events: list[Event] = []
    for row in rows:
        part = parts.of_its_ticket(row)
        if row.lead == into or parts.stands(tx.connection, row.ticket_id, into):
            change = rules.move(part, "drop_part")
            parts.save(tx, part, change.after, by.name if by else None)
            events += change.events
        else:
            events.append(replace(part, of=into).event("ticket.part_moved", was_of=name))
            parts.rename(tx, row.id, into)
    tx.append(TICKETS_LOG, events, by)
    return len(rows)


def _move_promises(tx: Transaction, promised: Sequence[Row[Any]], into: str, by: By | None) -> None:
    """The same of promises, each question told in its broadcast's log."""
    promises.set_department(tx, [row.id for row in promised], into)
    by_broadcast: dict[int, dict[int, str]] = {}
    for row in promised:
        by_broadcast.setdefault(row.question_id // NUMBERS, {})[row.question_id % NUMBERS] = row.state
    for broadcast_id, states in sorted(by_broadcast.items()):
        events = [Event("question.retold", number, state, state) for number, state in sorted(states.items())]
        tx.append(broadcast_id, events, by)
