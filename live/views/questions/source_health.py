"""Whether each source still speaks: when its last question came, or the last word about a call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from live.channels import receives
from live.protocol.answers.show import SourceView
from live.store.tables import channel, question
from live.views.timestamps import stamp

QUIET = timedelta(minutes=10)
"""Without a question for so long a source is called silent; whether that is wrong, a person judges."""

OWN = ("form", "api", "phone")
"""Sources that need no channel of their own; told only once something has come by them."""

CALLS_OF = {"mango": "phone"}
"""A type of channel → the source that its calls' questions have."""


def sources(connection: Connection, broadcast: Row[Any], now: datetime) -> list[SourceView]:
    """[{source, last_at, state}] of every network that delivers here and of whatever else has spoken."""
    deliveries = _last_deliveries(connection, broadcast.id)
    states: list[SourceView] = []
    for source in sorted(deliveries.keys() | set(OWN) | _spoken(connection, broadcast.id)):
        last = max(filter(None, (_last(connection, broadcast.id, source), deliveries.get(source))), default=None)
        if last is None and source not in deliveries:
            continue
        states.append({"source": source, "last_at": stamp(last), "state": _state(last, now)})
    return states


def _state(last: datetime | None, now: datetime) -> Literal["never", "alive", "silent"]:
    if last is None:
        return "never"
    return "alive" if now - last < QUIET else "silent"


def _last_deliveries(connection: Connection, broadcast_id: int) -> dict[str, datetime | None]:
    """When each source was last heard by a channel that delivers here; None where it never was."""
    delivering = select(channel.c.type, channel.c.last_at).where(
        channel.c.broadcast_id == broadcast_id, channel.c.closed_at.is_(None)
    )
    deliveries: dict[str, datetime | None] = {}
    for type_, last in connection.execute(delivering):
        if not receives(type_):
            continue
        source = CALLS_OF.get(type_, type_)
        deliveries[source] = max(filter(None, (deliveries.get(source), last)), default=None)
    return deliveries


def _spoken(connection: Connection, broadcast_id: int) -> set[str]:
    """Every source that has questions here, each found by a step of the index."""
    found: set[str] = set()
    last = ""
    while (source := _next_source(connection, broadcast_id, last)) is not None:
        found.add(source)
        last = source
    return found - {"hand"}


def _next_source(connection: Connection, broadcast_id: int, after: str) -> str | None:
    beyond = (
        select(question.c.source)
        .where(question.c.broadcast_id == broadcast_id, question.c.source > after)
        .order_by(question.c.source)
        .limit(1)
    )
    return connection.execute(beyond).scalar_one_or_none()


def _last(connection: Connection, broadcast_id: int, source: str) -> datetime | None:
    newest = (
        select(question.c.received_at)
        .where(question.c.broadcast_id == broadcast_id, question.c.source == source)
        .order_by(question.c.number.desc())
        .limit(1)
    )
    return connection.execute(newest).scalar_one_or_none()
