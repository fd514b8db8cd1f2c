"""The parts of answers that other departments are asked for, in rows: every version of what was given is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, func, insert, or_, select, text, update

from live.domain.escalation import Clock
from live.domain.events import Event
from live.domain.followup.part import ASKED, Part, State, move
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.ticket import ON_HOLD, UNFINISHED
from live.store.ids import looked_up
from live.store.tables import escalation, part, part_version, ticket
from live.store.transaction import Transaction

# As the indexes over them say it: with parameters in it SQLite would not know that they are the same.
_STANDS = text("part.state IN ('asked', 'given')")
_IS_ASKED = text("part.state = 'asked'")


def of_tickets(connection: Connection, ticket_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Every part that was asked for these tickets, the first first."""
    if not ticket_ids:
        return []
    mine = select(part).where(part.c.ticket_id.in_(list(ticket_ids)))
    return connection.execute(mine.order_by(part.c.id)).all()


def get(connection: Connection, its: Row[Any], part_id: int) -> Row[Any]:
    """A part of this ticket; `not_found` where it has no such one."""
    mine = select(part).where(part.c.id == part_id, part.c.ticket_id == its.id)
    row = connection.execute(mine).one_or_none()
    if row is None:
        raise Refused("not_found", "Ticket {number} has no part {part}.", number=its.number, part=part_id)
    return row


def to_domain(row: Row[Any], its: Row[Any]) -> Part:
    """`its`: the ticket's row."""
    return Part(row.id, its.number, its.state, its.department, row.department, State(row.state), row.version)


def add(tx: Transaction, its: Row[Any], department: str, by: By, **facts: Any) -> Part:
    """A part that is asked for from now on."""
    # A coordinator is told what becomes of it; an executor has the ticket, or their department has.
    asker = {"by_name": by.name, "by_id": by.account if by.department is None else None, "at": tx.now}
    new = insert(part).values(ticket_id=its.id, department=department, **asker, **facts).returning(part)
    return to_domain(tx.connection.execute(new).one(), its)


def save(tx: Transaction, before: Part, after: Part, by_name: str | None, **facts: Any) -> None:
    """Write a part that was moved, where its version still is as before; `conflict` otherwise. Its term is over."""
    moved = {"state": after.state.value, "version": after.version, "moved_by": by_name, "moved_at": tx.now}
    mine = (part.c.id == before.id, part.c.version == before.version)
    if not tx.connection.execute(update(part).where(*mine).values(**moved, **facts)).rowcount:
        raise before.stale()


def add_version(tx: Transaction, part_id: int, words: str, by_name: str) -> None:
    tx.connection.execute(insert(part_version).values(part_id=part_id, text=words, by_name=by_name, at=tx.now))


def versions_of(connection: Connection, ticket_id: int) -> Sequence[Row[Any]]:
    """Every version of every part of a ticket, the first first."""
    mine = select(part_version).join(part, part.c.id == part_version.c.part_id).where(part.c.ticket_id == ticket_id)
    return connection.execute(mine.order_by(part_version.c.id)).all()


# Who sees a ticket by its part


def shared_with(department: str) -> ColumnElement[bool]:
    """Of a ticket's row: a part of its answer stands that this department was asked for."""
    return ticket.c.id.in_(select(part.c.ticket_id).where(part.c.department == department, _STANDS))


def stands(connection: Connection, ticket_id: int, department: str) -> bool:
    """Whether this department sees the ticket by its part."""
    mine = select(part.c.id).where(part.c.ticket_id == ticket_id, part.c.department == department, _STANDS)
    return connection.execute(mine).first() is not None


def shared_among(connection: Connection, ticket_ids: Collection[int], department: str) -> set[int]:
    """Those of these tickets that this department sees by its part."""
    mine = select(part.c.ticket_id).where(part.c.ticket_id.in_(list(ticket_ids)), part.c.department == department)
    return set(connection.execute(mine.where(_STANDS)).scalars())


def standing(connection: Connection, department: str) -> int:
    """How many tickets a department sees by its parts."""
    mine = select(func.count(part.c.id)).where(part.c.department == department, _STANDS)
    return int(connection.execute(mine).scalar_one())


def sharers(connection: Connection, ticket_id: int) -> set[str]:
    """The departments that see a ticket by their parts."""
    mine = select(part.c.department).where(part.c.ticket_id == ticket_id, _STANDS)
    return set(connection.execute(mine).scalars())


def waited_for(department: str | None) -> ColumnElement[bool]:
    """Of a ticket's row: this department's part, or any (None), is asked and not given, and can be given still."""
    asked = select(part.c.ticket_id).where(_IS_ASKED)
    if department is not None:
        asked = asked.where(part.c.department == department)
    return and_(ticket.c.state.in_([state.value for state in UNFINISHED]), ticket.c.id.in_(asked))


