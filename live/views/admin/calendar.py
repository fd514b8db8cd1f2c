"""A year of the working calendar as who edits it sees it: what the country brings, and what is the centre's own."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays

from live.store.centre.calendar import COUNTRY, Set, calendar

NAMES = {"ru": "ru", "en": "en_US"}
"""The languages in which `holidays` is asked for its names."""


@dataclass(frozen=True, slots=True)
class Day:
    """`by`: who made it other than its weekday is, `country` or `centre`; None where nobody did.

    `name` is what the country calls it.
    """

    date: date
    works: bool
    short: bool
    by: str | None
    name: str | None


Week = tuple[Day | None, ...]


def year_of(item: Mapping[str, Any], year: int, language: str) -> list[list[Week]]:
    """The weeks of each month, from Monday, by an item of the list `calendar`; None fills what is another month's."""
    own = Set.of_item(item)
    known = holidays.country_holidays(COUNTRY, years=year, language=NAMES.get(language))
    days = calendar(year, year, "UTC", own)
    worked_weekends = set(known.weekend_workdays)

    def day_of(day: date) -> Day:
        by = "country" if day in known or day in worked_weekends else None
        if day in own.days_off | own.days_on | own.short_days:
            by = "centre"
        works = days.works_on(day)
        return Day(day, works, works and day in own.short_days, by, known.get(day))

    weeks_of = months.Calendar().monthdatescalendar
    return [
        [tuple(day_of(day) if day.month == month else None for day in week) for week in weeks_of(year, month)]
        for month in range(1, 13)
    ]
