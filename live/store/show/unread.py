"""Questions that the language work has not read yet, and what it found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from live.language.reading import Reading
from live.store.bulk import insert_rows
from live.store.ids import ids_of_broadcast
from live.store.language import readings, stacks
from live.store.show import broadcasts
from live.store.tables import question
from live.store.transaction import Transaction

_UNREAD = (
    select(question.c.id, question.c.broadcast_id, question.c.number, question.c.state, question.c.text)
    .add_columns(question.c.air_text, question.c.locality, question.c.topic, question.c.version, question.c.urgent)
    .where(question.c.lemmas.is_(None))
    .order_by(question.c.id)
)
_LAST = (
    select(question.c.id)
    .where(question.c.lemmas.is_(None), question.c.id < bindparam("below"))
    .order_by(question.c.id.desc())
    .limit(1)
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
        urgent=bindparam("urgent"),
        urgent_words=bindparam("urgent_words"),
        urgent_guessed=bindparam("urgent_guessed"),
        not_asking=bindparam("not_asking"),
        not_asking_words=bindparam("not_asking_words"),
    )
)


def next_to_read(
    connection: Connection, limit: int, before: datetime | None = None, without: Sequence[int] = ()
) -> list[Row[Any]]:
    """Unread questions, or those of them that were received before a moment; none of the ids `without`.

    What is on air comes first, then the other broadcasts, each time the newest; within one the oldest question.
    """
    rows: list[Row[Any]] = []
    unread = _UNREAD.where(question.c.id.not_in(without)) if without else _UNREAD
    unread = unread.where(question.c.received_at < before) if before else unread
    for broadcast_id in broadcasts.in_turn(connection, _LAST):
        low, high = ids_of_broadcast(broadcast_id)
        mine = unread.where(question.c.id.between(low, high)).limit(limit - len(rows))
        rows += connection.execute(mine).all()
        if len(rows) == limit:
            break
    return rows


def still(connection: Connection, question_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Those of these questions that are unread, by their ids."""
    rows = connection.execute(_UNREAD.where(question.c.id.in_(question_ids))).all()
    return {row.id: row for row in rows}


def save(tx: Transaction, found: Mapping[int, Reading]) -> None:
    """What was found in each of these questions, by their ids; no version guards it."""
    tx.connection.execute(_FOUND, [{"row": id_, **reading.columns()} for id_, reading in found.items()])
    insert_rows(tx.connection, readings.guessed(found, tx.now))
    stacks.wait(tx.connection, [id_ for id_, reading in found.items() if reading.lemmas])
