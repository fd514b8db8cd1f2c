"""What a clock is, of a question or a ticket: a start, a calendar, a track, terms and pauses give when it falls due.

The fast track is reckoned in working time, the formal one in calendar days, a promise by its own day. Times are aware;
the calendar's hours are in its own zone, so a working day is as long on the night of a clock change as on any other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.refused import Refused

Hours = tuple[time, time]
"""A span of work in a day: when it begins and ends. One that ends at 0:00 lasts until midnight."""

Spans = tuple[Hours, ...]
"""The spans of a day, in order and apart: what lies between two of them, such as a lunch, is no working time."""

Pause = tuple[datetime, datetime]
"""From when until when a clock stood."""

ONE_DAY = timedelta(days=1)

MIDNIGHT = time()
END_OF_DAY = "24:00"
"""How the midnight is written that a day ends with."""

ALL_DAY: Spans = ((MIDNIGHT, MIDNIGHT),)

SHORTER = timedelta(hours=1)
"""By how much a working day before a holiday is shorter (Labour Code of Russia, article 95)."""


class Track(StrEnum):
    FAST = "fast"
    FORMAL = "formal"
    """A formal appeal under 59-ФЗ."""


def check_spans(spans: Spans) -> None:
    """`Refused`, with a sentence for who wrote them, unless these can be the hours of a working day."""
    if not spans:
        raise Refused("invalid", "A working day without an hour: write when it begins and ends.")
    for opens, closes in spans:
        if opens >= closes and closes != MIDNIGHT:
            raise Refused(
                "invalid",
                "A working day cannot last from {opens} to {closes}.",
                opens=_said(opens),
                closes=_said(closes),
            )
    for before, after in itertools.pairwise(spans):
        if before[1] == MIDNIGHT or after[0] < before[1]:
            raise Refused(
                "invalid", "The hours {first} and {second} overlap.", first=said_hours(before), second=said_hours(after)
            )


def spans_of(item: Mapping[str, Any]) -> Spans:
    """The hours of a day as a list keeps them; before a day had several, its `opens` and `closes` were all of them."""
    return tuple((hour_of(span["opens"]), hour_of(span["closes"])) for span in item.get("spans") or [item])


def hour_of(text: str) -> time:
    """Such as 08:00; 24:00 is the midnight that a day ends with."""
    return MIDNIGHT if text == END_OF_DAY else time.fromisoformat(text)


def said_hours(hours: Hours) -> str:
    """Such as 08:00–12:00; the end of a day is 24:00."""
    closes = END_OF_DAY if hours[1] == MIDNIGHT else _said(hours[1])
    return f"{_said(hours[0])}–{closes}"


def _said(hour: time) -> str:
    return hour.strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people work: hours of a day, days off besides Saturday and Sunday, and weekend days worked instead.

    `weekdays`: the hours of a weekday (0 is Monday) where they are not the ordinary ones; a Saturday or Sunday that
    stands there is worked every week. `short_days` end an hour sooner. `round_the_clock`: somebody is always there, so
    every hour of every day counts, and nothing else of it.
    """

    zone: ZoneInfo
    spans: Spans = ((time(8), time(17)),)
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    short_days: frozenset[date] = frozenset()
    weekdays: Mapping[int, Spans] = field(default_factory=dict)
    round_the_clock: bool = False

    def __post_init__(self) -> None:
        for spans in (self.spans, *self.weekdays.values()):
            check_spans(spans)

    def works_on(self, day: date) -> bool:
        every_week = day.weekday() < 5 or day.weekday() in self.weekdays
        return self.round_the_clock or day in self.days_on or (every_week and day not in self.days_off)

    def hours(self, day: date) -> list[tuple[datetime, datetime]]:
        """The day's working spans in UTC, in order."""
        written = ALL_DAY if self.round_the_clock else self.weekdays.get(day.weekday(), self.spans)
        spans: list[tuple[datetime, datetime]] = []
        for first, last in written:
            opens = self._at(day, first)
            if spans:  # Where clocks are set forward at night, one hour is another.
                opens = max(opens, spans[-1][1])
            spans.append((opens, max(opens, self._at(day + ONE_DAY if last == MIDNIGHT else day, last))))
        return _shortened(spans) if day in self.short_days and not self.round_the_clock else spans

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def working(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans from `since` on, without end."""
        first = self.day_of(since)
        for day in (first + days * ONE_DAY for days in itertools.count()):
            if self.works_on(day):
                for opens, closes in self.hours(day):
                    if closes > since:
                        yield max(opens, since.astimezone(UTC)), closes

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date, after: date) -> datetime:
        """When a term ends whose last day is `day`: on a day off it ends with the working day before.

        Where that is not later than the day `after`, on which the term began, it ends with the next working day.
        """
        last = day
        while last > after and not self.works_on(last):
            last -= ONE_DAY
        if last <= after:
            last = max(day, after + ONE_DAY)
            while not self.works_on(last):
                last += ONE_DAY
        return self.hours(last)[-1][1]


def _shortened(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """A day's spans without its last hour of work; a day that has no more than that is as long as ever."""
    if sum((closes - opens for opens, closes in spans), timedelta()) <= SHORTER:
        return spans
    left, kept = SHORTER, list(spans)
    while (last := kept[-1][1] - kept[-1][0]) <= left:
        left -= last
        kept.pop()
    return [*kept[:-1], (kept[-1][0], kept[-1][1] - left)]


@dataclass(frozen=True, slots=True)
class Terms:
    """Working time until somebody has taken a ticket up, until it is resolved, and until an answer is approved."""

    reaction: timedelta = timedelta(hours=2)
    resolution: timedelta = timedelta(hours=8)
    approval: timedelta = timedelta(hours=2)


FAST_TERMS = Terms()
"""This customer's fast track, where the centre has set nothing else."""

REGISTERED = timedelta(days=3)
ANSWERED = timedelta(days=30)
"""Calendar days of the formal track (59-ФЗ, articles 8 part 2 and 12 part 1); the day it began on is none of them."""


EARLIEST = timedelta(days=30)
"""How long before we received it a message may have been written: what a network says beyond that nobody believes."""


def began(asked: datetime | None, received: datetime) -> datetime:
    """From when a resident's clock runs: since they wrote, as their network says; never later than it reached us.

    A date of next year is that of our receipt, one of ten years ago is EARLIEST before it.
    """
    return received if asked is None else min(received, max(asked, received - EARLIEST))


@dataclass(frozen=True, slots=True)
class Dues:
    reaction: datetime
    resolution: datetime


def due(start: datetime, working: timedelta, calendar: Calendar) -> datetime:
    """The moment, in UTC, by which `working` time has passed after `start`; always a working moment."""
    left = working
    for opens, closes in calendar.working(start):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise AssertionError("a calendar has no end")


def worked(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Working time between two moments; none when `end` is not after `start`."""
    total = timedelta()
    if end <= start:
        return total
    for opens, closes in calendar.working(start):
        if opens >= end:
            return total
        total += min(closes, end) - opens
    raise AssertionError("a calendar has no end")


def dues(
    start: datetime,
    calendar: Calendar,
    terms: Terms = FAST_TERMS,
    *,
    track: Track = Track.FAST,
    pauses: Iterable[Pause] = (),
    promised: date | None = None,
    reacted: datetime | None = None,
) -> Dues:
    """When a ticket whose clock runs from `start` is to be taken up, and when resolved, in UTC.

    A pause that began after the due time, or (of the reaction) after somebody had `reacted`, changes nothing: what was
    late stays late. A promised day is kept whatever the pauses were; one that has passed by `start` binds no more.
    """
    stood = _apart(pauses, start)
    before = [pause for pause in stood if reacted is None or pause[0] < reacted]
    if track is Track.FORMAL:
        return Dues(_formal(start, REGISTERED, calendar, before), _formal(start, ANSWERED, calendar, stood))
    reaction = _fast(start, terms.reaction, calendar, before)
    promised_end = _promised(start, promised, calendar) if promised else None
    if promised_end is not None:
        return Dues(min(reaction, promised_end), promised_end)
    return Dues(reaction, _fast(start, terms.resolution, calendar, stood))


def _fast(start: datetime, working: timedelta, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    """Pauses count as the working time that passed in them."""
    found = due(start, working, calendar)
    for since, until in pauses:
        if since >= found:
            break
        working += worked(since, until, calendar)
        found = due(start, working, calendar)
    return found


def _formal(start: datetime, term: timedelta, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    """Pauses count as they were; what ends a calendar day is the end of work on it."""
    found = _days_on(start, term, calendar)
    for since, until in pauses:
        if since >= found:
            break
        start += until - since
        found = _days_on(start, term, calendar)
    return found


def _days_on(start: datetime, term: timedelta, calendar: Calendar) -> datetime:
    first = calendar.day_of(start)
    return calendar.end_of(first + term, after=first)


def _promised(start: datetime, day: date, calendar: Calendar) -> datetime | None:
    """The end of work on the promised day, or on the working day before it; None where that has passed by `start`."""
    while not calendar.works_on(day):
        day -= ONE_DAY
    end = calendar.hours(day)[-1][1]
    return end if end > start else None


def _apart(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """The pauses after `start`, in order, those that touch as one."""
    apart: list[Pause] = []
    for since, until in sorted((max(since, start), until) for since, until in pauses):
        if until <= since:
            continue
        if apart and since <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], until))
        else:
            apart.append((since, until))
    return apart


@dataclass(frozen=True, slots=True)
class Rule:
    """Terms for a topic, a priority, both, or (neither said) for everything else."""

    topic: str | None
    priority: str | None
    terms: Terms


def terms_for(rules: Sequence[Rule], topic: str | None, priority: str) -> Terms:
    """The terms of the rule that says most: topic and priority, then topic, then priority, then neither."""
    fitting = [r for r in rules if r.topic in (None, topic) and r.priority in (None, priority)]
    best = max(fitting, key=lambda r: (r.topic is not None, r.priority is not None), default=None)
    return best.terms if best else FAST_TERMS
