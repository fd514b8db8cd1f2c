"""A ticket's view, made of its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from live.domain.broadcast import TICKETS as SLUG
from live.domain.followup.approval import Fate
from live.protocol.ticket_views import ApprovalView, PartView, TicketView
from live.protocol.views import TicketsLogView
from live.store.centre.settings import centre_zone
from live.store.followup import parts, tickets
from live.store.tables import answer_version, broadcast, matter_question, promise, question, ticket
from live.views.tickets import escalation_level as escalated
from live.views.tickets import reply_counts
from live.views.timestamps import stamp

TICKETS = (
    select(
        ticket,
        question.c.number.label("question_number"),
        question.c.text,
        question.c.locality,
        question.c.topic,
        question.c.askers,
        question.c.urgent,
        question.c.urgent_words,
        promise.c.text.label("promise_text"),
        broadcast.c.slug,
        matter_question.c.matter_id,
        answer_version.c.by_name.label("submitted_by"),
        answer_version.c.at.label("submitted_at"),
        *reply_counts.COLUMNS,
        *escalated.COLUMNS,
    )
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(matter_question, matter_question.c.question_id == ticket.c.question_id)
    .outerjoin(promise, promise.c.id == ticket.c.promise_id)
    .outerjoin(
        answer_version, and_(answer_version.c.ticket_id == ticket.c.id, answer_version.c.fate == Fate.WAITING.value)
    )
)


def ticket_views(connection: Connection, rows: Sequence[Row[Any]]) -> list[TicketView]:
    """The views of rows that `TICKETS` selected, in their order."""
    theirs: defaultdict[int, list[PartView]] = defaultdict(list)
    for one in parts.of_tickets(connection, [row.id for row in rows]):
        theirs[one.ticket_id].append(_part(one))
    return [_view(row, theirs[row.id]) for row in rows]


def _view(row: Row[Any], asked: list[PartView]) -> TicketView:
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "version": row.version,
        "broadcast": row.slug,
        "question": row.question_number,
        "text": row.text,
        "promise": row.promise_text,
        "locality": row.locality,
        "topic": row.topic,
        "department": row.department,
        "owner": row.owner,
        "owner_id": row.owner_id,
        "priority": row.priority,
        "urgent": bool(row.urgent),
        "urgent_words": list(row.urgent_words or []),
        "askers": row.askers,
        "created_at": stamp(row.created_at),
        "clock_from": stamp(row.clock_from),
        "reaction_due": stamp(row.reaction_due),
        "reacted_at": stamp(row.reacted_at),
        "resolution_due": stamp(row.resolution_due),
        "resolved_at": stamp(row.resolved_at),
        "closed_at": stamp(row.closed_at),
        "held_at": stamp(row.held_at),
        "hold_reason": row.hold_reason,
        "waits": bool(row.waits),
        "track": row.track,
        "reopened": row.reopened,
        "rating": row.rating,
        "rating_text": row.rating_text,
        "answer": row.answer,
        "published": row.published_text,
        "approval": _approval(row),
        "parts": asked,
        "matter": row.matter_id,
        "replies": reply_counts.of(row),
        "escalated": escalated.of(row),
    }


def _approval(row: Row[Any]) -> ApprovalView | None:
    if row.submitted_by is None or not tickets.to_domain(row).submitted:
        return None
    return {"by": row.submitted_by, "at": stamp(row.submitted_at), "due": stamp(row.approval_due)}


def _part(row: Row[Any]) -> PartView:
    return {
        "id": row.id,
        "version": row.version,
        "department": row.department,
        "person": row.person,
        "person_id": row.person_id,
        "text": row.text,
        "due": stamp(row.due),
        "state": row.state,
        "by": row.by_name,
        "at": stamp(row.at),
        "moved_by": row.moved_by,
        "moved_at": stamp(row.moved_at),
        "reason": row.reason,
    }


def log_view(connection: Connection) -> TicketsLogView:
    """What stands for the broadcast on the screen of the tickets, which have none."""
    return {"slug": SLUG, "zone": centre_zone(connection)}
