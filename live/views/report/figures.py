"""The centre's figures over a period, and over the one before: read from counters, so that nothing counts a row.

Medians are told to the step that they lie in (live/domain/followup/steps.py): never less than it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from live.domain.broadcast import Kind
from live.domain.characters import alike
from live.domain.deadline import terms_for
from live.domain.followup.counters import month_of
from live.domain.followup.figures import ALL, BY_DEPARTMENT, CENTRE, HOURLY, MEASURES, SPREADS
from live.domain.followup.steps import within
from live.domain.ticket import PRIORITIES
from live.runtime.tasks import sleep
from live.store.centre import departments, settings
from live.store.centre.calendar import reckoning
from live.store.followup import figures
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.timestamps import stamp

Counts = Mapping[str, int]

GROUPS = ("topic", "place", "source", "department", "official")
"""What the figures are broken down by; a department's own have no `department`."""

AGES = (0, 2, 7, 30)
"""Days up to which what is open is of one age; the last age has no end."""

DAY = timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last of these days, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def each(self) -> Iterator[date]:
        return (self.first + n * DAY for n in range(self.days))

    def spans(self) -> Iterator[tuple[str, str]]:
        """The first and the last of its days before its whole months, of these months, and of its days after them."""
        begin = _month_on(self.first - DAY)
        end = (self.last + DAY).replace(day=1)
        if begin >= end:
            yield self.first.isoformat(), self.last.isoformat()
            return
        if self.first < begin:
            yield self.first.isoformat(), (begin - DAY).isoformat()
        yield month_of(begin.isoformat()), month_of((end - DAY).isoformat())
        if end <= self.last:
            yield end.isoformat(), self.last.isoformat()

    def before(self) -> Period:
        """As many days, up to the one before the first."""
        return Period(self.first - self.days * DAY, self.first - DAY)


