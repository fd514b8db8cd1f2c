"""Publications as those who write them see them: what waits, what is planned, what stands on which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.channels import TYPES
from live.channels.capabilities import ON_THE_PAGE, Carries, OutgoingFile, OutgoingMessage, Publishes
from live.domain.official_pages.publication import DRAFT, RELEASED, SEEN, WITHDRAWN, Target, whole_text
from live.protocol.file_views import AnswerFileView
from live.store.centre import channels
from live.store.official_pages import publications
from live.store.sealing import Seal
from live.store.show import answer_files
from live.store.transaction import Store
from live.views.questions.files import KeptFile, answer_file, answer_file_view

SHOWN = 100
"""Those that were posted that the list shows, the newest."""


@dataclass(frozen=True, slots=True)
class PageView:
    """How a publication does on a page. `state`: as of its letter, None before it is released.

    `too_long`: by so many characters the text goes beyond what its network takes. `left_out`: the files that do not
    stand there. `asked`: questions under the post.
    """

    channel: int
    network: str
    title: str | None
    state: str | None
    link: str | None
    reason: str | None
    detail: str | None
    wants: str | None
    withdrawn_at: datetime | None
    corrected_at: datetime | None
    views: int | None
    likes: int | None
    reposts: int | None
    comments: int | None
    asked: int
    longest: int
    too_long: int
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class PublicationView:
    id: int
    version: int
    state: str
    text: str
    link: str
    due: datetime | None
    by: str
    writer: str
    seen_by: str | None
    seen_at: datetime | None
    next_text: str | None
    next_by: str | None
    next_writer: str | None
    created_at: datetime
    released_at: datetime | None
    origin: str | None
    pages: Sequence[PageView]
    files: Sequence[AnswerFileView]

    @property
    def length(self) -> int:
        return len(whole_text(self.text, self.link))


@dataclass(frozen=True, slots=True)
class Choice:
    """A page on which anything can be posted."""

    channel: int
    network: str
    title: str | None
    longest: int


@dataclass(frozen=True, slots=True)
class Listed:
    waiting: Sequence[PublicationView]
    planned: Sequence[PublicationView]
    posted: Sequence[PublicationView]


def listed(store: Store) -> Listed:
    """Drafts and what waits to be posted, the newest first; what is planned by its moment; what was posted lately."""
    with store.read() as connection:
        open_ = _views(connection, publications.listed(connection, [DRAFT, SEEN], SHOWN))
        posted = _views(connection, publications.listed(connection, [RELEASED, WITHDRAWN], SHOWN))
    planned = [one for one in open_ if one.state == SEEN.value and one.due is not None]
    waiting = [one for one in open_ if one not in planned]
    return Listed(waiting, sorted(planned, key=lambda one: one.due or one.created_at), posted)


def one(store: Store, number: int) -> PublicationView:
    """`not_found` without."""
    with store.read() as connection:
        settings = {row.id: known for row, known in channels.readable(connection, store.seal)}
        return _views(connection, [publications.get(connection, number)], settings)[0]


def file(store: Store, number: int, file_id: int, preview: bool) -> KeptFile:
    """What goes along with a publication, or its preview; `not_found` for every other file."""
    with store.read() as connection:
        return answer_file(answer_files.find(connection, answer_files.to_publication(number), file_id), preview)


def of_origin(store: Store, origin: str) -> int | None:
    """The newest that tells of this and was neither dropped nor taken away."""
    with store.read() as connection:
        return publications.of_origin(connection, origin)


def choices(store: Store) -> list[Choice]:
    """The pages on which anything can be posted."""
    with store.read() as connection:
        able = targets(connection, store.seal)
        rows = {row.id: row for row in channels.sealed(connection)}
    return [Choice(number, one.network, rows[number].title, one.longest) for number, one in able.items()]


def targets(connection: Connection, seal: Seal) -> dict[int, Target]:
    """The pages on which anything can be posted, by their channels."""
    found: dict[int, Target] = {}
    for row, settings in channels.readable(connection, seal):
        network = TYPES.get(row.type)
        if isinstance(network, Publishes) and network.publishes(settings):
            found[row.id] = target_of(row.id, row.type)
    return found


def target_of(channel_id: int, type_: str) -> Target:
    network = TYPES.get(type_)
    return Target(channel_id, type_, network.PAGE_TEXT if isinstance(network, Publishes) else 0)


Settings = Mapping[int, Mapping[str, str]]
"""Of channels, by their numbers."""


def _views(connection: Connection, rows: Sequence[Row[Any]], settings: Settings | None = None) -> list[PublicationView]:
    """`settings`: where they are given, what each page leaves out is told."""
    numbers = [row.id for row in rows]
    pages, files = publications.pages(connection, numbers), answer_files.of_publications(connection, numbers)
    names = [page.name for some in pages.values() for page in some if page.name]
    asked = publications.asked_under(connection, names) if names else {}
    return [
        _view(
            row,
            [
                _page(row, page, asked.get(page.name or "", 0), _left_out(row, page, files[row.id], settings or {}))
                for page in pages[row.id]
            ],
            [answer_file_view(one) for one in files[row.id]],
        )
        for row in rows
    ]


def _left_out(row: Row[Any], page: Row[Any], files: Sequence[Row[Any]], settings: Settings) -> list[str]:
    """The names of the files that do not stand on this page."""
    network, known = TYPES.get(page.network), settings.get(page.channel_id)
    if not files or known is None:
        return []
    whole = OutgoingMessage(
        ON_THE_PAGE,
        whole_text(row.text, row.link),
        guard=1,
        files=tuple(OutgoingFile(one.id, one.name, one.mime, one.size, bytes) for one in files),
    )
    parts: Sequence[OutgoingMessage] = network.parts(whole, known) if isinstance(network, Carries) else []
    carried = {one.id for part in parts for one in part.files}
    return [one.name for one in files if one.id not in carried]


def _view(row: Row[Any], pages: Sequence[PageView], files: Sequence[AnswerFileView]) -> PublicationView:
    return PublicationView(
        row.id,
        row.version,
        row.state,
        row.text,
        row.link,
        row.due,
        row.by_name,
        row.writer,
        row.seen_by,
        row.seen_at,
        row.next_text,
        row.next_by,
        row.next_writer,
        row.created_at,
        row.released_at,
        row.origin,
        pages,
        files,
    )


def _page(row: Row[Any], page: Row[Any], asked: int, left_out: Sequence[str]) -> PageView:
    network = TYPES.get(page.network)
    longest = network.PAGE_TEXT if isinstance(network, Publishes) else 0
    return PageView(
        page.channel_id,
        page.network,
        page.title,
        page.letter,
        page.link,
        page.reason or page.letter_reason,
        page.detail or page.letter_detail,
        page.wants,
        page.withdrawn_at,
        page.corrected_at,
        page.views,
        page.likes,
        page.reposts,
        page.comments,
        asked,
        longest,
        max(0, len(whole_text(row.text, row.link)) - longest),
        left_out,
    )
