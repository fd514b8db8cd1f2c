"""The working calendar of Russia, as the follow-up's deadlines need it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from live.domain.deadline import Calendar

ZONE = "Europe/Ulyanovsk"


@lru_cache(maxsize=64)
def calendar(first: int, last: int, zone: str = ZONE) -> Calendar:
    """Russia's days off, and the weekend days worked instead, of the years `first` to `last`.

    A year whose moved days are not decreed yet has the lasting holidays alone.
    """
    known = holidays.country_holidays("RU", years=range(first, last + 1))
    return Calendar(ZoneInfo(zone), days_off=frozenset(known), days_on=frozenset(known.weekend_workdays))


def calendar_at(moment: datetime, zone: str = ZONE) -> Calendar:
    """The calendar for what starts at `moment`: from the year before it to two years on."""
    return calendar(moment.year - 1, moment.year + 2, zone)
