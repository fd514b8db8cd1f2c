"""The calendar of publications: what is planned and what was posted, by page and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from live.store.centre import channels
from live.store.centre.settings import centre_zone
from live.store.official_pages import publications
from live.store.transaction import Store
from live.views.publications import targets

DAYS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication on a page. `at`: when it was posted or is to be, by the centre's clock."""

    id: int
    text: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PageDays:
    """A page, and what stands or will stand on it, by day."""

    network: str
    title: str | None
    days: Sequence[Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`days`: from a Monday on; `today` is by the centre's clock."""

    days: Sequence[date]
    today: date
    pages: Sequence[PageDays]


def calendar(store: Store, day: date | None) -> Calendar:
    """The week of this day, of today where none is said: every page that is posted on, and those of that week."""
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        today = store.clock().astimezone(zone).date()
        monday = (day or today) - timedelta(days=(day or today).weekday())
        days = [monday + timedelta(days=n) for n in range(DAYS)]
        since, until = (
            datetime.combine(one, time(), zone).astimezone(UTC) for one in (monday, monday + timedelta(DAYS))
        )
        rows = publications.between(connection, since, until)
        on_pages = publications.pages(connection, [row.id for row in rows])
        kinds = {row.id: (row.type, row.title) for row in channels.sealed(connection)}
        wanted = {*targets(connection, store.seal), *(page.channel_id for some in on_pages.values() for page in some)}
    entries: dict[int, list[list[Entry]]] = {one: [[] for _ in days] for one in wanted if one in kinds}
    for row in rows:
        at = (row.released_at or row.due).astimezone(zone)
        for page in on_pages[row.id]:
            if page.channel_id in entries:
                entries[page.channel_id][(at.date() - monday).days].append(Entry(row.id, row.text, row.state, at))
    for some in entries.values():
        for of_day in some:
            of_day.sort(key=lambda one: one.at)
    pages = [PageDays(*kinds[one], entries[one]) for one in sorted(entries, key=lambda one: kinds[one])]
    return Calendar(days, today, pages)
