"""A collection for an official: when its next issue goes, from when on it tells, whose voices stand in it in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from live.domain.deadline import Calendar, due
from live.domain.people import Role

KEEPING = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Who may make collections, send them and see who has read them."""


class Rhythm(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    BY_HAND = "by_hand"
    """It goes when somebody sends it, and never by itself."""


MOST_DAYS = 31
"""An issue tells of no more days than this, however long ago the one before it went."""

VOICES = 5
"""Texts that stand in an issue in full."""

SHORTEST_VOICE = 20
"""Characters: what is shorter says nothing that the counts do not."""

LONGEST_ANSWER = 4000
"""Characters of what an official answers: as long as a note on a ticket, which it may become."""

REMINDED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """`weekday`: 0 is Monday; it counts for a weekly one alone. `hour` is by the centre's clock."""

    rhythm: Rhythm
    weekday: int = 0
    hour: int = 9

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The first moment of this schedule after another one, in UTC; None for what goes by hand."""
        if self.rhythm is Rhythm.BY_HAND:
            return None
        day = moment.astimezone(zone).date()
        while True:
            at = datetime.combine(day, time(self.hour), zone).astimezone(UTC)
            if at > moment and (self.rhythm is Rhythm.DAILY or day.weekday() == self.weekday):
                return at
            day += timedelta(days=1)


def begins(schedule: Schedule, until: datetime, told_until: datetime | None) -> datetime:
    """From when on an issue tells that ends now: where the one before ended, so that nothing is told twice or left out.

    The first tells of a day, that of a weekly one of a week; none of more than MOST_DAYS.
    """
    first = timedelta(days=7 if schedule.rhythm is Rhythm.WEEKLY else 1)
    since = told_until if told_until is not None else until - first
    return max(since, until - timedelta(days=MOST_DAYS))


def reminder(sent: datetime, calendar: Calendar) -> datetime:
    """When an official who has not confirmed is reminded: a day later, at work."""
    return due(sent + REMINDED_AFTER, timedelta(0), calendar)


@dataclass(frozen=True, slots=True)
class Voice:
    """A question that may stand in an issue in full. `question` is its id."""

    question: int
    topic: str | None
    locality: str | None
    askers: int
    length: int


def voices(asked: Iterable[Voice]) -> list[int]:
    """The ids of those that stand in full.

    Those that the most people ask, of these the earliest; first one of each topic and place, then the rest in the same
    order. What has fewer than SHORTEST_VOICE characters is left out.
    """
    ordered = sorted(
        (one for one in asked if one.length >= SHORTEST_VOICE), key=lambda one: (-one.askers, one.question)
    )
    seen: set[tuple[str | None, str | None]] = set()
    first: list[int] = []
    others: list[int] = []
    for one in ordered:
        trouble = (one.topic, one.locality)
        (others if trouble in seen else first).append(one.question)
        seen.add(trouble)
    return [*first, *others][:VOICES]
