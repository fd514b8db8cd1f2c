"""Messages from the producer to the presenter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.views import MessageView, Snapshot
from live.store.show import messages
from live.views.feed.sections.section import Body, Reader, Section, number
from live.views.timestamps import stamp


class Messages(Section[dict[int, MessageView]]):
    name = "messages"
    keys = ("messages",)
    field = "message"
    limit = 50
    subjects = frozenset({"presenter"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"messages": [message_view(row) for row in messages.latest(connection, broadcast.id, self.limit)]}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, MessageView]:
        ids = {number(event.data["message"]) for event in events}
        return {row.id: message_view(row) for row in messages.by_ids(connection, sorted(ids))}

    def render(self, event: Row[Any], rows: dict[int, MessageView], reader: Reader) -> Body | None:
        return {"message": rows[event.data["message"]]}


def message_view(row: Row[Any]) -> MessageView:
    return {
        "id": row.id,
        "text": row.text,
        "kind": row.kind,
        "by": row.by_name,
        "at": stamp(row.at),
        "acknowledged_at": stamp(row.acknowledged_at),
    }
