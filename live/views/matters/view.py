"""A matter's view, made of its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from live.protocol.views import MatterView, WordView
from live.views.timestamps import stamp


def matter_view(row: Row[Any]) -> MatterView:
    """The view of a row that `SHOWN` selected."""
    word: WordView | None = None
    if row.word_id is not None:
        word = {"text": row.word_text, "final": bool(row.word_final), "by": row.word_by, "at": stamp(row.word_at)}
    return {
        "number": row.id,
        "title": row.title,
        "state": row.state,
        "version": row.version,
        "owner": row.owner,
        "topic": row.topic,
        "locality": row.locality,
        "next_word_at": stamp(row.next_word_at),
        "word": word,
        "questions": row.questions,
        "askers": row.askers,
        "opened": {"by": row.opened_by, "at": stamp(row.opened_at)},
        "closed": {"by": row.closed_by, "at": stamp(row.closed_at)} if row.closed_at else None,
        "joined_to": row.joined_to,
    }
