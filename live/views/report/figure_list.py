"""The questions and tickets that a number of the figures is made of, day by day, the last day first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.followup.counters import entries
from live.domain.followup.figures import Work
from live.runtime.tasks import sleep
from live.store.centre.settings import centre_zone
from live.store.followup import figure_lists as rows
from live.store.followup.figure_lists import Number as Number  # the web asks by it
from live.store.rows import Connection, Row
from live.store.transaction import Store
from live.views.questions.masking import hidden
from live.views.report.figures import Period

SHOWN = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A question, or a ticket of one, by `day` on which it counts; no name, no contact, what tells of people masked."""

    day: date
    broadcast_id: int
    slug: str
    broadcast: str
    number: int
    text: str
    topic: str | None
    place: str | None
    source: str
    state: str
    received_at: datetime
    ticket: str | None = None
    ticket_state: str | None = None
    department: str | None = None
    official: str | None = None


Start = tuple[date, int]
"""Where a page begins: a day, and how many of it stand on the pages before."""


@dataclass(frozen=True, slots=True)
class Page:
    """`total`: the number that the list is of. `later`: where the next page begins, where there is one."""

    total: int
    counted: list[Counted]
    later: Start | None


def figure_list(store: Store, of: Number, period: Period, start: Start | None = None) -> Page:
    """Those of the period, from the last one or from `start` on; one day is read at a time."""
    with store.read() as connection:
        days = rows.days(connection, of, period.first.isoformat(), period.last.isoformat())
        zones = [ZoneInfo(name) for name in {centre_zone(connection), *rows.zones(connection)}]
    total, found = sum(many for _, many in days), list[Counted]()
    since, skipped = start or (period.last, 0)
    for day in (date.fromisoformat(written) for written, _ in days):
        if day > since:
            continue
        if len(found) == SHOWN:
            return Page(total, found, (day, 0))
        skip = skipped if day == since else 0
        until = skip + SHOWN - len(found)
        with store.read() as connection:
            of_day = _of_day(connection, of, day, zones)
            found += _told(connection, day, of_day[skip:until])
        if len(of_day) > until:
            return Page(total, found, (day, until))
        sleep(0)  # Others have a turn.
    return Page(total, found, None)


Which = tuple[int, int | None]
"""A question's id, and which of its tickets, in their order; None: the question itself."""


def _of_day(connection: Connection, of: Number, day: date, zones: list[ZoneInfo]) -> list[Which]:
    """What the number counts on a day."""
    hours = (0, 24) if of.hour is None else (of.hour, of.hour + 1)
    moments = [
        (datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=hour)).astimezone(UTC)
        for zone in zones
        for hour in hours
    ]
    # An hour more on each side: clocks are put forward and back.
    since, until = min(moments) - timedelta(hours=1), max(moments) + timedelta(hours=1)
    found: list[Which] = []
    for question_id, works in rows.works_between(connection, of, since, until).items():
        tickets = 0
        for work in works:
            which = None
            if work.ticket:
                which, tickets = tickets, tickets + 1
            if _has(work, of, day.isoformat()):
                found.append((question_id, which))
    return found


def _has(work: Work, of: Number, day: str) -> bool:
    if of.mark is not None and work.rating != of.mark:
        return False
    return any(
        (one.scope, one.kind, one.name, one.measure, one.hour.day) == (of.scope, of.kind, of.name, of.measure, day)
        and of.hour in (None, one.hour.hour)
        for one in entries(work)
    )


def _told(connection: Connection, day: date, which: list[Which]) -> list[Counted]:
    ids = [question_id for question_id, _ in which]
    questions, tickets = rows.questions(connection, ids), rows.tickets(connection, ids)
    found = []
    for question_id, nth in which:
        if (asked := questions.get(question_id)) is None:
            continue
        handed = tickets.get(question_id, [])
        found.append(_counted(day, asked, handed[nth] if nth is not None and nth < len(handed) else None))
    return found


def _counted(day: date, asked: Row[Any], handed: Row[Any] | None) -> Counted:
    return Counted(
        *(day, asked.broadcast_id, asked.slug, asked.title, asked.number),
        hidden(asked.air_text or asked.text, asked.let_through) or "",
        asked.topic,
        hidden(asked.locality, asked.let_through),
        *(asked.source, asked.state, asked.received_at),
        *((handed.number, handed.state, handed.department, handed.owner) if handed is not None else ()),
    )
