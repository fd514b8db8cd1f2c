"""What is asked about more than usual: how many ask, counted by their hour, and what was told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from live.domain.broadcast import Kind as BroadcastKind
from live.store.show.rehearsal import ORIGIN
from live.store.tables import broadcast, question, rise
from live.store.transaction import Transaction

TOPIC, PLACE = "topic", "place"

_COLUMNS = {TOPIC: question.c.topic, PLACE: question.c.locality}

KEPT = timedelta(days=30)


def asked(
    connection: Connection, kind: str, since: datetime, until: datetime, names: Collection[str] | None = None
) -> dict[str, int]:
    """How many questions of each topic, or place, came in this time; of these names alone, where they are said."""
    column = _COLUMNS[kind]
    mine = [question.c.received_at > since, question.c.received_at <= until, question.c.origin != ORIGIN]
    mine += [column.is_not(None)] if names is None else [column.in_(list(names))]
    counted = (
        select(column.label("name"), func.count().label("many"))
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(*mine, broadcast.c.kind != BroadcastKind.PRACTICE.value)
        .group_by(column)
    )
    return {row.name: row.many for row in connection.execute(counted)}


def told_since(connection: Connection, since: datetime) -> Sequence[Any]:
    """What was told since, the newest first."""
    return connection.execute(select(rise).where(rise.c.at >= since).order_by(rise.c.at.desc(), rise.c.name)).all()


def add(tx: Transaction, kind: str, name: str, many: int, usual: float) -> None:
    """It is told now. What was told long ago goes with it."""
    tx.connection.execute(delete(rise).where(rise.c.at < tx.now - KEPT))
    tx.connection.execute(insert(rise).values(kind=kind, name=name, at=tx.now, many=many, usual=usual))
