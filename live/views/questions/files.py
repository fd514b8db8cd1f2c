"""Files that came with questions or go with answers: what is told of each, and which one somebody may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.files.attached import Media, State
from live.domain.refused import Refused
from live.files.media.kinds import KINDS
from live.protocol.file_views import AnswerFileView, FileView
from live.store.show import answer_files, files
from live.store.storage import name_of

_TOLD = frozenset({State.WANTED, State.KEPT, State.REFUSED})


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a file's contents stand, and as what they are served. `called`: the name under which they are saved."""

    name: str
    hash: str
    mime: str
    media: Media
    called: str


def attachments_of(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, list[dict[str, Any]]]:
    """By the ids of questions' rows, what came with each; beside what is kept or to be fetched stands its `file`."""
    with_some = [row for row in rows if row.attachments]
    found: dict[tuple[int, int], FileView] = {}
    for one in files.of_questions(connection, [row.id for row in with_some]):
        if one.state in _TOLD and one.place is not None:
            found[one.question_id, one.place] = _view(one)
    return {
        row.id: [
            {**attached, "file": found[row.id, place]} if (row.id, place) in found else attached
            for place, attached in enumerate(row.attachments)
        ]
        for row in with_some
    }


def _view(row: Row[Any]) -> FileView:
    kind = KINDS[row.mime] if row.mime else None
    return {
        "file": row.id,
        "state": row.state,
        "media": kind.media if kind else None,
        "size": row.size,
        "width": row.width,
        "height": row.height,
        "why": row.reason,
        "shown": bool(row.shown),
    }


def kept_file(connection: Connection, attachments: Sequence[dict[str, Any]], file_id: int, preview: bool) -> KeptFile:
    """One of these attachments' files, or its preview; `not_found` where it is none of them, or not kept."""
    told = [one["file"] for one in attachments if "file" in one]
    if not any(one["file"] == file_id and one["state"] == State.KEPT for one in told):
        raise _missing()
    row = files.get(connection, file_id)
    hash_ = row.preview if preview else row.hash
    if row.state != State.KEPT or hash_ is None:
        raise _missing()
    kind = KINDS[row.mime]
    return KeptFile(name_of(hash_, row.id), hash_, kind.mime, kind.media, f"{kind.media}-{row.id}.{kind.ends}")


def shown_file(connection: Connection, question_id: int, file_id: int) -> KeptFile:
    """A picture of a question that everybody may see; `not_found` for every other file."""
    row = files.shown_of(connection, question_id, file_id)
    if row is None:
        raise _missing()
    kind = KINDS[row.mime]
    return KeptFile(name_of(row.hash, row.id), row.hash, kind.mime, kind.media, f"{kind.media}-{row.id}.{kind.ends}")


def answer_files_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[list[AnswerFileView]]:
    """For each row of an answer or of a version what it carries and can still be read, in its order."""
    kept = answer_files.kept(connection, {one for row in rows for one in row.files or ()})
    return [[answer_file_view(kept[one]) for one in row.files or () if one in kept] for row in rows]


def answer_file_view(row: Row[Any]) -> AnswerFileView:
    return {
        "file": row.id,
        "name": row.name,
        "media": KINDS[row.mime].media,
        "size": row.size,
        "width": row.width,
        "height": row.height,
    }


def reply_file(connection: Connection, question_id: int, file_id: int, preview: bool) -> KeptFile:
    """What a reply to a question carries, or is to; `not_found` for every other file."""
    return answer_file(answer_files.find(connection, answer_files.to_question(question_id), file_id), preview)


def answer_file(row: Row[Any] | None, preview: bool) -> KeptFile:
    """A file of an answer, or its preview; `not_found` where it is none, or has none."""
    hash_ = None if row is None else row.preview if preview else row.hash
    if row is None or hash_ is None or row.state not in (State.ARRIVED, State.KEPT):
        raise _missing()
    kind = KINDS[row.mime]
    return KeptFile(name_of(hash_, row.id), hash_, kind.mime, kind.media, row.name)


def _missing() -> Refused:
    return Refused("not_found", "There is no such file.")
