"""Practices: one person's broadcasts on invented questions, each taken out whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from live.domain.broadcast import Kind, Practice
from live.store.log import BROADCASTS
from live.store.show import broadcasts, rehearsal
from live.store.tables import broadcast, call, caution, question
from live.store.transaction import Transaction

ORIGIN = "practice"
"""Where the questions and calls of a practice come from: nobody asked them."""

_PRACTICES = BROADCASTS.where(broadcast.c.kind == Kind.PRACTICE.value).order_by(broadcast.c.id)


def of(connection: Connection, practice: Practice) -> Sequence[Row[Any]]:
    """An owner's of one role, the newest last: one, but where two were begun at once."""
    theirs = _PRACTICES.where(broadcast.c.slug.startswith(practice.slugs, autoescape=True))
    return connection.execute(theirs).all()


def begun_before(connection: Connection, moment: datetime) -> list[int]:
    """The ids of those that were begun before a moment."""
    return [row.id for row in connection.execute(_PRACTICES.where(broadcast.c.created_at < moment))]


def remove(tx: Transaction, broadcast_id: int) -> None:
    """Take a locked practice out with all that was done in it; nobody in it is real but who has practised."""
    asked = select(question.c.person_id).where(question.c.broadcast_id == broadcast_id, question.c.origin == ORIGIN)
    called = select(call.c.person_id).where(call.c.broadcast_id == broadcast_id, call.c.origin == ORIGIN)
    tx.connection.execute(delete(caution).where(caution.c.person_id.in_(asked.union(called))))
    rehearsal.remove_all(tx, broadcast_id)
    broadcasts.remove(tx, broadcast_id)
