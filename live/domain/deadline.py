"""Working-time arithmetic: a start, a calendar and a duration give a due time.

Durations are of working time. Times are aware; the calendar's hours are in its own zone, so a
working day is as long on the night of a clock change as on any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people work: hours of a day, days off besides Saturday and Sunday, and weekend days worked instead."""

    zone: ZoneInfo
    opens: time = time(8)
    closes: time = time(17)
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"a working day cannot last from {self.opens} to {self.closes}")

    def works_on(self, day: date) -> bool:
        return day in self.days_on or (day.weekday() < 5 and day not in self.days_off)

    def hours(self, day: date) -> tuple[datetime, datetime]:
        """The day's working span in UTC."""
        return (
            datetime.combine(day, self.opens, self.zone).astimezone(UTC),
            datetime.combine(day, self.closes, self.zone).astimezone(UTC),
        )

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans from `since` on, without end."""
        day = since.astimezone(self.zone).date()
        while True:
            if self.works_on(day):
                opens, closes = self.hours(day)
                if closes > since:
                    yield max(opens, since.astimezone(UTC)), closes
            day += timedelta(days=1)


def due(start: datetime, working: timedelta, calendar: Calendar) -> datetime:
    """The moment, in UTC, by which `working` time has passed after `start`; always a working moment."""
    left = working
    for opens, closes in calendar.spans(start):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise AssertionError("a calendar has no end")


def worked(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Working time between two moments; none when `end` is not after `start`."""
    total = timedelta()
    if end <= start:
        return total
    for opens, closes in calendar.spans(start):
        if opens >= end:
            return total
        total += min(closes, end) - opens
    raise AssertionError("a calendar has no end")
