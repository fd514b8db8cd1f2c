"""Tickets' rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from live.domain.refused import Refused
from live.domain.reply import WAITING
from live.domain.ticket import UNFINISHED, Kind, State, Ticket, number
from live.store.bulk import insert_rows
from live.store.ids import TICKETS_LOG
from live.store.tables import escalation, log, outbox, ticket, ticket_answer, ticket_note, ticket_pause
from live.store.text import written
from live.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket to be made; its number is given when it is stored."""

    question_id: int
    kind: Kind
    department: str | None
    priority: str
    reaction_due: datetime
    resolution_due: datetime
    promise_id: int | None = None


def get(connection: Connection, ticket_number: str) -> Row[Any]:
    """The ticket's row; `not_found` names its number."""
    row = connection.execute(select(ticket).where(ticket.c.number == ticket_number)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no ticket {number}.", number=ticket_number)
    return row


def is_number(connection: Connection, ticket_number: str) -> bool:
    """Whether one of our tickets has this number."""
    return connection.execute(select(ticket.c.id).where(ticket.c.number == ticket_number)).first() is not None


def of_question(connection: Connection, question_id: int, kind: Kind) -> Row[Any] | None:
    return connection.execute(
        select(ticket).where(ticket.c.question_id == question_id, ticket.c.kind == kind.value)
    ).first()


def of_questions(connection: Connection, question_ids: Sequence[int], kind: Kind | None = None) -> list[Row[Any]]:
    """Every ticket of these questions (or those of one kind), in the order of their numbers."""
    mine = select(ticket).where(ticket.c.question_id.in_(question_ids)).order_by(ticket.c.id)
    return list(connection.execute(mine.where(ticket.c.kind == kind.value) if kind else mine).all())


def to_domain(row: Row[Any]) -> Ticket:
    return Ticket(row.number, Kind(row.kind), State(row.state), row.version)


def insert_new(tx: Transaction, new: Sequence[NewTicket]) -> list[str]:
    """New tickets, numbered on; locks the centre's log of tickets. Their numbers, in order."""
    tx.lock(TICKETS_LOG)
    numbered = update(log).where(log.c.id == TICKETS_LOG).values(last_number=log.c.last_number + len(new))
    last = tx.connection.execute(numbered.returning(log.c.last_number)).scalar_one() - len(new)
    rows = [
        {
            "id": count,
            "number": number(count, tx.now),
            "question_id": item.question_id,
            "promise_id": item.promise_id,
            "kind": item.kind.value,
            "department": item.department,
            "priority": item.priority,
            "created_at": written(tx.now),
            "reaction_due": written(item.reaction_due),
            "resolution_due": written(item.resolution_due),
        }
        for count, item in enumerate(new, last + 1)
    ]
    insert_rows(tx.connection, (ticket, rows))
    return [str(row["number"]) for row in rows]


def save(tx: Transaction, before: Ticket, after: Ticket, **columns: Any) -> None:
    """Write a moved ticket where its version is still `before`'s; `conflict` otherwise."""
    found = tx.connection.execute(
        update(ticket)
        .where(ticket.c.number == after.number, ticket.c.version == before.version)
        .values(state=after.state.value, version=after.version, **columns)
    ).rowcount
    if found != 1:
        raise Refused("conflict", "Ticket {number} has changed meanwhile.", number=after.number)


def of_department(connection: Connection, name: str, limit: int) -> Sequence[Any]:
    """Tickets that carry a department's name, the first first."""
    these = select(ticket.c.id, ticket.c.number, ticket.c.state).where(ticket.c.department == name)
    return connection.execute(these.order_by(ticket.c.id).limit(limit)).all()


def set_department(tx: Transaction, ids: Sequence[int], name: str) -> None:
    """These carry another name of their department; their versions stay."""
    tx.connection.execute(update(ticket).where(ticket.c.id.in_(ids)).values(department=name))


def departments_in_use(connection: Connection) -> list[str]:
    """Every name that a ticket carries, found by leaping through the index however many tickets there are."""
    first = select(func.min(ticket.c.department).label("name")).cte("used", recursive=True)
    later = select(func.min(ticket.c.department)).where(ticket.c.department > first.c.name).scalar_subquery()
    used = first.union_all(select(later).where(first.c.name.is_not(None)))
    return list(connection.execute(select(used.c.name).where(used.c.name.is_not(None))).scalars())


def unfinished_by_department(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """How many tickets of these departments are worked on; one that has none is left out."""
    counted = (
        select(ticket.c.department, func.count(ticket.c.id))
        .where(ticket.c.department.in_(list(names)), ticket.c.state.in_([state.value for state in UNFINISHED]))
        .group_by(ticket.c.department)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def add_note(tx: Transaction, ticket_id: int, text: str, by_name: str) -> None:
    tx.connection.execute(insert(ticket_note).values(ticket_id=ticket_id, text=text, by_name=by_name, at=tx.now))


def has_note(connection: Connection, ticket_id: int, text: str) -> bool:
    """Whether somebody has noted just this beside the ticket."""
    same = select(ticket_note.c.id).where(ticket_note.c.ticket_id == ticket_id, ticket_note.c.text == text)
    return connection.execute(same).first() is not None


def remove(tx: Transaction, condition: Any) -> int:
    """Take tickets out with all that hangs on them, as a rehearsal's reset does; how many. What was sent stays sent."""
    gone = select(ticket.c.id).where(condition)
    for table in (ticket_answer, ticket_note, ticket_pause, escalation):
        tx.connection.execute(delete(table).where(table.c.ticket_id.in_(gone)))
    # A letter to one of our own that has not gone yet would tell of a ticket that is no more.
    unsent = outbox.c.question_id.is_(None) & (outbox.c.state == WAITING.value)
    tx.connection.execute(delete(outbox).where(outbox.c.ticket_id.in_(gone), unsent))
    tx.connection.execute(update(outbox).where(outbox.c.ticket_id.in_(gone)).values(ticket_id=None))
    return int(tx.connection.execute(delete(ticket).where(condition)).rowcount)
