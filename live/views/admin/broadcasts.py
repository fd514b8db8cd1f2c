"""Broadcasts as who keeps them sees them: the list, and one with all of its settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from live.domain import broadcast as rules
from live.domain.broadcast import Kind, State
from live.store.centre import channels
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.broadcasts import FormTexts, form_texts, shelf_of, year_of

PAGE = 50
"""Broadcasts on one page of the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. `shelf`: today, coming, standing or past; `year` of what is past, 0 where it has none."""

    slug: str
    title: str
    head: str
    state: str
    at: datetime | None
    zone: str
    minutes: int
    shelf: str
    year: int
    standing: str | None
    """The title of the standing broadcast behind it; None for one, and for a show without."""


@dataclass(frozen=True, slots=True)
class ListPage:
    listed: list[Listed]
    page: int
    pages: int
    total: int
    archived: int
    """How many are archived, whether they are shown or not."""


@dataclass(frozen=True, slots=True)
class Feeding:
    """A channel that delivers to the broadcast."""

    id: int
    type: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One broadcast with all that can be set. `empty`: nobody has asked or called there; `shows` and `channels` lead
    to it."""

    slug: str
    kind: Kind
    state: State
    version: int
    title: str
    head: str
    starts_at: datetime | None
    minutes: int
    zone: str
    standing: str | None
    head_sees_contacts: bool
    texts: FormTexts
    empty: bool
    shows: int
    channels: list[Feeding]


def page_of(store: Store, now: datetime, wanted: str, archived: bool, page: int) -> ListPage:
    """A page of those that are archived, or of the others; `wanted` stands in title, short name or the head's name."""
    with store.read() as connection:
        rows = broadcasts.all_of(connection)
    titles = {row.id: row.title for row in rows}
    words = wanted.casefold().split()
    found = [
        _listed(row, titles, now)
        for row in rows
        if (row.state == rules.ARCHIVED.value) is archived and _says(row, words)
    ]
    found.sort(key=_place)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    put_away = sum(row.state == rules.ARCHIVED.value for row in rows)
    return ListPage(found[(page - 1) * PAGE : page * PAGE], page, pages, len(found), put_away)


def _says(row: Row[Any], words: Iterable[str]) -> bool:
    text = f"{row.title} {row.slug} {row.head_name}".casefold()
    return all(word in text for word in words)


def _listed(row: Row[Any], titles: dict[int, str], now: datetime) -> Listed:
    at = row.aired_at or row.starts_at
    shelf = shelf_of(row.kind, row.state, at, row.zone, now)
    year = year_of(at, row.zone) if shelf == "past" else 0
    behind = titles.get(row.standing_id)
    return Listed(row.slug, row.title, row.head_name, row.state, at, row.zone, row.minutes, shelf, year, behind)


SHELVES = ("today", "coming", "standing", "past")


def _place(one: Listed) -> tuple[int, int, float, str]:
    """Today and what comes by their hours, what has no date last; what is past from the newest."""
    seconds = one.at.timestamp() if one.at is not None else None
    if one.shelf == "past":
        return SHELVES.index(one.shelf), -one.year, -(seconds or 0.0), one.slug
    return SHELVES.index(one.shelf), 0, float("inf") if seconds is None else seconds, one.slug


def kept(store: Store, slug: str) -> Kept:
    """`not_found` where there is no such broadcast."""
    with store.read() as connection:
        row = broadcasts.get_real(connection, slug)
        shows, _ = broadcasts.led_here(connection, row.id)
        behind = broadcasts.by_id(connection, row.standing_id).slug if row.standing_id else None
        feeding = [
            Feeding(one.id, one.type, one.title)
            for one in channels.all_of(connection, store.seal)
            if one.broadcast_id == row.id
        ]
        return Kept(
            row.slug,
            Kind(row.kind),
            State(row.state),
            row.version,
            row.title,
            row.head_name,
            row.starts_at,
            row.minutes,
            row.zone,
            behind,
            bool(row.head_sees_contacts),
            form_texts(row),
            broadcasts.is_empty(connection, row),
            shows,
            feeding,
        )


def standing_ones(store: Store) -> Sequence[tuple[str, str]]:
    """Slug and title of each standing broadcast that is open."""
    with store.read() as connection:
        rows = broadcasts.in_state(connection, State.COLLECTING)
    return [(row.slug, row.title) for row in rows if row.kind == Kind.STANDING.value]
