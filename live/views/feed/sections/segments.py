"""Titles between the questions of the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.order.segments import MOST
from live.protocol.order_views import SegmentView
from live.protocol.views import Snapshot
from live.store.order import segments
from live.views.feed.sections.section import Body, Reader, Section


class Segments(Section[list[SegmentView]]):
    """All of them at once: they are few, and one that is removed is simply not among them."""

    name = "segments"
    keys = ("segments",)
    field = "segments"
    limit = MOST
    subjects = frozenset({"segment"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"segments": segment_views(connection, broadcast.id)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> list[SegmentView]:
        return segment_views(connection, broadcast.id)

    def render(self, event: Row[Any], rows: list[SegmentView], reader: Reader) -> Body | None:
        return {"segments": rows}


def segment_views(connection: Connection, broadcast_id: int) -> list[SegmentView]:
    return [
        {"segment": row.id, "version": row.version, "title": row.title, "rank": row.rank}
        for row in segments.in_order(connection, broadcast_id)
    ]
