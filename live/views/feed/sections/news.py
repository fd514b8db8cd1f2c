"""How many news of their work each person has not seen: the number beside the bell.

It is drawn alike for everybody, so that a board's frames are made once and not for each who reads it: a screen looks up
its reader's own. A count is no secret; what it counts stands on a page of the person's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.news_views import NewsView
from live.protocol.views import Snapshot
from live.store.followup import news
from live.views.feed.sections.section import Body, Reader, Section, number

COUNTED = "news.counted"


class News(Section[dict[int, NewsView]]):
    name = "news"
    keys = ("news",)
    field = "news"
    id = "account"
    limit = 2000
    subjects = frozenset({"news"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"news": [_view(row) for row in news.all_readers(connection, self.limit)]}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, NewsView]:
        told = {number(event.data["account"]) for event in events if event.type == COUNTED}
        return {row.account_id: _view(row) for row in news.readers(connection, told)}

    def render(self, event: Row[Any], rows: dict[int, NewsView], reader: Reader) -> Body | None:
        return {"news": rows[event.data["account"]]} if event.type == COUNTED else None


def _view(row: Row[Any]) -> NewsView:
    return {"account": row.account_id, "unread": row.unread}
