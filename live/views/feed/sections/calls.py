"""The telephone calls of a broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from live.domain.call import State
from live.protocol.views import CallView, Snapshot
from live.store.tables import call
from live.views.calls.view import call_views, masked_call
from live.views.feed.sections.section import Body, Reader, Section


class Calls(Section[dict[int, CallView]]):
    """`limit`: those held of the calls that were handed over and have ended; whoever waits for anything is held."""

    name = "calls"
    keys = ("calls",)
    field = "caller"
    limit = 200
    subjects = frozenset({"call"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        """Those that have not ended or are to be called back, and the newest that were handed over."""
        mine, ended = call.c.broadcast_id == broadcast.id, call.c.state == State.ENDED.value
        to_call_back = or_(call.c.missed, call.c.call_back) & call.c.closed_at.is_(None)
        handed = select(call.c.id).where(mine, ended, call.c.question_number.is_not(None))
        newest = handed.order_by(call.c.id.desc()).limit(self.limit).subquery()
        listed = mine & or_(~ended, to_call_back, call.c.id.in_(select(newest.c.id)))
        views = call_views(connection, listed).values()
        return {"calls": [view if reader.contacts else masked_call(view) for view in views]}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, CallView]:
        ids = {event.call for event in events if event.call}
        return call_views(connection, call.c.id.in_(ids)) if ids else {}

    def render(self, event: Row[Any], rows: dict[int, CallView], reader: Reader) -> Body | None:
        view = rows.get(event.call)
        shown = view if view is None or reader.contacts else masked_call(view)
        return {"call": event.call, **(event.data or {}), "caller": shown}
