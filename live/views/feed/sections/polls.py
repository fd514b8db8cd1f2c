"""Polls of the broadcast, the newest: what is asked, and how many have chosen what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.poll_views import PollView
from live.protocol.views import Snapshot
from live.store.polls import polls
from live.views.feed.sections.section import Body, Reader, Section, number
from live.views.polls.view import poll_views


class Polls(Section[dict[int, PollView]]):
    name = "polls"
    keys = ("polls",)
    field = "poll"
    id = "id"
    limit = 50
    subjects = frozenset({"poll"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"polls": poll_views(connection, polls.newest(connection, broadcast.id, self.limit))}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, PollView]:
        ids = {number(event.data["poll"]) for event in events}
        return {view["id"]: view for view in poll_views(connection, polls.by_ids(connection, ids))}

    def render(self, event: Row[Any], rows: dict[int, PollView], reader: Reader) -> Body | None:
        return {"poll": rows[event.data["poll"]]}
