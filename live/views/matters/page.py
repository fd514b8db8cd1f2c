"""One matter with all that stands in it, and what those who ask were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from live.domain.refused import Refused
from live.protocol.answers.matters import JoinedQuestion, JoinedTicket, MatterPage, MattersPage, ToldWord
from live.protocol.views import MatterView
from live.store.followup import matters
from live.store.tables import broadcast, matter_question, question, ticket
from live.views.matters.repeats import repeats
from live.views.matters.view import matter_view
from live.views.questions.masking import hidden
from live.views.timestamps import stamp

TOLD = 200
"""Questions, and as many tickets, that a matter's page tells of, the newest."""


def matters_page(connection: Connection, before: int | None, limit: int, state: str | None) -> MattersPage:
    rows = matters.newest(connection, limit + 1, before, state)
    shown = rows[:limit]
    return {
        "matters": [matter_view(row) for row in shown],
        "next": shown[-1].id if len(rows) > limit else None,
    }


def matter_now(connection: Connection, number: int) -> MatterView | None:
    """Its present view; None where there is none."""
    return next((matter_view(row) for row in matters.shown(connection, [number])), None)


def one_matter(connection: Connection, number: int, now: datetime) -> MatterPage:
    """`not_found` where there is none."""
    view = matter_now(connection, number)
    if view is None:
        raise Refused("not_found", "There is no situation {number}.", number=number)
    return {
        **view,
        "joined": _joined(connection, number),
        "tickets": _tickets(connection, number),
        "words": _words(connection, number),
        "repeats": repeats(connection, view["topic"], view["locality"], now, but_matter=number),
    }


_STANDING = (
    select(
        question.c.number,
        question.c.state,
        question.c.text,
        question.c.air_text,
        question.c.let_through,
        question.c.topic,
        question.c.locality,
        question.c.askers,
        question.c.received_at,
        broadcast.c.slug,
        broadcast.c.title,
        matter_question.c.by_name,
        matter_question.c.at,
    )
    .join(matter_question, matter_question.c.question_id == question.c.id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .order_by(matter_question.c.at.desc(), question.c.id.desc())
    .limit(TOLD)
)


def _joined(connection: Connection, number: int) -> list[JoinedQuestion]:
    return [_question(row) for row in connection.execute(_STANDING.where(matter_question.c.matter_id == number))]


def _question(row: Any) -> JoinedQuestion:
    return {
        "broadcast": row.slug,
        "broadcast_title": row.title,
        "number": row.number,
        "state": row.state,
        "text": hidden(row.air_text or row.text, row.let_through) or "",
        "topic": row.topic,
        "locality": hidden(row.locality, row.let_through),
        "askers": row.askers,
        "received_at": stamp(row.received_at),
        "joined_by": row.by_name,
        "joined_at": stamp(row.at),
    }


_THEIR_TICKETS = (
    select(
        ticket.c.number,
        ticket.c.state,
        ticket.c.department,
        ticket.c.resolution_due,
        broadcast.c.slug,
        question.c.number.label("question_number"),
    )
    .join(matter_question, matter_question.c.question_id == ticket.c.question_id)
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .order_by(ticket.c.id.desc())
    .limit(TOLD)
)


def _tickets(connection: Connection, number: int) -> list[JoinedTicket]:
    rows = connection.execute(_THEIR_TICKETS.where(matter_question.c.matter_id == number))
    return [
        {
            "number": row.number,
            "state": row.state,
            "department": row.department,
            "resolution_due": stamp(row.resolution_due),
            "broadcast": row.slug,
            "question": row.question_number,
        }
        for row in rows
    ]


def _words(connection: Connection, number: int) -> list[ToldWord]:
    rows = matters.words_of(connection, number)
    states = matters.reply_states(connection, [row.id for row in rows])
    return [
        {
            "word": row.id,
            "text": row.text,
            "final": bool(row.final),
            "by": row.by_name,
            "at": stamp(row.at),
            "replies": states.get(row.id, {}),
        }
        for row in rows
    ]
