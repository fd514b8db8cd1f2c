"""Channels' rows, and the letters that could not be delivered."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from live.domain.refused import Refused
from live.store.tables import channel, dead_letter
from live.store.transaction import Transaction


def add(tx: Transaction, type_: str, key: str, broadcast_id: int, settings: dict[str, str]) -> int:
    return int(
        tx.connection.execute(
            insert(channel)
            .values(type=type_, key=key, broadcast_id=broadcast_id, settings=settings, created_at=tx.now)
            .returning(channel.c.id)
        ).scalar_one()
    )


def find(connection: Connection, type_: str, key: str) -> Row[Any] | None:
    return connection.execute(select(channel).where(channel.c.type == type_, channel.c.key == key)).one_or_none()


def form_of(tx: Transaction, broadcast_id: int) -> int:
    """The channel that a broadcast's own form is, made where there is none. Its key is nobody's to know."""
    mine = select(channel.c.id).where(channel.c.type == "form", channel.c.broadcast_id == broadcast_id)
    found = tx.connection.execute(mine.order_by(channel.c.id).limit(1)).scalar_one_or_none()
    return int(found) if found is not None else add(tx, "form", secrets.token_urlsafe(18), broadcast_id, {})


def route(tx: Transaction, key: str, broadcast_id: int) -> None:
    """Let a channel deliver elsewhere; `not_found` when there is no such channel."""
    moved = tx.connection.execute(update(channel).where(channel.c.key == key).values(broadcast_id=broadcast_id))
    if moved.rowcount != 1:
        raise Refused("not_found", "There is no channel “{key}”.", key=key)


def keep_dead(tx: Transaction, channel_id: int, reason: str, body: str) -> None:
    """Keep a message that could not become a question, whole; a repeated delivery is kept once."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    known = tx.connection.execute(
        select(dead_letter.c.id).where(dead_letter.c.channel_id == channel_id, dead_letter.c.digest == digest)
    ).first()
    if known is None:
        tx.connection.execute(
            insert(dead_letter).values(
                channel_id=channel_id, reason=reason, body=body, digest=digest, received_at=tx.now
            )
        )


def dead_letters(connection: Connection, limit: int) -> tuple[int, list[Row[Any]]]:
    """How many wait, and the newest of them, with their channels' types and broadcasts."""
    waiting = dead_letter.c.settled_at.is_(None)
    total = connection.execute(select(func.count()).where(waiting)).scalar_one()
    rows = connection.execute(
        select(dead_letter, channel.c.type, channel.c.broadcast_id)
        .join(channel, channel.c.id == dead_letter.c.channel_id)
        .where(waiting)
        .order_by(dead_letter.c.id.desc())
        .limit(limit)
    ).all()
    return total, list(rows)
