"""Discussions as those who lead them see them, and as everybody does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.files.attached import State as FileState
from live.domain.official_pages.discussion import OPEN, Stance
from live.protocol.file_views import AnswerFileView
from live.store.official_pages import discussions
from live.store.show import answer_files
from live.store.transaction import Store
from live.views.questions.files import KeptFile, answer_file, answer_file_view
from live.views.questions.masking import hidden

LISTED = 200
"""Discussions of the list, the newest."""

SHOWN = 300
"""Voices that a page shows, the newest; its digest has more."""

DIGESTED = 5000


@dataclass(frozen=True, slots=True)
class Counted:
    """Voices of one direction, or of all: `unsaid` are those that nobody has marked."""

    all: int = 0
    for_: int = 0
    against: int = 0
    other: int = 0
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody wrote, with masks in the place of what is personal. `taken`: whether it was taken over."""

    id: int
    slug: str
    number: int
    text: str
    direction: str | None
    place: str | None
    source: str
    at: datetime
    stance: str | None
    taken: bool | None


@dataclass(frozen=True, slots=True)
class DiscussionView:
    """`home`: the broadcast to which its form delivers. `directions`: the most spoken of first."""

    id: int
    version: int
    state: str
    title: str
    text: str
    link: str
    until: datetime | None
    slug: str
    home: str
    taken: str
    rest: str
    by: str
    created_at: datetime
    concluded_at: datetime | None
    told_at: datetime | None
    total: Counted
    directions: Mapping[str, Counted]
    papers: Sequence[AnswerFileView]


def listed(store: Store) -> list[DiscussionView]:
    with store.read() as connection:
        return [_view(connection, row) for row in discussions.listed(connection, LISTED)]


def one(store: Store, number: int) -> DiscussionView:
    """`not_found` without."""
    with store.read() as connection:
        return _view(connection, discussions.get(connection, number))


def paper(store: Store, number: int, file_id: int) -> KeptFile:
    """A paper of a discussion, which everybody may read; `not_found` for every other file."""
    with store.read() as connection:
        row = answer_files.find(connection, answer_files.to_discussion(number), file_id)
        return answer_file(row if row is not None and row.state == FileState.KEPT else None, preview=False)


def open_on(store: Store, slug: str, number: int) -> DiscussionView | None:
    """One that takes what is written by this broadcast's form; None where there is none of this number."""
    with store.read() as connection:
        row = discussions.find(connection, number)
        is_mine = row is not None and row.slug == slug and row.state == OPEN.value
        return _view(connection, row) if row is not None and is_mine else None


def voices(store: Store, number: int, stance: str | None = None, limit: int = SHOWN) -> list[Voice]:
    """The newest first; with a `stance` those alone, “” for those that nobody has marked."""
    with store.read() as connection:
        return [_voice(row) for row in discussions.voices(connection, number, limit, stance)]


def _view(connection: Connection, row: Row[Any]) -> DiscussionView:
    counts = discussions.counts(connection, row.id)
    directions = {name: _counted([one for one in counts if one[0] == name]) for name in {one[0] for one in counts}}
    ordered = sorted(directions.items(), key=lambda one: (one[0] is None, -one[1].all, one[0] or ""))
    return DiscussionView(
        row.id,
        row.version,
        row.state,
        row.title,
        row.text,
        row.link,
        row.until,
        row.slug,
        row.home,
        row.taken,
        row.rest,
        row.by_name,
        row.created_at,
        row.concluded_at,
        row.told_at,
        _counted(counts),
        {name or "": counted for name, counted in ordered},
        [answer_file_view(one) for one in answer_files.of_discussions(connection, [row.id])[row.id]],
    )


def _counted(counts: Sequence[tuple[str | None, str | None, int]]) -> Counted:
    by = {stance: sum(many for _, said, many in counts if said == stance) for stance in (*Stance, None)}
    return Counted(sum(by.values()), by[Stance.FOR], by[Stance.AGAINST], by[Stance.OTHER], by[None])


def _voice(row: Row[Any]) -> Voice:
    return Voice(
        row.id,
        row.slug,
        row.number,
        hidden(row.text, row.let_through) or "",
        row.topic,
        hidden(row.locality, row.let_through),
        row.source,
        row.received_at,
        row.stance,
        None if row.taken is None else bool(row.taken),
    )
