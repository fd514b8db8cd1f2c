"""What comes again: matters and tickets of the same topic in the same place within a year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, text

from live.domain.followup.matter import YEAR
from live.protocol.answers.matters import PastMatter, PastTicket, Repeats
from live.store.followup import matters
from live.store.tables import question, ticket
from live.views.timestamps import stamp

TOLD = 50
"""So many tickets are told of, and as many matters."""

LOOKED_AT = 1000
"""Questions of one topic and place that are looked at for their tickets, the newest."""

# As it stands in the index: with a parameter in it the planner could not tell that the index serves.
_TROUBLE = text("question.state IN ('answered', 'ticketed') AND question.topic IS NOT NULL")
_PLACED = text("question.locality IS NOT NULL")


def repeats(
    connection: Connection,
    topic: str | None,
    locality: str | None,
    now: datetime,
    *,
    but_matter: int | None = None,
    but_ticket: str | None = None,
) -> Repeats:
    """Those of a topic and a place; nothing where either is not known."""
    if not topic or not locality:
        return {"topic": topic, "locality": locality, "matters": [], "tickets": [], "more": False}
    since = now - YEAR
    same = matters.same_trouble(connection, topic, locality, since, TOLD, but_matter)
    tickets = _tickets(connection, topic, locality, since, but_matter, but_ticket)
    return {
        "topic": topic,
        "locality": locality,
        "matters": [_matter(row) for row in same],
        "tickets": [_ticket(row) for row in tickets[:TOLD]],
        "more": len(tickets) > TOLD,
    }


def of_trouble(topic: str, locality: str) -> Select[Any]:
    """The newest questions of a topic and a place that were answered or handed over."""
    return (
        select(question.c.id, question.c.text)
        .where(question.c.topic == topic, question.c.locality == locality, _TROUBLE, _PLACED)
        .order_by(question.c.id.desc())
        .limit(LOOKED_AT)
    )


def _tickets(
    connection: Connection,
    topic: str,
    locality: str,
    since: datetime,
    but_matter: int | None,
    but_ticket: str | None,
) -> list[Row[Any]]:
    """Without those of the matter itself, which are this time."""
    same = of_trouble(topic, locality).subquery()
    found = (
        select(ticket, same.c.text)
        .join(same, same.c.id == ticket.c.question_id)
        .where(ticket.c.created_at >= since)
        .order_by(ticket.c.id.desc())
        .limit(LOOKED_AT)
    )
    rows = [row for row in connection.execute(found) if row.number != but_ticket]
    if but_matter is None:
        return rows
    standing = matters.of_questions(connection, {row.question_id for row in rows})
    return [row for row in rows if standing.get(row.question_id) != but_matter]


def _matter(row: Row[Any]) -> PastMatter:
    return {"number": row.id, "title": row.title, "state": row.state, "opened_at": stamp(row.opened_at)}


def _ticket(row: Row[Any]) -> PastTicket:
    return {
        "number": row.number,
        "state": row.state,
        "text": row.text,
        "created_at": stamp(row.created_at),
        "answer": row.answer,
    }
