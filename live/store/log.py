"""Reading a numbered log: a broadcast's, or the centre's of tickets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, bindparam, select, true

from live.domain.broadcast import TICKETS
from live.domain.refused import Refused
from live.store.ids import TICKETS_LOG
from live.store.tables import broadcast, event, log, meta

_COUNTED: list[Column[Any]] = [*log.c, *(column for column in broadcast.c if column is not broadcast.c.id)]
_COUNTED_BY = log.c.id == broadcast.c.id

BROADCASTS: Select[Any] = select(*_COUNTED).join_from(broadcast, log, _COUNTED_BY)
"""Broadcasts' facts, each with the counters of its log."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a log stands: the database's epoch, the last number, and the number at or below which it was pruned.

    `broadcast` is the log's row with its broadcast's facts; on the log of tickets those are empty.
    """

    epoch: str
    head: int
    floor: int
    broadcast: Row[Any]


_POSITION: Select[Any] = (
    select(*_COUNTED, meta.c.value.label("epoch"))
    .select_from(log)
    .outerjoin(broadcast, _COUNTED_BY)
    .join(meta, true())
    .where(meta.c.name == "epoch", log.c.id == bindparam("log"))
)

_HEADS: Select[Any] = (
    select(log.c.id, log.c.head, meta.c.value.label("epoch"))
    .join(meta, true())
    .where(meta.c.name == "epoch", log.c.id.in_(bindparam("logs", expanding=True)))
)

_EVENTS = (
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.seq > bindparam("since"))
    .order_by(event.c.seq)
    .limit(bindparam("most"))
)

_ID = select(broadcast.c.id).where(broadcast.c.slug == bindparam("slug"))

_HISTORY = (
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.question == bindparam("number"))
    .order_by(event.c.seq)
)


def id_of(connection: Connection, slug: str) -> int:
    """The id of a broadcast's log, or of the centre's by the slug `tickets`; `not_found` names the slug."""
    if slug == TICKETS:
        return TICKETS_LOG
    found = connection.execute(_ID, {"slug": slug}).scalar_one_or_none()
    if found is None:
        raise no_broadcast(slug)
    return int(found)


def no_broadcast(slug: str) -> Refused:
    return Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)


def position(connection: Connection, broadcast_id: int) -> Position:
    row = connection.execute(_POSITION, {"log": broadcast_id}).one()
    return Position(row.epoch, row.head, row.floor, row)


def heads(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The epoch and the last number of each of these logs that is there, read at one moment."""
    return {row.id: (row.epoch, row.head) for row in connection.execute(_HEADS, {"logs": list(ids)})}


def events_since(connection: Connection, broadcast_id: int, since: int, limit: int) -> list[Row[Any]]:
    """At most `limit` events after number `since`, in order."""
    return list(connection.execute(_EVENTS, {"log": broadcast_id, "since": since, "most": limit}).all())


def history(connection: Connection, broadcast_id: int, number: int) -> list[Row[Any]]:
    """Everything that happened to one question, in order."""
    return list(connection.execute(_HISTORY, {"log": broadcast_id, "number": number}).all())
