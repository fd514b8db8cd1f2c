"""How many of a ticket's replies are where: columns of its row, and what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from live.domain.reply import BY_HAND, FAILED, SENDING, SENT, UNSURE, WAITING, State
from live.store.tables import outbox as sent
from live.store.tables import ticket

_COUNTED: dict[str, Sequence[State]] = {
    "waiting": (WAITING, SENDING),
    "sent": (SENT,),
    "failed": (FAILED,),
    "unsure": (UNSURE,),
    "by_hand": (BY_HAND,),
}


def _count(states: Sequence[State]) -> ColumnElement[int]:
    mine = (sent.c.ticket_id == ticket.c.id, sent.c.question_id.is_not(None), sent.c.state.in_(sorted(states)))
    return select(func.count()).select_from(sent).where(*mine).correlate(ticket).scalar_subquery()


COLUMNS = [_count(states).label(f"replies_{name}") for name, states in _COUNTED.items()]
"""To be selected with a ticket's row, which `of` then reads."""


def of(row: Row[Any]) -> dict[str, int]:
    """How many of a ticket's replies are in which state."""
    return {name: getattr(row, f"replies_{name}") for name in _COUNTED}
