"""What a department's new name leaves to do: tickets and promises with the one before follow it, slice by slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.domain.events import Event
from live.domain.people import By, Role
from live.store.centre import departments
from live.store.followup import tickets
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.rows import Row
from live.store.show import promises
from live.store.transaction import Store, Transaction

SLICE = 200
"""Tickets, or promises, in one transaction: it holds the one writer of an embedded database."""


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
            if move_tickets(tx, move.name, move.into, by) < SLICE:
                asked = promises.of_department(tx.connection, move.name, SLICE)
                _move_promises(tx, [row for row in asked if row.question_id // NUMBERS in broadcasts], move.into, by)
                if not promises.of_department(tx.connection, move.name, 1):
                    departments.moved(tx, move.name)
    return True


def _who(move: Row[Any]) -> By | None:
    """Whoever has renamed or merged it; nobody where a migration has found two spellings."""
    return By(move.by_name, Role.ADMIN.value, credential=move.by_credential) if move.by_name else None


def move_tickets(tx: Transaction, name: str, into: str, by: By | None) -> int:
    """Give a slice of one name's tickets the other one, and tell their log; how many. Their versions stay."""
    rows = tickets.of_department(tx.connection, name, SLICE)
    tickets.set_department(tx, [row.id for row in rows], into)
    facts = {"department": into, "from": name}
    tx.append(
        TICKETS_LOG,
        [
            Event("ticket.department_changed", was=row.state, state=row.state, ticket=row.number, data=facts)
            for row in rows
        ],
        by,
    )
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