ASKED_OF = (
    select(func.aggregate_strings(part.c.department, "\n"))
    .where(part.c.ticket_id == ticket.c.id, _IS_ASKED)
    .correlate(ticket)
    .scalar_subquery()
    .label("asked_of")
)
"""A column of a ticket's row: the departments whose parts are asked and not given, a line each."""


# What else happens to a ticket


def restart(tx: Transaction, ticket_id: int, resolution_due: datetime) -> None:
    """The ticket's clock begins anew: what was not given has time until it is to be resolved, and is told of anew."""
    mine = update(part).where(part.c.ticket_id == ticket_id, part.c.state == ASKED.value)
    tx.connection.execute(mine.values(due=resolution_due))
    told = (escalation.c.ticket_id == ticket_id, escalation.c.clock == Clock.PART.value)
    tx.connection.execute(delete(escalation).where(*told))


def taken_over(tx: Transaction, its: Row[Any], state: str, department: str, by_name: str | None) -> Sequence[Event]:
    """A ticket, now in that state, is this department's own: its part is asked for no more, which the log is told."""
    mine = select(part).where(part.c.ticket_id == its.id, part.c.department == department, _STANDS)
    row = tx.connection.execute(mine).one_or_none()
    if row is None:
        return ()
    before = Part(row.id, its.number, state, department, department, State(row.state), row.version)
    change = move(before, "drop_part")
    save(tx, before, change.after, by_name)
    return change.events


def remove_of(tx: Transaction, tickets: Any) -> None:
    """Of these tickets, which are no more."""
    gone = select(part.c.id).where(part.c.ticket_id.in_(tickets))
    tx.connection.execute(delete(part_version).where(part_version.c.part_id.in_(gone)))
    tx.connection.execute(delete(part).where(part.c.ticket_id.in_(tickets)))


WERE_ASKED = exists().where(part.c.ticket_id == ticket.c.id)
WERE_GIVEN = exists().where(part.c.ticket_id == ticket.c.id, part.c.state == State.GIVEN.value)
"""Of a ticket's row: a part was asked for; one is given."""


# When a department has another name


def of_department(connection: Connection, name: str, limit: int) -> Sequence[Row[Any]]:
    """Parts that stand and carry a department's name, each with its ticket's number, state and department.

    What was declined or dropped keeps the name that its department then had.
    """
    whose: tuple[Any, ...] = (ticket.c.number, ticket.c.state.label("ticket_state"), ticket.c.department.label("lead"))
    these = select(part, *whose).join(ticket, ticket.c.id == part.c.ticket_id)
    these = these.where(part.c.department == name, _STANDS)
    return connection.execute(these.order_by(part.c.id).limit(limit)).all()


def of_its_ticket(row: Row[Any]) -> Part:
    """A row of `of_department`."""
    return Part(row.id, row.number, row.ticket_state, row.lead, row.department, State(row.state), row.version)


def rename(tx: Transaction, part_id: int, into: str) -> None:
    """It carries the other name of its department; its version stays."""
    tx.connection.execute(update(part).where(part.c.id == part_id).values(department=into))


# Late ones


def late(connection: Connection, now: datetime, tickets: Iterable[int] | None = None) -> Sequence[Row[Any]]:
    """Parts that should have been given by now, of which nobody was told yet: of these tickets, or of any."""
    runs = ticket.c.state != ON_HOLD.value  # On hold the ticket's own deadline stands; the part's does not.
    over = or_(part.c.due <= now, and_(runs, ticket.c.resolution_due <= now))
    told = exists().where(
        escalation.c.ticket_id == part.c.ticket_id,
        escalation.c.clock == Clock.PART.value,
        escalation.c.turn == part.c.id,
    )
    whose: tuple[Any, ...] = (ticket.c.number, ticket.c.state.label("ticket_state"), ticket.c.department.label("lead"))
    these = (
        select(part, *whose, ticket.c.resolution_due, ticket.c.question_id)
        .join(ticket, ticket.c.id == looked_up(part.c.ticket_id))
        .where(_IS_ASKED, ticket.c.state.in_([state.value for state in UNFINISHED]), over, ~told)
    )
    if tickets is not None:
        these = these.where(part.c.ticket_id.in_(list(tickets)))
    return connection.execute(these.order_by(part.c.due, part.c.id).limit(LATE_AT_ONCE)).all()


LATE_AT_ONCE = 500
"""Late parts that are looked at in one go; the next ones come in the next."""
