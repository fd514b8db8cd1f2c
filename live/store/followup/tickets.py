"""Tickets' rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, or_, select, update

from live.domain.events import Event
from live.domain.followup.approval import Fate
from live.domain.refused import Refused
from live.domain.reply import CANCELLED, WAITING
from live.domain.ticket import UNFINISHED, Kind, State, Ticket, number
from live.store.bulk import insert_rows
from live.store.followup import news, parts, versions
from live.store.ids import TICKETS_LOG, ids_of_broadcast
from live.store.show import files
from live.store.show.questions import ticketed_by_wrap
from live.store.tables import (
    answer_version,
    escalation,
    log,
    outbox,
    question,
    ticket,
    ticket_answer,
    ticket_note,
    ticket_pause,
)
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
    clock_from: datetime | None = None


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
    state = State(row.state)
    # A program from before approval may have moved a ticket on without taking the term out.
    submitted = row.approval_due is not None and state is State.IN_PROGRESS
    return Ticket(row.number, Kind(row.kind), state, row.version, submitted)


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
            "clock_from": written(item.clock_from) if item.clock_from else None,
            "reaction_due": written(item.reaction_due),
            "resolution_due": written(item.resolution_due),
        }
        for count, item in enumerate(new, last + 1)
    ]
    insert_rows(tx.connection, (ticket, rows))
    return [str(row["number"]) for row in rows]


def save(tx: Transaction, before: Ticket, after: Ticket, **columns: Any) -> None:
    """Write a moved ticket where its version is still `before`'s; `conflict` otherwise.

    An answer that waited and does not after this move has lapsed, unless somebody has decided on it.
    """
    if before.submitted and not after.submitted:
        columns = {"approval_due": None, **columns}
    found = tx.connection.execute(
        update(ticket)
        .where(ticket.c.number == after.number, ticket.c.version == before.version)
        .values(state=after.state.value, version=after.version, **columns)
        .returning(ticket.c.id)
    ).scalar_one_or_none()
    if found is not None and before.submitted and not after.submitted:
        versions.settle(tx, found, Fate.LAPSED)
    if found is None:
        raise Refused("conflict", "Ticket {number} has changed meanwhile.", number=after.number)


def of_department(connection: Connection, name: str, limit: int) -> Sequence[Any]:
    """Tickets that carry a department's name, the first first."""
    these = select(ticket.c.id, ticket.c.number, ticket.c.state).where(ticket.c.department == name)
    return connection.execute(these.order_by(ticket.c.id).limit(limit)).all()


def under_way_of(connection: Connection, account_id: int) -> Sequence[Row[Any]]:
    """A person's own that are assigned or worked on, the first first."""
    under_way = ticket.c.state.in_([State.ASSIGNED.value, State.IN_PROGRESS.value])
    mine = (ticket.c.owner_id == account_id, under_way, ticket.c.department.is_not(None))
    return connection.execute(select(ticket).where(*mine).order_by(ticket.c.id)).all()


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


_ANSWERED = or_(
    ticket.c.state.in_([state.value for state in State if state not in UNFINISHED]),
    ticket.c.published_at.is_not(None),
    ticket.c.approval_due.is_not(None),
    parts.WERE_GIVEN,
    exists().where(ticket_answer.c.ticket_id == ticket.c.id),
    # Since it is there: what was written to them before did not answer it.
    exists().where(
        outbox.c.question_id == ticket.c.question_id,
        outbox.c.at >= ticket.c.created_at,
        outbox.c.state != CANCELLED.value,
    ),
)
"""Whose askers were told something, or are about to be; or other departments have written a part of it."""

_WORKED_ON = or_(
    ticket.c.version > 1, parts.WERE_ASKED, exists().where(ticket_note.c.ticket_id == ticket.c.id), _ANSWERED
)


def is_answered(connection: Connection, ticket_id: int) -> bool:
    """Whether those who asked were told something of it, or are about to be; or everybody may read it."""
    return connection.execute(select(ticket.c.id).where(ticket.c.id == ticket_id, _ANSWERED)).first() is not None


def of_promise(connection: Connection, promise_id: int) -> Row[Any] | None:
    return connection.execute(select(ticket).where(ticket.c.promise_id == promise_id)).first()


def _of_wrap(broadcast_id: int) -> ColumnElement[bool]:
    """Those that a broadcast's wrap has made: of every promise, and of what it found unanswered."""
    low, high = ids_of_broadcast(broadcast_id)
    theirs = select(question.c.id).where(ticketed_by_wrap(broadcast_id))
    unanswered = (ticket.c.kind == Kind.UNANSWERED.value) & ticket.c.question_id.in_(theirs)
    return ticket.c.question_id.between(low, high) & or_(ticket.c.kind == Kind.PROMISE.value, unanswered)


def worked_on_since_wrap(connection: Connection, broadcast_id: int) -> Sequence[str]:
    """The numbers of those that a broadcast's wrap has made and somebody has worked on since."""
    mine = select(ticket.c.number).where(_of_wrap(broadcast_id), _WORKED_ON)
    return connection.execute(mine.order_by(ticket.c.id)).scalars().all()


def of_promises(connection: Connection, broadcast_id: int, limit: int) -> Sequence[Row[Any]]:
    """The first tickets of a broadcast's promises."""
    low, high = ids_of_broadcast(broadcast_id)
    mine = ticket.c.question_id.between(low, high) & (ticket.c.kind == Kind.PROMISE.value)
    return connection.execute(select(ticket).where(mine).order_by(ticket.c.id).limit(limit)).all()


def remove_rows(tx: Transaction, rows: Sequence[Row[Any]]) -> None:
    """Take these tickets out, as `remove` does, and tell their log."""
    if not rows:
        return
    remove(tx, ticket.c.id.in_([row.id for row in rows]))
    numbers = [row.number for row in rows]
    tx.append(TICKETS_LOG, [Event("tickets.removed", data={"count": len(numbers), "tickets": numbers})], None)


def remove(tx: Transaction, condition: Any) -> int:
    """Take tickets out with all that hangs on them, as a rehearsal's reset does; how many. What was sent stays sent."""
    gone = select(ticket.c.id).where(condition)
    news.forget_of_tickets(tx, gone)
    parts.remove_of(tx, gone)
    files.forget_of_tickets(tx, gone)
    for table in (answer_version, ticket_answer, ticket_note, ticket_pause, escalation):
        tx.connection.execute(delete(table).where(table.c.ticket_id.in_(gone)))
    # A letter to one of our own that has not gone yet would tell of a ticket that is no more.
    unsent = outbox.c.question_id.is_(None) & (outbox.c.state == WAITING.value)
    tx.connection.execute(delete(outbox).where(outbox.c.ticket_id.in_(gone), unsent))
    tx.connection.execute(update(outbox).where(outbox.c.ticket_id.in_(gone)).values(ticket_id=None))
    return int(tx.connection.execute(delete(ticket).where(condition)).rowcount)
