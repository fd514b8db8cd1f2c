"""The written replies to a question, and whether it can have any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.channels import TYPES
from live.domain.reply import State as Reply
from live.protocol.file_views import AnswerFileView
from live.protocol.views import ReplyView
from live.store.centre.channels import id_of_origin
from live.store.show import practices
from live.views.questions.files import answer_files_of
from live.views.timestamps import stamp


def reply_views(connection: Connection, rows: Sequence[Row[Any]]) -> list[ReplyView]:
    """Of these replies, in their order."""
    return [_view(row, files) for row, files in zip(rows, answer_files_of(connection, rows), strict=True)]


def _view(row: Row[Any], files: list[AnswerFileView]) -> ReplyView:
    """A reply as the log has told of it: the worker's tries in between, of which it tells nothing, do not show."""
    waiting = row.state in (Reply.WAITING, Reply.SENDING)
    return {
        "reply": row.id,
        "state": Reply.WAITING.value if waiting else row.state,
        "text": row.text,
        "final": bool(row.final),
        "by": row.by_name,
        "at": stamp(row.at),
        "reason": None if waiting else row.reason,
        "detail": None if waiting else row.detail,
        "link": row.link,
        "files": files,
        "linked": 0 if waiting else len(row.linked or ()),
    }


def answerable(asked: Row[Any]) -> bool:
    """Whether the network that a question came by takes answers."""
    by_channel = id_of_origin(asked.origin) is not None or asked.origin == practices.ORIGIN
    return by_channel and hasattr(TYPES.get(asked.source), "reply")
