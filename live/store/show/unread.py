"""Questions that the language work has not read yet, and what it found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from live.store.tables import question
from live.store.transaction import Transaction

_UNREAD = (
    select(question.c.id, question.c.broadcast_id, question.c.number, question.c.state, question.c.text)
    .add_columns(question.c.air_text, question.c.locality, question.c.topic, question.c.version)
    .where(question.c.lemmas.is_(None))
    .order_by(question.c.id)
)
_FOUND = (
    update(question)
    .where(question.c.id == bindparam("row"))
    .values(
        lemmas=bindparam("lemmas"),
        topic=bindparam("topic"),
        locality=bindparam("locality"),
        topic_guessed=bindparam("topic_guessed"),
        locality_guessed=bindparam("locality_guessed"),
        rude=bindparam("rude"),
    )
)


def oldest(
    connection: Connection, limit: int, before: datetime | None = None, without: Sequence[int] = ()
) -> Sequence[Row[Any]]:
    """The oldest unread questions, or those of them that were received before a moment; none of the ids `without`."""
    unread = _UNREAD.limit(limit)
    unread = unread.where(question.c.id.not_in(without)) if without else unread
    return connection.execute(unread.where(question.c.received_at < before) if before else unread).all()


def still(connection: Connection, question_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Those of these questions that are unread, by their ids."""
    rows = connection.execute(_UNREAD.where(question.c.id.in_(question_ids))).all()
    return {row.id: row for row in rows}


def save(tx: Transaction, found: Sequence[Mapping[str, Any]]) -> None:
    """What was found of each question (its id is `row`); no version guards it."""
    tx.connection.execute(_FOUND, [dict(facts) for facts in found])
