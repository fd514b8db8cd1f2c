"""The centre's matters: one trouble that many questions and tickets are about. No executor sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.broadcast import Kind
from live.protocol.views import MatterView, Snapshot
from live.store.followup import matters
from live.views.feed.sections.section import Body, Reader, Section, number
from live.views.matters.view import matter_view


class Matters(Section[dict[int, MatterView]]):
    """The newest, open and closed."""

    name = "matters"
    keys = ("matters",)
    field = "matter"
    id = "number"
    limit = 100
    subjects = frozenset({"matter"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        if reader.department is not None or broadcast.kind == Kind.PRACTICE.value:
            return {"matters": []}
        return {"matters": [matter_view(row) for row in reversed(matters.newest(connection, self.limit))]}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, MatterView]:
        numbers = {number(event.data["matter"]) for event in events}
        return {row.id: matter_view(row) for row in matters.shown(connection, numbers)}

    def render(self, event: Row[Any], rows: dict[int, MatterView], reader: Reader) -> Body | None:
        return {"matter": rows[event.data["matter"]]} if reader.department is None else None
