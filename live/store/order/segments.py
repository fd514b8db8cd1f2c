"""Segments' rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.domain.order.segments import Segment
from live.domain.refused import Refused
from live.store.tables import segment
from live.store.transaction import Transaction


def in_order(connection: Connection, broadcast_id: int) -> Sequence[Row[Any]]:
    """All of a broadcast's, in their order."""
    mine = select(segment).where(segment.c.broadcast_id == broadcast_id)
    return connection.execute(mine.order_by(segment.c.rank, segment.c.id)).all()


def get(connection: Connection, broadcast_id: int, number: int) -> Row[Any]:
    """A segment's row; `not_found` where this broadcast has none of that number."""
    mine = select(segment).where(segment.c.id == number, segment.c.broadcast_id == broadcast_id)
    row = connection.execute(mine).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no block {number} in this order.", number=number)
    return row


def to_domain(row: Row[Any]) -> Segment:
    return Segment(row.id, row.title, row.version)


def add(tx: Transaction, broadcast_id: int, title: str, rank: str) -> int:
    """A new segment's number."""
    made = insert(segment).values(broadcast_id=broadcast_id, title=title, rank=rank).returning(segment.c.id)
    return int(tx.connection.execute(made).scalar_one())


def change(tx: Transaction, number: int, **columns: Any) -> None:
    """Write these of a segment, one version on; its broadcast's log is locked."""
    changed = update(segment).where(segment.c.id == number)
    tx.connection.execute(changed.values(version=segment.c.version + 1, **columns))


def remove(tx: Transaction, number: int) -> None:
    tx.connection.execute(delete(segment).where(segment.c.id == number))
