"""The working calendar by which tickets fall due: Russia's days off, moved days included."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from live.domain.deadline import Calendar, due

REACTION = timedelta(hours=2)
"""Working time until somebody has taken a ticket up: this customer's fast track."""

RESOLUTION = timedelta(hours=8)


@lru_cache(maxsize=64)
def calendar(first: int, last: int, zone: str) -> Calendar:
    """Russia's days off, and the weekend days worked instead, of the years `first` to `last`.

    A year whose moved days are not decreed yet has the lasting holidays alone.
    """
    known = holidays.country_holidays("RU", years=range(first, last + 1))
    return Calendar(ZoneInfo(zone), days_off=frozenset(known), days_on=frozenset(known.weekend_workdays))


def calendar_at(moment: datetime, zone: str) -> Calendar:
    """The calendar for what starts at `moment`: from the year before it to two years on."""
    return calendar(moment.year - 1, moment.year + 2, zone)


def promise_due(day: date, zone: str) -> datetime:
    """When a promise for `day` falls due, in UTC: at the end of that day's working hours."""
    moment = datetime.combine(day, time(12), ZoneInfo(zone))
    return calendar_at(moment, zone).hours(day)[1]


def dues(created: datetime, zone: str) -> tuple[datetime, datetime]:
    """When a ticket's reaction and its resolution fall due, in UTC."""
    hours = calendar_at(created, zone)
    return due(created, REACTION, hours), due(created, RESOLUTION, hours)
