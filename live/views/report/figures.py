"""The centre's figures over a period, and over the one before: read from counters, so that nothing counts a row.

Medians are told to the step that they lie in (live/domain/followup/figures.py): never less than it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from live.domain.broadcast import Kind
from live.domain.characters import alike
from live.domain.deadline import terms_for
from live.domain.followup.figures import CENTRE, within
from live.domain.ticket import PRIORITIES
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


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last of these days, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """As many days, up to the one before the first."""
        return Period(self.first - self.days * DAY, self.first - DAY)


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
    """Of the whole centre, or of a department."""
    first, last = period.first.isoformat(), period.last.isoformat()
    with store.read() as connection:
        now = store.clock()
        zone = settings.centre_zone(connection)
        by_day = figures.by_day(connection, scope, first, last)
        by_hour = figures.by_hour(connection, scope, first, last)
        nothing = dict.fromkeys(("received", "reacted", "resolved"), 0)
        all_days = [period.first + n * DAY for n in range(period.days)]
        return Figures(
            scope=scope,
            period=period,
            now=_told(connection, scope, period),
            before=_told(connection, scope, period.before()),
            days={day: by_day.get(day.isoformat(), nothing) for day in all_days},
            hours={hour: by_hour.get(hour, nothing) for hour in range(24)},
            groups={
                kind: _ordered(figures.by_name(connection, scope, kind, first, last))
                for kind in GROUPS
                if scope == CENTRE or kind != "department"
            },
            ends={name: one["resolved"] for name, one in figures.by_name(connection, scope, "end", first, last).items()}
            if scope == CENTRE
            else {},
            ages=_ages(connection, scope, now.astimezone(ZoneInfo(zone)).date()),
            terms=_terms(connection),
            at=stamp(now) or "",
            zone=zone,
            behind=figures.behind(connection),
            line=_line(connection),
        )


def scopes(store: Store) -> list[str]:
    """The departments that may have figures: those to choose from, and those that tickets ever carried."""
    with store.read() as connection:
        names = {*departments.offered(connection), *figures.scopes(connection)}
    return sorted(names, key=alike)


def today(store: Store) -> date:
    """By the centre's clock."""
    with store.read() as connection:
        return store.clock().astimezone(ZoneInfo(settings.centre_zone(connection))).date()


def _told(connection: Connection, scope: str, period: Period) -> Told:
    span = period.first.isoformat(), period.last.isoformat()
    counts = figures.totals(connection, scope, *span)
    return Told(
        counts,
        _speed(counts, "reaction", figures.steps(connection, scope, "reaction", *span)),
        _speed(counts, "resolution", figures.steps(connection, scope, "resolution", *span)),
        figures.steps(connection, scope, "rating", *span),
    )


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


def _ages(connection: Connection, scope: str, day: date) -> tuple[int, ...]:
    """How much is open by now, of each age of AGES and above."""
    found = [0] * (len(AGES) + 1)
    for received, many in figures.open_by_day(connection, scope).items():
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
