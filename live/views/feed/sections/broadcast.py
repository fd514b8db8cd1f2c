"""The broadcast itself; or, on the tickets' screen, what stands in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.views import BroadcastView, Snapshot, TicketsLogView
from live.views.broadcasts import broadcast_view
from live.views.feed.sections.section import Body, Reader, Section
from live.views.tickets.view import log_view


class Broadcast(Section[BroadcastView]):
    name = "broadcast"
    keys = ("broadcast",)
    field = "broadcast"
    limit = 1
    subjects = frozenset({"broadcast", "questions"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"broadcast": broadcast_view(broadcast)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> BroadcastView:
        return broadcast_view(broadcast)

    def render(self, event: Row[Any], rows: BroadcastView, reader: Reader) -> Body | None:
        """Of many questions, as a wrap moves them, it says how far the broadcast has come."""
        if event.type.startswith("questions."):
            return {"broadcast": rows}
        return {"was": event.was, "state": event.state, **(event.data or {}), "broadcast": rows}


class TicketsLog(Section[TicketsLogView]):
    """The tickets belong to the centre, whose log has a name and a time zone."""

    name = "tickets_log"
    keys = ("broadcast",)
    field = "broadcast"
    limit = 1
    subjects = frozenset({"centre"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"broadcast": log_view(connection)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> TicketsLogView:
        return log_view(connection)

    def render(self, event: Row[Any], rows: TicketsLogView, reader: Reader) -> Body | None:
        return {"broadcast": rows}
