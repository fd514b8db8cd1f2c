"""The roster of duty as its page shows it: a week, where nobody is there, who is away, the rules of the night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from live.domain.duty.night import Night
from live.domain.duty.shift import nobody_between
from live.store.centre import lists, shifts
from live.store.centre.settings import centre_zone
from live.store.centre.watch import night
from live.store.transaction import Store

AHEAD = timedelta(days=400)
"""For so long ahead absences are listed."""


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """Times are the centre's. `who` None: nobody is found yet. `planned`: for whom it was, where another stands in.

    `state`: planned, missed (begun, and nobody has taken it), taken, handed (its note waits), over. `away`: its person
    is marked absent for a part of it. `note`: what was left, by whoever stood it, and who has read it.
    """

    id: int
    begins: datetime
    ends: datetime
    person: int | None
    who: str | None
    planned: str | None
    topics: Sequence[str]
    places: Sequence[str]
    state: str
    away: bool
    note: str | None = None
    read_by: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`reached`: an alarm has an address to go to."""

    id: int
    name: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Absence:
    id: int
    person: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """`days`: each with the shifts that begin in it. `gaps`: when nobody is there, from now on."""

    monday: date
    days: Sequence[tuple[date, Sequence[PlannedShift]]]
    gaps: Sequence[tuple[datetime, datetime]]
    kept: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms of the roster choose from, and the rules of the night with their version."""

    people: Sequence[Person]
    topics: Sequence[str]
    localities: Sequence[str]
    absences: Sequence[Absence]
    night: Night
    night_version: int
    today: date


WEEKS = 8
"""Weeks that the list shows."""


def roster(store: Store, day: date | None, weeks: int = 1) -> Week:
    """The week that a day lies in, or several from it on, by the centre's clock; the present one without."""
    now = store.clock()
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        some = day or now.astimezone(zone).date()
        monday = some - timedelta(days=some.weekday())
        begins, ends = (datetime.combine(monday + timedelta(weeks=n), time(), zone) for n in (0, weeks))
        rows = shifts.between(connection, begins, ends)
        absent = [(row.account_id, row.since, row.until) for row in shifts.absences(connection, begins, ends)]
        kept = shifts.keeps_roster(connection, now)
        planned = [_shown(row, zone, now, absent) for row in rows]
    gaps = nobody_between([shifts.to_domain(row) for row in rows], max(begins, now), ends, absent)
    days = [monday + timedelta(days=n) for n in range(7 * weeks)]
    return Week(
        monday,
        [(one, [shift for shift in planned if shift.begins.date() == one]) for one in days],
        [(since.astimezone(zone), until.astimezone(zone)) for since, until in gaps] if kept else (),
        kept,
    )


def one_shift(store: Store, shift_id: int) -> PlannedShift:
    """`not_found` without."""
    with store.read() as connection:
        row = shifts.get(connection, shift_id)
        zone = ZoneInfo(centre_zone(connection))
        absent = [(one.account_id, one.since, one.until) for one in shifts.absences(connection, row.begins, row.ends)]
        note = next(iter(shifts.notes(connection, [shift_id])), None)
        read_by = shifts.reader_of(connection, shift_id)
        return _shown(row, zone, store.clock(), absent, note.note if note else None, read_by)


def offered(store: Store) -> Offered:
    now = store.clock()
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        bound = shifts.bound(connection)
        people = [Person(row.id, row.name, bool(row.email) or row.id in bound) for row in shifts.people(connection)]
        away = [
            Absence(row.id, row.person, row.since.astimezone(zone), row.until.astimezone(zone))
            for row in shifts.absences(connection, now, now + AHEAD)
        ]
        return Offered(
            people,
            _names(connection, "topics"),
            _names(connection, "localities"),
            away,
            night(connection),
            lists.read(connection, "night").version,
            now.astimezone(zone).date(),
        )


def _names(connection: Connection, name: str) -> list[str]:
    return [item["name"] for item in lists.read(connection, name).items]


def _shown(
    row: Row[Any],
    zone: ZoneInfo,
    now: datetime,
    absent: Sequence[tuple[int, datetime, datetime]],
    note: str | None = None,
    read_by: str | None = None,
) -> PlannedShift:
    shift = shifts.to_domain(row)
    stood_in = row.taken_by is not None and row.account_id is not None and row.taken_by != row.account_id
    return PlannedShift(
        row.id,
        row.begins.astimezone(zone),
        row.ends.astimezone(zone),
        row.account_id,
        shifts.name_of(row),
        row.planned_name if stood_in else None,
        sorted(row.topics),
        sorted(row.places),
        _state(row, now),
        any(who == shift.holder and since < row.ends and row.begins < until for who, since, until in absent),
        note,
        read_by,
    )


def _state(row: Row[Any], now: datetime) -> str:
    if row.relieved_at is not None:
        return "over"
    if row.handed_at is not None:
        return "handed"
    if row.taken_by is not None:
        return "taken" if now < row.ends else "over"
    return "planned" if now < row.begins else "missed"