def _month_on(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


@dataclass(frozen=True, slots=True)
class Speed:
    """Working seconds from when a resident wrote: the mean, and within how long half were, and nine of ten."""

    many: int
    mean: int | None
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a scope comes to over a period."""

    counts: Counts
    reaction: Speed
    resolution: Speed
    ratings: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """`scope`: "" is the whole centre. `behind`: changes not counted yet; None while the past is being counted.

    `terms`: what half and nine of ten are held against, in working seconds. `days`: all of them, also those with
    nothing. `line`: the slug of the standing broadcast, where there is one alone.
    """

    scope: str
    period: Period
    now: Told
    before: Told
    days: Mapping[date, Counts]
    hours: Mapping[int, Counts]
    groups: Mapping[str, Mapping[str, Counts]]
    ends: Mapping[str, int]
    ages: tuple[int, ...]
    terms: tuple[int, int]
    at: str
    zone: str
    behind: int | None
    line: str | None

    @property
    def weeks(self) -> dict[date, dict[str, int]]:
        """The days by the Monday of their week."""
        found: dict[date, dict[str, int]] = {}
        for day, counts in self.days.items():
            week = found.setdefault(day - day.weekday() * DAY, dict.fromkeys(counts, 0))
            for name, many in counts.items():
                week[name] += many
        return found


def figures_of(store: Store, scope: str, period: Period) -> Figures:
    """Of the whole centre, or of a department: read piece by piece, and others have a turn after each."""
    read = _Reads(store, scope)
    now = store.clock()
    zone = read.one(settings.centre_zone)
    span = (scope, period.first.isoformat(), period.last.isoformat())
    by_day, by_hour = read.one(figures.by_day, *span), read.one(figures.by_hour, *span)
    nothing = dict.fromkeys(HOURLY, 0)
    kinds = [kind for kind in GROUPS if scope == CENTRE or kind != BY_DEPARTMENT]
    ends = read.by_name("end", period) if scope == CENTRE else {}
    return Figures(
        scope=scope,
        period=period,
        now=read.told(period),
        before=read.told(period.before()),
        days={day: by_day.get(day.isoformat(), nothing) for day in period.each()},
        hours={hour: by_hour.get(hour, nothing) for hour in range(24)},
        groups={kind: _ordered(read.by_name(kind, period)) for kind in kinds},
        ends={name: one["resolved"] for name, one in ends.items()},
        ages=_ages(read.one(figures.open_by_day, scope), now.astimezone(ZoneInfo(zone)).date()),
        terms=read.one(_terms),
        at=stamp(now) or "",
        zone=zone,
        behind=read.one(figures.behind),
        line=read.one(_line),
    )


class _Reads:
    """Reads of a scope's counters, the whole months of a period by theirs: none takes long, whatever the period."""

    def __init__(self, store: Store, scope: str) -> None:
        self._store = store
        self._scope = scope

    def one(self, ask: Callable[..., T], *asked: Any) -> T:
        with self._store.read() as connection:
            found = ask(connection, *asked)
        sleep(0)
        return found

    def by_name(self, kind: str, period: Period) -> dict[str, Counts]:
        found: dict[str, dict[str, int]] = {}
        for first, last in period.spans():
            for name, counts in self.one(figures.by_name, self._scope, kind, first, last).items():
                sums = found.setdefault(name, dict.fromkeys(counts, 0))
                for measure, many in counts.items():
                    sums[measure] += many
        return dict(found)

    def told(self, period: Period) -> Told:
        counts = self.by_name(ALL, period).get("", dict.fromkeys(MEASURES, 0))
        spreads = {name: self._steps(name, period) for name in SPREADS}
        return Told(
            counts,
            _speed(counts, "reaction", spreads["reaction"]),
            _speed(counts, "resolution", spreads["resolution"]),
            spreads["rating"],
        )

    def _steps(self, spread: str, period: Period) -> Mapping[int, int]:
        found: Counter[int] = Counter()
        for first, last in period.spans():
            found.update(self.one(figures.steps, self._scope, spread, first, last))
        return found


def scopes(store: Store) -> list[str]:
    """The departments that may have figures: those to choose from, and those that tickets ever carried."""
    with store.read() as connection:
        names = {*departments.offered(connection), *figures.scopes(connection)}
    return sorted(names, key=alike)


def today(store: Store) -> date:
    """By the centre's clock."""
    with store.read() as connection:
        return store.clock().astimezone(ZoneInfo(settings.centre_zone(connection))).date()


def _speed(counts: Counts, name: str, steps: Mapping[int, int]) -> Speed:
    return Speed(counts[f"{name}_timed"], mean_of(counts, name), within(steps, 0.5), within(steps, 0.9))


def mean_of(counts: Counts, name: str) -> int | None:
    """The mean `reaction` or `resolution` in working seconds, exact; None of nothing."""
    many = counts[f"{name}_timed"]
    return round(counts[f"{name}_seconds"] / many) if many else None


def in_time(counts: Counts, name: str) -> float | None:
    """The share of what was `reacted` or `resolved` in its time, of what had one; None of nothing."""
    of = counts["reacted" if name == "reacted" else "resolved_termed"]
    return 1 - counts[f"{name}_late"] / of if of else None


def _ordered(by: Mapping[str, Counts]) -> dict[str, Counts]:
    """Those with the most first, what has no name last; what has nothing in the period is left out."""
    named = {name: counts for name, counts in by.items() if any(counts.values())}
    return dict(sorted(named.items(), key=lambda one: (not one[0], -one[1]["received"], -one[1]["resolved"], one[0])))


def _ages(open_by_day: Mapping[str, int], day: date) -> tuple[int, ...]:
    """How much is open by now, of each age of AGES and above."""
    found = [0] * (len(AGES) + 1)
    for received, many in open_by_day.items():
        age = (day - date.fromisoformat(received)).days
        found[sum(age > most for most in AGES)] += many
    return tuple(found)


def _terms(connection: Connection) -> tuple[int, int]:
    general = terms_for(reckoning(connection).rules, None, PRIORITIES[0])
    return int(general.reaction.total_seconds()), int(general.resolution.total_seconds())


def _line(connection: Connection) -> str | None:
    lines = [row.slug for row in broadcasts.all_of(connection) if row.kind == Kind.STANDING.value]
    return lines[0] if len(lines) == 1 else None


def moment_of(told: Figures) -> datetime:
    return datetime.fromisoformat(told.at).astimezone(ZoneInfo(told.zone))
