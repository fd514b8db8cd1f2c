"""What a ticket's screens tell of its answers: what was said, and what has become of each reply."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.domain.reply import BY_HAND
from live.store import answers, outbox
from live.store.tables import NUMBERS
from live.views.render import reply_view, stamp

MOST = 500
"""Replies of one ticket that are told of one by one, those with trouble first."""


def told(connection: Connection, ticket_id: int, *, contacts: bool) -> list[dict[str, Any]]:
    """The replies to a ticket's askers, those with trouble first, then the newest.

    How somebody is reached is told, with `contacts`, only of those who are to be told by hand.
    """
    return [_addressed(row, contacts) for row in outbox.of_ticket(connection, ticket_id, MOST)]


def said(connection: Connection, ticket_id: int) -> list[dict[str, Any]]:
    """What was answered, the first first, as it was written."""
    rows = answers.of_tickets(connection, [ticket_id])
    return [{"text": r.text, "final": bool(r.final), "by": r.by_name, "at": stamp(r.at)} for r in rows]


def rated(row: Row[Any]) -> dict[str, Any] | None:
    """The residents' own word on the answer."""
    return {"stars": row.rating, "text": row.rating_text} if row.rating is not None else None


def by_hand(connection: Connection, after: int, limit: int) -> dict[str, Any]:
    """{answers, next, total}: whom somebody of the centre has to tell, the oldest first."""
    rows = outbox.by_hand(connection, after, limit + 1)
    return {
        "answers": [{"ticket": row.ticket_number, **_addressed(row, contacts=True)} for row in rows[:limit]],
        "next": rows[limit - 1].id if len(rows) > limit else None,
        "total": outbox.count_by_hand(connection),
    }


def _addressed(row: Row[Any], contacts: bool) -> dict[str, Any]:
    by_hand = row.state == BY_HAND
    return {
        **reply_view(row),
        "question": row.question_id % NUMBERS,
        "name": row.person_name,
        "channel": row.channel_type,
        "contact": row.person_contact if contacts and by_hand else None,
        "moved": {"by": row.moved_by, "at": stamp(row.moved_at)} if row.moved_by else None,
    }
