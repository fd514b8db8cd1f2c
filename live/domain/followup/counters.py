"""The counters of the figures, and what one question or ticket adds to which of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from live.domain.followup.figures import ALL, CENTRE, HOURLY, HOURLY_KINDS, Done, Hour, Work
from live.domain.followup.steps import step_of
from live.domain.question import DECLINED, MERGED


class Day(NamedTuple):
    """A counter of a day, or of a month (`month_of`): a year is read by its months."""

    scope: str
    kind: str
    name: str
    day: str


class OfHour(NamedTuple):
    scope: str
    kind: str
    name: str
    day: str
    hour: int


class Step(NamedTuple):
    """How many of a day lie in one step of a spread."""

    scope: str
    day: str
    spread: str
    step: int


@dataclass(frozen=True, slots=True)
class Added:
    """What is added to counters: by counter and measure, how many."""

    days: Counter[tuple[Day, str]]
    hours: Counter[tuple[OfHour, str]]
    steps: Counter[Step]


def nothing() -> Added:
    return Added(Counter(), Counter(), Counter())


class Entry(NamedTuple):
    """One thing that a question or a ticket adds to a counter: what a number and the list behind it are made of."""

    scope: str
    kind: str
    name: str
    measure: str
    hour: Hour
    many: int


def entries(work: Work) -> Iterator[Entry]:
    """All that it adds to the counters of days."""
    for scope, kind, name in _counters(work):
        for measure, hour, many in _measures(work, kind):
            yield Entry(scope, kind, name, measure, hour, many)
    if work.ticket:
        for kind, name in ((ALL, ""), ("topic", work.topic or ""), ("place", work.place or "")):
            for measure, hour, many in _of_resident(work):
                yield Entry(CENTRE, kind, name, measure, hour, many)


def add(added: Added, works: Iterable[Work], sign: int = 1) -> None:
    """Count these; with `sign` -1 they are taken out."""
    for work in works:
        for scope, kind, name, measure, hour, many in entries(work):
            added.days[Day(scope, kind, name, hour.day), measure] += sign * many
            if measure in HOURLY and kind in HOURLY_KINDS and (scope == CENTRE or kind == ALL):
                added.hours[OfHour(scope, kind, name, hour.day, hour.hour), measure] += sign * many
        for spread, hour, step in _steps(work):
            for scope in _scopes(work, spread):
                for day in (hour.day, month_of(hour.day)):
                    added.steps[Step(scope, day, spread, step)] += sign


def of_months(days: Counter[tuple[Day, str]]) -> Counter[tuple[Day, str]]:
    """The same by the months of these days."""
    found: Counter[tuple[Day, str]] = Counter()
    for (cell, measure), many in days.items():
        found[Day(*cell[:3], month_of(cell.day)), measure] += many
    return found


def month_of(day: str) -> str:
    """What the counters of a day's whole month have in place of the day: it sorts behind all days."""
    return f"m{day[:7]}"


def _counters(work: Work) -> Iterator[tuple[str, str, str]]:
    """A question is the centre's; a ticket is its department's, and in the centre counts by department and official."""
    about = ((ALL, ""), ("topic", work.topic or ""), ("place", work.place or ""), ("source", work.source))
    if not work.ticket:
        for kind, name in about:
            yield CENTRE, kind, name
        if work.resolution is not None and work.end is not None:
            yield CENTRE, "end", work.end
        return
    yield CENTRE, "department", work.department or ""
    yield CENTRE, "official", work.official or ""
    if work.department:
        for kind, name in about:
            yield work.department, kind, name
        yield work.department, "official", work.official or ""


def _scopes(work: Work, spread: str) -> list[str]:
    """A question's times are the centre's, a ticket's its department's; marks are both's."""
    if not work.ticket:
        return [CENTRE]
    return [*([CENTRE] if spread == "rating" else []), *([work.department] if work.department else [])]


def _measures(work: Work, kind: str) -> Iterator[tuple[str, Hour, int]]:
    if kind == "end":
        if work.resolution is not None:
            yield "resolved", work.resolution.hour, 1
        return
    yield "received", work.received, 1
    if work.termed:
        yield "termed", work.received, 1
    if work.end is None:
        yield "open", work.received, 1
    if work.reaction is not None:
        yield from _done_measures("reacted", "reaction", work.reaction)
    if work.resolution is not None:
        yield from _done_measures("resolved", "resolution", work.resolution)
        if work.resolution.late is not None:
            yield "resolved_termed", work.resolution.hour, 1
    if not work.ticket and work.end in (DECLINED, MERGED) and work.ended is not None:
        yield work.end, work.ended, 1
    if work.ticket:
        yield from _of_resident(work)


def _done_measures(verb: str, noun: str, done: Done) -> Iterator[tuple[str, Hour, int]]:
    yield verb, done.hour, 1
    if done.late:
        yield f"{verb}_late", done.hour, 1
    if done.seconds is not None:
        yield f"{noun}_timed", done.hour, 1
        yield f"{noun}_seconds", done.hour, done.seconds


def _of_resident(work: Work) -> Iterator[tuple[str, Hour, int]]:
    """What a resident has said of an answer: on the day it was given."""
    hour = work.ended or work.received
    if work.rating is not None:
        yield "rated", hour, 1
        yield "rating_sum", hour, work.rating
    if work.reopened:
        yield "reopened", hour, work.reopened


def _steps(work: Work) -> Iterator[tuple[str, Hour, int]]:
    for spread, done in (("reaction", work.reaction), ("resolution", work.resolution)):
        if done is not None and done.seconds is not None:
            yield spread, done.hour, step_of(done.seconds)
    if work.ticket and work.rating is not None:
        yield "rating", work.ended or work.received, work.rating
