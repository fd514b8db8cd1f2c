"""Making tickets of questions, inside the transaction that ends or answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from live.domain.events import Event
from live.domain.people import By
from live.domain.ticket import OPEN, Kind
from live.store import questions, tickets
from live.store.calendar import reckoning
from live.store.tables import TICKETS_LOG, question_id
from live.store.tickets import NewTicket
from live.store.transaction import Transaction


def open_tickets(
    tx: Transaction,
    broadcast: Row[Any],
    numbers: Sequence[int],
    kind: Kind,
    by: By | None,
    *,
    department: str | None = None,
    priority: str = "normal",
) -> list[str]:
    """A ticket for each question, with its due times, and one event for all on the centre's log; their numbers.

    The centre's log of tickets must be locked (a command says `tickets`).
    """
    ids = [question_id(broadcast.id, number) for number in numbers]
    topics, by_now = questions.topics(tx.connection, ids), reckoning(tx.connection)
    new = []
    for id_ in ids:
        due = by_now.dues(broadcast.zone, tx.now, topics[id_], priority)
        new.append(NewTicket(id_, kind, department, priority, due.reaction, due.resolution))
    made = tickets.insert_new(tx, new)
    _announce(tx, made, department, by)
    return made


def _announce(tx: Transaction, made: Sequence[str], department: str | None, by: By | None) -> None:
    """Tell the centre's log: one ticket by name, many (which have no department yet) as a run of numbers."""
    if len(made) == 1:
        told = {"department": department}
        tx.append(TICKETS_LOG, [Event("ticket.opened", state=OPEN.value, ticket=made[0], data=told)], by)
    elif made:
        tx.append(TICKETS_LOG, [Event("tickets.opened", state=OPEN.value, data={"tickets": list(made)})], by)


def retell(tx: Transaction, broadcast: Row[Any], numbers: Sequence[int], by: By | None) -> None:
    """What these questions' tickets tell of them (the text, the place, how many ask) has changed: say so in their log.

    The centre's log of tickets must be locked.
    """
    rows = tickets.of_questions(tx.connection, [question_id(broadcast.id, number) for number in numbers])
    told = [
        Event("ticket.retold", was=row.state, state=row.state, ticket=row.number, data={"department": row.department})
        for row in rows
    ]
    tx.append(TICKETS_LOG, told, by)
