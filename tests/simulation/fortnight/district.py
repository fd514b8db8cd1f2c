"""The district: which minutes of the fortnight are worked, and at what hours people write.

The hours are written out day by day and counted minute by minute: nothing here is reckoned as the product reckons it.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from live.domain.people import Actor, Role

ZONE = timezone(timedelta(hours=4))
"""Ulyanovsk."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

WEEKDAY = "08:00-12:00 13:00-17:00"
WORKED = {
    **dict.fromkeys(("23.11", "24.11", "25.11", "26.11", "27.11"), WEEKDAY),
    "28.11": WEEKDAY,  # A Saturday that is worked.
    **dict.fromkeys(("30.11", "01.12", "02.12"), WEEKDAY),
    "03.12": "08:00-12:00 13:00-16:00",  # The eve of the district's day, which is the fourth.
    **dict.fromkeys(("07.12", "08.12", "09.12", "10.12", "11.12", "14.12", "15.12"), WEEKDAY),
}
"""Every day of the fortnight, and of the week after it, that is worked; on the others nobody is in the office."""

CALENDAR = {
    "spans": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}],
    "days_on": ["2026-11-28"],
    "days_off": ["2026-12-04"],
    "short_days": ["2026-12-03"],
}
"""The same as the centre writes it into its calendar."""


def at(text: str) -> datetime:
    """A moment of the district's clock, such as 23.11 08:30; of another year, 24.11.2027 08:10."""
    day, hour = text.split()
    whole = day if day.count(".") == 2 else f"{day}.2026"
    return datetime.strptime(f"{whole} {hour}", "%d.%m.%Y %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


BEGINS, ENDS = at("23.11 00:00"), at("07.12 00:00")


def _minutes() -> Iterator[datetime]:
    for day, spans in WORKED.items():
        for span in spans.split():
            opens, closes = (at(f"{day} {hour}") for hour in span.split("-"))
            while opens < closes:
                yield opens
                opens += MINUTE


WORKING = list(_minutes())
"""Every worked minute, by its beginning."""


def due(start: datetime, minutes: int) -> datetime:
    """When so many worked minutes have passed."""
    return WORKING[bisect_left(WORKING, start) + minutes - 1] + MINUTE


def worked(since: datetime, until: datetime) -> int:
    return bisect_left(WORKING, until) - bisect_left(WORKING, since)


def in_the_office(moment: datetime) -> datetime:
    """The first worked minute from then on."""
    return WORKING[bisect_left(WORKING, moment)]


VERA = Actor("Вера", frozenset({Role.COORDINATOR}))
DINA = Actor("Дина", frozenset({Role.PRODUCER, Role.HEAD}))


# When people write

HOURS = (2, 1, 1, 1, 1, 2, 5, 9, 14, 18, 19, 17, 14, 13, 13, 13, 14, 16, 18, 19, 17, 13, 8, 4)
"""How much is written in each hour of a day, as parts of all."""

WEEKEND = 0.6
"""So much of a weekday is written on a day off."""


def moments(count: int, dice: random.Random) -> list[datetime]:
    """So many moments of the fortnight, in order, none of them on a full hour: those are the steps."""
    days = [date(2026, 11, 23) + n * DAY for n in range(14)]
    weights = [1.0 if f"{day:%d.%m}" in WORKED else WEEKEND for day in days]
    chosen = []
    for day in dice.choices(days, weights, k=count):
        hour = dice.choices(range(24), HOURS)[0]
        chosen.append(datetime.combine(day, time(hour, dice.randrange(1, 60)), ZONE).astimezone(UTC))
    return sorted(chosen)
