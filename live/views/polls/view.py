"""A poll as screens and programs are told of it: as of what was counted when they were told last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.polls.poll import shares
from live.protocol.poll_views import PollOptionView, PollPostView, PollView
from live.store.polls import polls, posts
from live.views.timestamps import stamp


def poll_views(connection: Connection, rows: Sequence[Row[Any]]) -> list[PollView]:
    """The views of these, in their order."""
    ids = [row.id for row in rows]
    options, standing = polls.options_of(connection, ids), posts.of_polls(connection, ids)
    return [_view(row, options[row.id], standing[row.id]) for row in rows]


def _view(row: Row[Any], options: Sequence[Row[Any]], standing: Sequence[Row[Any]]) -> PollView:
    by = [dict(sorted(row.tally["by"].get(str(one.number), {}).items())) for one in options]
    votes = [sum(some.values()) for some in by]
    parts = shares(votes, row.tally["voters"], row.many)
    shown: list[PollOptionView] = [
        {
            "option": one.number,
            "text": one.text,
            "votes": votes[place],
            "by": by[place],
            "share": parts[place],
            "gone": bool(one.gone),
        }
        for place, one in enumerate(options)
    ]
    return {
        "id": row.id,
        "version": row.version,
        "question": row.question,
        "options": shown,
        "many": bool(row.many),
        "chats": bool(row.chats),
        "state": row.state,
        "shown": bool(row.shown),
        "voters": row.tally["voters"],
        "until": stamp(row.until),
        "opened_at": stamp(row.opened_at),
        "closed_at": stamp(row.closed_at),
        "posts": [_post(one) for one in standing],
    }


def _post(row: Row[Any]) -> PollPostView:
    return {
        "channel": row.channel_id,
        "network": row.network,
        "title": row.title,
        "state": row.state,
        "link": row.link,
        "reason": row.reason,
        "detail": row.detail,
    }


def shown_poll(connection: Connection, broadcast_id: int) -> PollView | None:
    """The one that is on air."""
    row = polls.shown(connection, broadcast_id)
    return poll_views(connection, [row])[0] if row is not None else None
