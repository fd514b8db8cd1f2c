"""The centre's working calendar and its terms: what `holidays` knows of Russia, and over it what the centre has set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import Connection

from live.domain.deadline import (
    FAST_TERMS,
    Calendar,
    Dues,
    Pause,
    Rule,
    Spans,
    Terms,
    Track,
    due,
    spans_of,
    terms_for,
)
from live.domain.deadline import dues as compute_dues
from live.domain.ticket import PRIORITIES
from live.store.centre import lists

COUNTRY = "RU"
WORKDAY: Spans = ((time(8), time(17)),)


@dataclass(frozen=True)
class Set:
    """What the centre has set over the country's calendar. `zone` None: each ticket has its broadcast's."""

    spans: Spans = WORKDAY
    weekdays: tuple[tuple[int, Spans], ...] = ()
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    short_days: frozenset[date] = frozenset()
    zone: str | None = None
    round_the_clock: bool = False

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Set:
        """From the one item of the list `calendar`."""
        off, on, short = (frozenset(map(date.fromisoformat, item[n])) for n in ("days_off", "days_on", "short_days"))
        weekdays = tuple((day["day"] - 1, spans_of(day)) for day in item["weekdays"])
        return cls(spans_of(item), weekdays, off, on, short, item["zone"], item.get("round_the_clock", False))


@lru_cache(maxsize=256)
def calendar(first: int, last: int, zone: str, own: Set = Set()) -> Calendar:  # noqa: B008 - it is frozen
    """Russia's days off and worked weekend days of the years `first` to `last`, and over them what the centre has set.

    A day that the centre calls off, or worked, is so whatever the country's calendar says. A year whose moved days are
    not decreed yet has the lasting holidays alone, until the centre writes them down.
    """
    known = holidays.country_holidays(COUNTRY, years=range(first, last + 1))
    return Calendar(
        ZoneInfo(own.zone or zone),
        own.spans,
        days_off=(frozenset(known) | own.days_off) - own.days_on,
        days_on=(frozenset(known.weekend_workdays) - own.days_off) | own.days_on,
        short_days=own.short_days,
        weekdays=dict(own.weekdays),
        round_the_clock=own.round_the_clock,
    )


@dataclass(frozen=True)
class Reckoning:
    """The calendar and the terms as they are now: read once, good for any number of tickets."""

    own: Set
    rules: tuple[Rule, ...]

    @cached_property
    def _found(self) -> dict[tuple[Any, ...], Dues]:
        return {}

    def dues(
        self,
        zone: str,
        start: datetime,
        topic: str | None,
        priority: str,
        track: str = Track.FAST,
        *,
        promised: str | None = None,
        pauses: Iterable[Pause] = (),
        reacted: datetime | None = None,
    ) -> Dues:
        """When a ticket falls due whose clock runs from `start`; `promised` is a day, such as 2026-12-01."""
        stood = tuple(pauses)
        asked = (zone, start, terms_for(self.rules, topic, priority), track, promised, stood, reacted)
        if asked not in self._found:
            # Of a long wait the far end counts too.
            days = self.calendar(zone, start, *(until for _, until in stood))
            self._found[asked] = compute_dues(
                start,
                days,
                asked[2],
                track=Track(track),
                pauses=stood,
                promised=date.fromisoformat(promised) if promised else None,
                reacted=reacted,
            )
        return self._found[asked]

    def approval(self, zone: str, start: datetime, topic: str | None, priority: str) -> datetime:
        """By when an answer that was submitted at `start` is to be approved."""
        return due(start, terms_for(self.rules, topic, priority).approval, self.calendar(zone, start))

    def general(self, zone: str, start: datetime) -> Dues:
        """When a question falls due whose resident wrote at `start`: nobody has said yet what it is about."""
        return self.dues(zone, start, None, PRIORITIES[0])

    def calendar(self, zone: str, *moments: datetime) -> Calendar:
        """The calendar around these moments: what is due in a year falls back into the one before."""
        years = [moment.year for moment in moments]
        return calendar(min(years) - 1, max(years) + 2, zone, self.own)


def reckoning(connection: Connection) -> Reckoning:
    """By the lists `calendar` and `deadlines` as they stand."""
    own = lists.read(connection, "calendar").items
    terms = lists.read(connection, "deadlines").items
    return Reckoning(Set.of_item(own[0]), rules_of(terms))


def rules_of(items: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The terms of the list `deadlines`, whose times are minutes of work."""
    return tuple(
        Rule(
            item["topic"],
            item["priority"],
            Terms(
                timedelta(minutes=item["reaction"]),
                timedelta(minutes=item["resolution"]),
                timedelta(minutes=item["approval"]) if item.get("approval") else FAST_TERMS.approval,
            ),
        )
        for item in items
    )


def dues(
    connection: Connection,
    zone: str,
    created: datetime,
    topic: str | None,
    priority: str,
    track: str = Track.FAST,
    promised: str | None = None,
) -> tuple[datetime, datetime]:
    """When a new ticket's reaction and its resolution fall due, in UTC. For many at once, ask one `reckoning`."""
    found = reckoning(connection).dues(zone, created, topic, priority, track, promised=promised)
    return found.reaction, found.resolution
