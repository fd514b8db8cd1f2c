"""Messages from the producer to the presenter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from live.domain.refused import Refused
from live.store.tables import message
from live.store.transaction import Transaction


def add(tx: Transaction, broadcast_id: int, text: str, kind: str, by_name: str) -> int:
    return int(
        tx.connection.execute(
            insert(message)
            .values(broadcast_id=broadcast_id, text=text, kind=kind, by_name=by_name, at=tx.now)
            .returning(message.c.id)
        ).scalar_one()
    )


def acknowledge(tx: Transaction, broadcast_id: int, message_id: int) -> None:
    """Note that the presenter has seen it, once; `not_found` where this broadcast has no such message."""
    mine = (message.c.id == message_id) & (message.c.broadcast_id == broadcast_id)
    if tx.connection.execute(select(message.c.id).where(mine)).one_or_none() is None:
        raise Refused("not_found", "There is no message {number} in this broadcast.", number=message_id)
    tx.connection.execute(
        update(message).where(mine, message.c.acknowledged_at.is_(None)).values(acknowledged_at=tx.now)
    )


def latest(connection: Connection, broadcast_id: int, limit: int) -> list[Row[Any]]:
    """The newest messages, oldest first."""
    rows = connection.execute(
        select(message).where(message.c.broadcast_id == broadcast_id).order_by(message.c.id.desc()).limit(limit)
    ).all()
    return list(reversed(rows))


def waiting(connection: Connection, broadcast_id: int) -> int:
    """How many of them the presenter has not seen."""
    unseen = (message.c.broadcast_id == broadcast_id) & message.c.acknowledged_at.is_(None)
    return int(connection.execute(select(func.count()).where(unseen)).scalar_one())


def by_ids(connection: Connection, ids: list[int]) -> list[Row[Any]]:
    return list(connection.execute(select(message).where(message.c.id.in_(ids))).all())
