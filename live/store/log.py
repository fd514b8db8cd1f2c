"""Reading a numbered log: a broadcast's, or the centre's of tickets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)

from live.domain.broadcast import TICKETS
from live.domain.refused import Refused
from live.store.ids import TICKETS_LOG
from live.store.quick.prepared import Prepared
from live.store.tables import broadcast, event, log, meta
from live.store.text import dumps

_COUNTED: list[Column[Any]] = [*log.c, *(column for column in broadcast.c if column is not broadcast.c.id)]
_COUNTED_BY = log.c.id == broadcast.c.id

BROADCASTS: Select[Any] = select(*_COUNTED).join_from(broadcast, log, _COUNTED_BY)
"""Broadcasts' facts, each with the counters of its log."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a log stands: the epoch in which its numbers hold, the last one, and that at or below which it was pruned.

    `broadcast` is the log's row with its broadcast's facts; on the log of tickets those are empty.
    """

    epoch: str
    head: int
    floor: int
    broadcast: Row[Any]


_TIMELINE: ColumnElement[str] = literal_column("""
    CASE WHEN pg_is_in_recovery()
        THEN (SELECT upper(lpad(to_hex(timeline_id), 8, '0')) FROM pg_control_checkpoint())
        ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8)
    END
""")
"""PostgreSQL's timeline: it is another one after each failover, which may have lost the last commits."""


def epoch(dialect: str) -> ColumnElement[str]:
    """The epoch, of the row of `meta` that has its name: it changes wherever numbers may have been given anew."""
    stored: ColumnElement[str] = meta.c.value
    return stored.concat(".").concat(_TIMELINE) if dialect == "postgresql" else stored


def begin_epoch(connection: Connection) -> None:
    """Numbers may be given anew from now on: every screen takes a snapshot."""
    connection.execute(update(meta).where(meta.c.name == "epoch").values(value=uuid.uuid4().hex))


_LOGS = {
    "sqlite": text("SELECT value FROM json_each(:logs)").columns(log.c.id),
    "postgresql": text("SELECT value::int FROM jsonb_array_elements_text(CAST(:logs AS jsonb))").columns(log.c.id),
}
"""Many ids as one parameter: a parameter for each costs more than all the rest."""


def _standing(dialect: str, of: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_COUNTED, epoch(dialect).label("epoch"))
        .select_from(log)
        .outerjoin(broadcast, _COUNTED_BY)
        .join(meta, true())
        .where(meta.c.name == "epoch", of)
    )


@cache
def _position(dialect: str) -> Prepared:
    return Prepared(_standing(dialect, log.c.id == bindparam("log")))


@cache
def _positions(dialect: str) -> Select[Any]:
    return _standing(dialect, log.c.id.in_(_LOGS[dialect]))


@cache
def _heads(dialect: str) -> Prepared:
    return Prepared(
        select(log.c.id, log.c.head, epoch(dialect).label("epoch"))
        .join(meta, true())
        .where(meta.c.name == "epoch", log.c.id.in_(_LOGS[dialect]))
        .where(or_(log.c.id == TICKETS_LOG, exists().where(_COUNTED_BY)))  # What is deleted leaves its log.
    )


_EVENTS = Prepared(
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.seq > bindparam("since"))
    .order_by(event.c.seq)
    .limit(bindparam("most"))
)

_WANTED = {
    "sqlite": "SELECT value ->> 0 AS log_id, value ->> 1 AS since FROM json_each(:wanted)",
    "postgresql": "SELECT (value ->> 0)::int AS log_id, (value ->> 1)::bigint AS since "
    "FROM jsonb_array_elements(CAST(:wanted AS jsonb))",
}
_EVENTS_OF_SEVERAL = {
    dialect: text(f"""
        SELECT event.* FROM ({wanted}) AS wanted JOIN event ON event.broadcast_id = wanted.log_id
            AND event.seq > wanted.since AND event.seq <= wanted.since + :most
        ORDER BY event.broadcast_id, event.seq
    """).columns(*event.c)  # nosec B608 # Both texts stand above.
    for dialect, wanted in _WANTED.items()
}
"""Of each log the next so many: the numbers have no holes, so no limit of its own is needed."""

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
    [row] = _position(connection.dialect.name).all(connection, {"log": broadcast_id})
    return Position(row.epoch, row.head, row.floor, row)


def positions(connection: Connection, ids: Sequence[int]) -> dict[int, Position]:
    """Those of these logs that are there, read at one moment."""
    if len(ids) == 1:
        found = list(_position(connection.dialect.name).all(connection, {"log": ids[0]}))
    else:
        found = list(connection.execute(_positions(connection.dialect.name), {"logs": dumps(list(ids))}))
    return {row.id: Position(row.epoch, row.head, row.floor, row) for row in found}


def heads(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The epoch and the last number of each of these logs that is there, read at one moment."""
    rows = _heads(connection.dialect.name).all(connection, {"logs": dumps(list(ids))})
    return {row.id: (row.epoch, row.head) for row in rows}


def events_since(connection: Connection, broadcast_id: int, since: int, limit: int) -> list[Row[Any]]:
    """At most `limit` events after number `since`, in order."""
    return list(_EVENTS.all(connection, {"log": broadcast_id, "since": since, "most": limit}))


MOST_LATELY = 2000
"""Events from the log's end among which the last moments are looked for: more than come in within half a second."""

_LATELY = (
    select(event)
    .where(event.c.broadcast_id == bindparam("log"), event.c.seq > bindparam("since"), event.c.at > bindparam("then"))
    .where(event.c.type.not_in(("question.received", "question.classified")))
)


def lately(connection: Connection, broadcast_id: int, head: int, then: datetime) -> list[Row[Any]]:
    """What has happened since then, but for what only came in and was read."""
    told = {"log": broadcast_id, "since": head - MOST_LATELY, "then": then}
    return list(connection.execute(_LATELY, told).all())


def last_of(connection: Connection, broadcast_id: int, *types: str) -> Row[Any] | None:
    """The last event of these types; it is looked for from the log's end on."""
    found = select(event).where(event.c.broadcast_id == broadcast_id, event.c.type.in_(types))
    return connection.execute(found.order_by(event.c.seq.desc()).limit(1)).one_or_none()


def last_of_question(connection: Connection, broadcast_id: int, number: int, type_: str) -> Row[Any] | None:
    """The last event of this type that one question had."""
    mine = (event.c.broadcast_id == broadcast_id, event.c.question == number, event.c.type == type_)
    return connection.execute(select(event).where(*mine).order_by(event.c.seq.desc()).limit(1)).one_or_none()


def events_of_several(connection: Connection, since: Mapping[int, int], most: int) -> dict[int, list[Row[Any]]]:
    """At most `most` events of each of these logs after the number that it is given with, in order."""
    if len(since) == 1:
        return {id_: events_since(connection, id_, number, most) for id_, number in since.items()}
    found: dict[int, list[Row[Any]]] = {id_: [] for id_ in since}
    if since:
        statement = _EVENTS_OF_SEVERAL[connection.dialect.name]
        for row in connection.execute(statement, {"wanted": dumps(list(since.items())), "most": most}):
            found[row.broadcast_id].append(row)
    return found


def history(connection: Connection, broadcast_id: int, number: int) -> list[Row[Any]]:
    """Everything that happened to one question, in order."""
    return list(connection.execute(_HISTORY, {"log": broadcast_id, "number": number}).all())
