"""The links that open a screen of a broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.people import Role
from live.protocol.links import LINKS, Opened
from live.protocol.views import LinkView, Snapshot
from live.store.show import links
from live.views.feed.sections.section import Body, Reader, Section, number
from live.views.timestamps import stamp


class Links(Section[dict[int, LinkView]]):
    """`limit`: those held of the revoked ones. Of valid ones a broadcast has only so many (`desk/links.py`)."""

    name = "links"
    keys = ("links",)
    field = "link"
    limit = 20
    subjects = frozenset({"link"})

    def __init__(self, only: frozenset[str] | None = None) -> None:
        """`only`: the screens whose links are shown; None is every one."""
        self.only = only

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        rows = links.of_broadcast(connection, broadcast.id, self.limit, self.only)
        return {"links": [link_view(row) for row in rows]}

    def sees(self, view: LinkView) -> bool:
        """Whether a link is on this screen."""
        return self.only is None or LINKS[view["screen"]].screen in self.only

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, LinkView]:
        ids = {number(event.data["link"]) for event in events}
        return {row.id: link_view(row) for row in links.by_ids(connection, ids)}

    def render(self, event: Row[Any], rows: dict[int, LinkView], reader: Reader) -> Body | None:
        view = rows[event.data["link"]]
        return {"link": view} if self.sees(view) else None


def link_view(row: Row[Any]) -> LinkView:
    opened = Opened(row.screen, Role(row.roles[0]))
    return {
        "link": row.id,
        "screen": next(name for name, one in LINKS.items() if one == opened),
        "name": row.name,
        "by": row.by_name,
        "at": stamp(row.created_at),
        "revoked_at": stamp(row.revoked_at),
    }
