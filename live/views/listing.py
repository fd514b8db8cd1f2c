"""Filtered and searched pages of questions, one question with its history, and tickets: what is asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, text

from live.domain.refused import Refused
from live.language.words import words
from live.store import log
from live.store.tables import NUMBERS, question, question_id, revision, ticket
from live.views.render import FULL, TICKETS, question_views, seen_by, stamp, ticket_view, views_of
from live.views.screens import Screen

COUNTED = 1000
"""How far matches of a search are counted: an exact count of a common word costs 84 ms on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Filter:
    """`before` is a question's number: the page holds older ones. `source` is a channel's type."""

    state: str | None = None
    topic: str | None = None
    source: str | None = None
    locality: str | None = None
    q: str | None = None
    before: int | None = None
    limit: int = 50


def questions_page(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter) -> dict[str, Any]:
    """Newest first: {questions, next, total}. `total` ignores `before`; with `q` it stops at 1,000, then `more`."""
    everything = _conditions(connection, broadcast, screen, wanted)
    page = [*everything]
    # The same order, by the column that ends the index which finds the rows: nothing is sorted.
    key, before = (question.c.id, question_id(broadcast.id, wanted.before or 0))
    if wanted.state is not None:
        key, before = (question.c.number, wanted.before or 0)
    if wanted.before is not None:
        page.append(key < before)
    rows = connection.execute(FULL.where(*page).order_by(key.desc()).limit(wanted.limit + 1)).all()
    shown, more = rows[: wanted.limit], len(rows) > wanted.limit
    contacts = screen.name == "head" and bool(broadcast.head_sees_contacts)
    result: dict[str, Any] = {
        "questions": [screen.shown(view, contacts) for view in views_of(connection, shown)],
        "next": shown[-1].number if more else None,
    }
    if wanted.q:
        capped = select(question.c.id).where(*everything).limit(COUNTED + 1).subquery()
        found = connection.execute(select(func.count()).select_from(capped)).scalar_one()
        result |= {"total": min(found, COUNTED), "more": found > COUNTED}
    else:
        result["total"] = connection.execute(select(func.count(question.c.id)).where(*everything)).scalar_one()
    return result


def _conditions(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter) -> list[Any]:
    conditions: list[Any] = [seen_by(broadcast, screen)]
    if wanted.state is not None:
        conditions += [question.c.broadcast_id == broadcast.id, question.c.state == wanted.state]
    for column, value in (
        (question.c.topic, wanted.topic),
        (question.c.source, wanted.source),
        (question.c.locality, wanted.locality),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.q:
        conditions.append(_matches(connection, wanted.q, question_id(broadcast.id, 0)))
    return conditions


def _matches(connection: Connection, query: str, lowest: int) -> Any:
    """Every word of the query at the beginning of some word of the question."""
    parts = words(query).split()
    if not parts:
        raise Refused("invalid", "There is no word to search for in “{q}”.", q=query)
    if connection.dialect.name == "postgresql":
        tsquery = " & ".join(f"'{part}':*" for part in parts)
        return text("to_tsvector('simple', question.words) @@ to_tsquery('simple', :tsquery)").bindparams(
            tsquery=tsquery
        )
    match = " ".join(f'"{part}"*' for part in parts)
    return text(
        "question.id IN (SELECT rowid FROM question_words WHERE question_words MATCH :match "
        "AND rowid BETWEEN :lowest AND :highest)"
    ).bindparams(match=match, lowest=lowest, highest=lowest + NUMBERS - 1)


def question_now(connection: Connection, broadcast: Row[Any], screen: Screen, number: int) -> dict[str, Any] | None:
    """The question as this screen sees it; None where it does not."""
    view = question_views(connection, broadcast.id, [number]).get(number)
    if view is None or not screen.sees(view):
        return None
    return screen.shown(view, screen.name == "head" and bool(broadcast.head_sees_contacts))


def one_question(connection: Connection, broadcast: Row[Any], screen: Screen, number: int) -> dict[str, Any]:
    """One question as a screen sees it, with its history and every wording for air; `not_found` where it does not."""
    shown = question_now(connection, broadcast, screen, number)
    if shown is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=number)
    shown["history"] = [_past(event) for event in log.history(connection, broadcast.id, number)]
    wordings = connection.execute(
        select(revision).where(revision.c.question_id == question_id(broadcast.id, number)).order_by(revision.c.version)
    )
    shown["revisions"] = [
        {"version": row.version, "air_text": row.air_text, "by": row.by_name, "at": stamp(row.at)} for row in wordings
    ]
    return shown


def _past(event: Row[Any]) -> dict[str, Any]:
    by = {"name": event.by_name, "role": event.by_role} if event.by_name is not None else None
    past = {"seq": event.seq, "at": stamp(event.at), "type": event.type, "by": by, **(event.data or {})}
    if event.was is not None:
        past["was"] = event.was
    if event.state is not None:
        past["state"] = event.state
    return past


def tickets_page(
    connection: Connection, department: str | None, state: str | None, before: int | None, limit: int
) -> dict[str, Any]:
    """Newest first: {tickets, next, total}; `department` limits an executor's."""
    conditions: list[Any] = []
    if department is not None:
        conditions.append(ticket.c.department == department)
    if state is not None:
        conditions.append(ticket.c.state == state)
    total = connection.execute(select(func.count(ticket.c.id)).where(and_(True, *conditions))).scalar_one()
    if before is not None:
        conditions.append(ticket.c.id < before)
    rows = connection.execute(
        TICKETS.where(and_(True, *conditions)).order_by(ticket.c.id.desc()).limit(limit + 1)
    ).all()
    shown = rows[:limit]
    return {
        "tickets": [ticket_view(row) for row in shown],
        "next": shown[-1].id if len(rows) > limit else None,
        "total": total,
    }


def one_ticket(connection: Connection, department: str | None, number: str) -> dict[str, Any]:
    row = connection.execute(TICKETS.where(ticket.c.number == number)).one_or_none()
    if row is None or (department is not None and row.department != department):
        raise Refused("not_found", "There is no ticket {number}.", number=number)
    return ticket_view(row)
