"""What was asked by the channels that are official pages too, and when it was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from live.domain import reply
from live.runtime.tasks import sleep
from live.store.ids import question_id
from live.store.show import broadcasts
from live.store.tables import outbox, question, ticket
from live.store.transaction import Store

SLICE = 2000
"""Questions that are read at once: others have a turn after each."""

_COLUMNS: tuple[Any, ...] = (
    question.c.id,
    question.c.origin,
    question.c.external_id,
    question.c.state,
    question.c.received_at,
    func.coalesce(question.c.asked_at, question.c.received_at).label("at"),
    question.c.moved_at,
)


def asked(store: Store, channels: Collection[int], since: datetime, until: datetime) -> Iterator[list[Row[Any]]]:
    """The questions that were received in between by these channels, some at a time, the newest of a broadcast first.

    Numbers of a broadcast grow with time, so what came before is not read.
    """
    origins = {f"channel:{one}" for one in channels}
    with store.read() as connection:
        homes = [(row.id, row.last_number) for row in broadcasts.all_of(connection) if row.last_number]
    for home, last in homes if origins else []:
        below: int | None = question_id(home, last) + 1
        while below is not None:
            rows, below = _slice(store, home, below, since)
            mine = [row for row in rows if row.origin in origins and row.received_at < until]
            if mine:
                yield mine
            sleep(0)


def _slice(store: Store, home: int, below: int, since: datetime) -> tuple[Sequence[Row[Any]], int | None]:
    low = question_id(home, 0)
    mine = (question.c.id < below, question.c.id > low)
    with store.read() as connection:
        found = connection.execute(select(*_COLUMNS).where(*mine).order_by(question.c.id.desc()).limit(SLICE)).all()
    ended = len(found) < SLICE or found[-1].received_at < since
    return [row for row in found if row.received_at >= since], None if ended else found[-1].id


def answers(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """By question, when its first answer went out, and when the last one did that was final."""
    first, last = func.min(outbox.c.moved_at), func.max(outbox.c.moved_at).filter(outbox.c.final)
    mine = (outbox.c.question_id.in_(list(ids)), outbox.c.state == reply.SENT.value)
    rows = connection.execute(select(outbox.c.question_id, first, last).where(*mine).group_by(outbox.c.question_id))
    return {row[0]: (row[1], row[2]) for row in rows}


def marks(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """By question, what its asker gave the answer to its ticket."""
    mine = (ticket.c.question_id.in_(list(ids)), ticket.c.rating.is_not(None))
    return {
        row.question_id: row.rating
        for row in connection.execute(select(ticket.c.question_id, ticket.c.rating).where(*mine))
    }
