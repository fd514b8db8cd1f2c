"""The questions and tickets behind a number of the figures: by the day's counter, those of that day that it counts.

A day is looked for by the moments that the measure counts, which have indexes, and a little wider than a day: each
broadcast has a clock of its own. What is kept of each for the counters then says whether the number has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select, union

from live.domain.followup.figures import BY_DEPARTMENT, CENTRE, Work
from live.domain.question import ANSWERED, DECLINED, MERGED, TRANSFERRED
from live.domain.ticket import CLOSED, RESOLVED
from live.store.tables import (
    broadcast,
    figure_day,
    figure_hour,
    figure_step,
    figure_work,
    question,
    ticket,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the figures: its counter, of one hour of each day or of one mark alone where that is said."""

    scope: str
    kind: str
    name: str
    measure: str
    hour: int | None = None
    mark: int | None = None


def days(connection: Connection, of: Number, first: str, last: str) -> list[tuple[str, int]]:
    """The days of which the number has any, the last first, and how many."""
    if of.mark is not None:
        table, many = figure_step, figure_step.c.many
        mine = [table.c.spread == "rating", table.c.step == of.mark]
    else:
        table = figure_day if of.hour is None else figure_hour
        many = table.c[of.measure]
        mine = [table.c.kind == of.kind, table.c.name == of.name]
        mine += [table.c.hour == of.hour] if of.hour is not None else []
    days_of = select(table.c.day, many.label("many")).where(table.c.scope == of.scope, *mine)
    found = days_of.where(table.c.day.between(first, last), many > 0).order_by(table.c.day.desc())
    return [(row.day, int(row.many)) for row in connection.execute(found)]


def zones(connection: Connection) -> list[str]:
    """The clocks that broadcasts go by."""
    return list(connection.execute(select(broadcast.c.zone).distinct()).scalars())


def works_between(connection: Connection, of: Number, since: datetime, until: datetime) -> dict[int, list[Work]]:
    """What may be counted in the number between these moments, as it is kept: by question, the newest first."""
    asked, handed = _moments(of.measure)
    about, whose = _narrowed(of)
    of_tickets = of.scope != CENTRE or of.kind in (BY_DEPARTMENT, "official")
    found: list[Select[Any]] = []
    if not of_tickets:
        found += [select(question.c.id).where(within, *about) for within in asked(since, until)]
    if of_tickets or of.measure not in ("received", "open"):
        through = select(question.c.id).join(ticket, ticket.c.question_id == question.c.id)
        found += [through.where(within, *about, *whose) for within in handed(since, until)]
    ids = union(*found).subquery()
    kept = select(figure_work).join(ids, ids.c.id == figure_work.c.question_id)
    rows = connection.execute(kept.order_by(figure_work.c.question_id.desc()))
    return {row.question_id: [Work.of_document(one) for one in row.works] for row in rows}


def _moments(measure: str) -> tuple[Any, Any]:
    """By which moments of a question, and of a ticket, a measure counts them: conditions for two moments."""
    q, t = question.c, ticket.c

    def between(column: Any, *more: ColumnElement[bool]) -> Any:
        return lambda since, until: and_(column >= since, column < until, *more)

    def each(*conditions: Any) -> Any:
        return lambda since, until: [one(since, until) for one in conditions]

    finished = t.state.in_((RESOLVED, CLOSED))
    if measure == "open":
        still = q.state.not_in((ANSWERED, DECLINED, MERGED, TRANSFERRED))
        return each(between(q.received_at, still)), each(between(t.created_at, ~finished))
    if measure in ("reacted", "reacted_late", "reaction_timed"):
        return each(between(q.reacted_at)), each(between(t.reacted_at))
    if measure in ("resolved", "resolved_late", "resolution_timed"):
        return each(*_ended(between, q.state == ANSWERED)), each(between(t.resolved_at, finished))
    if measure in (DECLINED, MERGED):
        return each(*_ended(between, q.state == measure)), each()
    if measure in ("rated", "reopened"):
        told = or_(t.rating.is_not(None), t.reopened > 0)
        return each(), each(between(t.resolved_at, told), between(t.created_at, told))
    return each(between(q.received_at)), each(between(t.created_at))


def _ended(between: Any, state: ColumnElement[bool]) -> Iterable[Any]:
    """It ended when it was moved last; what came before that was written down, when it was received."""
    unmoved = question.c.moved_at.is_(None)
    return between(question.c.moved_at, state), between(question.c.received_at, state, unmoved)


def _narrowed(of: Number) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """What a question, and a ticket, must be to be of this name."""
    about: list[ColumnElement[bool]] = []
    whose: list[ColumnElement[bool]] = []
    column = {"topic": question.c.topic, "place": question.c.locality, "source": question.c.source}.get(of.kind)
    if column is not None:
        about.append(column == of.name if of.name else column.is_(None))
    whom = {BY_DEPARTMENT: ticket.c.department, "official": ticket.c.owner}.get(of.kind)
    if whom is not None:
        whose.append(whom == of.name if of.name else or_(whom.is_(None), whom == ""))
    if of.scope != CENTRE:
        whose.append(ticket.c.department == of.scope)
    return about, whose


def questions(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """These questions, with their broadcast's `slug` and `title`."""
    columns: tuple[Any, ...] = (
        question.c.id,
        question.c.number,
        question.c.text,
        question.c.air_text,
        question.c.let_through,
    )
    columns += (question.c.topic, question.c.locality, question.c.source, question.c.state, question.c.received_at)
    columns += (question.c.broadcast_id, broadcast.c.slug, broadcast.c.title)
    found = select(*columns).join(broadcast, broadcast.c.id == question.c.broadcast_id)
    return {row.id: row for row in connection.execute(found.where(question.c.id.in_(ids)))}


def tickets(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The tickets of these questions, in the order in which they are counted."""
    columns: tuple[Any, ...] = (ticket.c.id, ticket.c.question_id, ticket.c.number, ticket.c.state)
    columns += (ticket.c.department, ticket.c.owner)
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(select(*columns).where(ticket.c.question_id.in_(ids)).order_by(ticket.c.id)):
        found.setdefault(row.question_id, []).append(row)
    return found
