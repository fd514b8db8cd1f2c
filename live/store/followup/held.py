"""Steps of questions' clocks that woke nobody at night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from live.domain.escalation import Clock, Step
from live.domain.question import NEW
from live.store.ids import looked_up
from live.store.tables import broadcast, held_alarm, question
from live.store.transaction import Transaction


def add(tx: Transaction, steps: Iterable[tuple[Any, Clock, Step]]) -> None:
    """These wait for the morning: a question's row, and what is to be told of it. Its step is marked with it."""
    rows = [{"question_id": row.id, "clock": clock, "step": step, "at": tx.now} for row, clock, step in steps]
    if rows:
        tx.connection.execute(insert(held_alarm), rows)


def any_waits(connection: Connection) -> bool:
    return connection.execute(select(held_alarm.c.question_id).limit(1)).first() is not None


_COLUMNS: tuple[Any, ...] = (
    *(question.c.id, question.c.broadcast_id, question.c.number, question.c.topic, question.c.locality),
    *(question.c.react_due, question.c.resolve_due, held_alarm.c.clock, held_alarm.c.step),
    *(broadcast.c.title, broadcast.c.zone),
)


def still_late(connection: Connection) -> Sequence[Row[Any]]:
    """What waits and still matters, the oldest first: what was done about in the night is not told of."""
    runs = or_(held_alarm.c.clock == Clock.RESOLUTION.value, question.c.reacted_at.is_(None))
    found = (
        select(*_COLUMNS)
        .join(question, question.c.id == looked_up(held_alarm.c.question_id))
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.state == NEW.value, runs)
    )
    return connection.execute(found.order_by(held_alarm.c.at, question.c.id, held_alarm.c.clock)).all()


def clear(tx: Transaction) -> None:
    """All of it is told, or matters no more."""
    tx.connection.execute(delete(held_alarm))
