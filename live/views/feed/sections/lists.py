"""The centre's topics, localities, reasons, departments and ready messages, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.list_views import ListsView
from live.protocol.views import Snapshot
from live.views.admin.lists import centre_lists
from live.views.feed.sections.section import Body, Reader, Section


class Lists(Section[ListsView]):
    """All of them at once: how long each may be, `live/admin/lists.py` says."""

    name = "lists"
    keys = ("lists",)
    field = "lists"
    limit = 1
    subjects = frozenset({"lists"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"lists": centre_lists(connection)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> ListsView:
        return centre_lists(connection)

    def render(self, event: Row[Any], rows: ListsView, reader: Reader) -> Body | None:
        return {"lists": rows}
