"""Reading a broadcast's numbered log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, true

from live.store.tables import broadcast, event, meta


@dataclass(frozen=True, slots=True)
class Position:
    """Where a log stands: the database's epoch, the last number, and the number at or below which it was pruned.

    `broadcast` is the row that counts it.
    """

    epoch: str
    head: int
    floor: int
    broadcast: Row[Any]


_POSITION = (
    select(broadcast, meta.c.value.label("epoch"))
    .join_from(meta, broadcast, true())
    .where(meta.c.name == "epoch", broadcast.c.id == bindparam("log"))
)

_EVENTS = (
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.seq > bindparam("since"))
    .order_by(event.c.seq)
    .limit(bindparam("most"))
)

_HISTORY = (
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.question == bindparam("number"))
    .order_by(event.c.seq)
)


def position(connection: Connection, broadcast_id: int) -> Position:
    row = connection.execute(_POSITION, {"log": broadcast_id}).one()
    return Position(row.epoch, row.head, row.floor, row)


def events_since(connection: Connection, broadcast_id: int, since: int, limit: int) -> list[Row[Any]]:
    """At most `limit` events after number `since`, in order."""
    return list(connection.execute(_EVENTS, {"log": broadcast_id, "since": since, "most": limit}).all())


def history(connection: Connection, broadcast_id: int, number: int) -> list[Row[Any]]:
    """Everything that happened to one question, in order."""
    return list(connection.execute(_HISTORY, {"log": broadcast_id, "number": number}).all())
