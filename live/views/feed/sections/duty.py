"""Who is on duty now and next, and what was left to who follows: on the line between shows, and beside the tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.broadcast import Kind
from live.protocol.duty_views import DutyView
from live.protocol.views import Snapshot
from live.store.ids import TICKETS_LOG
from live.views.duty import NONE, duty_view
from live.views.feed.sections.section import Body, Reader, Section


class Duty(Section[DutyView]):
    """All that is shown of it at once. A show has none: there its crew is told."""

    name = "duty"
    keys = ("duty",)
    field = "duty"
    limit = 20
    subjects = frozenset({"duty"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        if broadcast.id != TICKETS_LOG and broadcast.kind != Kind.STANDING.value:
            return {"duty": NONE}
        return {"duty": _for(reader, duty_view(connection, self.limit))}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> DutyView:
        return duty_view(connection, cls.limit)

    def render(self, event: Row[Any], rows: DutyView, reader: Reader) -> Body | None:
        return {"duty": _for(reader, rows), **(event.data or {})}


def _for(reader: Reader, duty: DutyView) -> DutyView:
    """An executor sees who is on duty, and no notes."""
    return duty if reader.department is None else {**duty, "notes": []}
