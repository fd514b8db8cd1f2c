"""Posts of others that wait in the tray: what was heard beyond the centre's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.characters import one_line
from live.protocol.mention_views import MentionsView, MentionView
from live.protocol.views import Snapshot
from live.store.show import mentions
from live.views.feed.sections.section import Body, Reader, Section
from live.views.timestamps import stamp

LONGEST = 600
"""Characters of a post's text that the tray shows: whoever takes it reads the whole."""


class Mentions(Section[MentionsView]):
    """All that is shown of them at once, since each that goes lets an older one up."""

    name = "mentions"
    keys = ("mentions",)
    field = "mentions"
    limit = 40
    subjects = frozenset({"mentions"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"mentions": tray(connection, broadcast.id)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> MentionsView:
        return tray(connection, broadcast.id)

    def render(self, event: Row[Any], rows: MentionsView, reader: Reader) -> Body | None:
        return {"mentions": rows}


def tray(connection: Connection, broadcast_id: int) -> MentionsView:
    listed = [_view(row) for row in mentions.listed(connection, broadcast_id, Mentions.limit)]
    waiting = len(listed) if len(listed) < Mentions.limit else mentions.count_new(connection, broadcast_id)
    more = waiting > mentions.MOST_COUNTED
    return {"waiting": min(waiting, mentions.MOST_COUNTED), "more": more, "listed": listed}


def _view(row: Row[Any]) -> MentionView:
    text = row.text if len(row.text) <= LONGEST else f"{row.text[:LONGEST].rstrip()}…"
    return {
        "mention": row.id,
        "source": row.channel_type,
        "channel": row.channel_title,
        "author": one_line(row.author_name) if row.author_name else None,
        "text": text,
        "link": row.link,
        "published_at": stamp(row.published_at),
        "found_at": str(stamp(row.found_at)),
        "reach": row.reach,
        "found": row.sources,
        "can_hide_author": row.author is not None,
    }
