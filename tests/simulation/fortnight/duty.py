"""Five people in shifts: planned in the centre's roster, taken, handed over with a note, and confirmed by who follows.

Who has the duty when is written out here and looked up by the hour; the roster is filled from the same table.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from live.admin.shifts.roster import Planned, add_pattern
from live.domain.duty.shift import Pattern
from live.domain.people import Actor, By, Role
from live.store.centre import access
from live.store.commands import BUS
from live.store.tables import shift
from live.store.transaction import Store
from live.views.duty import duty_view
from tests.simulation.fortnight.district import BEGINS, DAY, MINUTE, ZONE, at

OLGA = By("Ольга", "admin", credential="user:1")

WEEK = (0, 1, 2, 3, 4)
SHIFTS = {
    "Анна": (WEEK, time(8), time(15)),
    "Борис": (WEEK, time(15), time(21)),
    "Жанна": ((5, 6), time(8), time(21)),
    "Глеб": ((0, 2, 4, 6), time(21), time(8)),
    "Елена": ((1, 3, 5), time(21), time(8)),
}
"""Who moderates on which days of the week, from when until when; a night belongs to the day on which it begins."""

FIRST = date(2026, 11, 22)
LAST = date(2026, 12, 16)
"""A Sunday, the night from which is the first that counts; and when the last of the fortnight's work is done."""

READ_LATE = {at("24.11 15:00"): 70 * MINUTE, at("02.12 08:00"): 130 * MINUTE}
"""Where the note is confirmed so long after a shift has begun: until then the former is told of everything."""

BEFORE_THE_END = 5 * MINUTE
"""So long before it a note is left."""


@dataclass(frozen=True)
class Shift:
    who: str
    begins: datetime
    ends: datetime


def _shifts() -> Iterator[Shift]:
    for day in (FIRST + n * DAY for n in range((LAST - FIRST).days + 1)):
        for who, (weekdays, begins, ends) in SHIFTS.items():
            if day.weekday() in weekdays:
                last = day if begins < ends else day + DAY
                shift = Shift(who, datetime.combine(day, begins, ZONE), datetime.combine(last, ends, ZONE))
                if shift.ends > BEGINS:
                    yield shift


STOOD = sorted(_shifts(), key=lambda one: one.begins)


def who_is_there(moment: datetime) -> str:
    return next(one.who for one in STOOD if one.begins <= moment < one.ends)


def who_is_told(moment: datetime) -> str:
    """Whoever is there; or the one before, until their note was read."""
    place = next(n for n, one in enumerate(STOOD) if one.begins <= moment < one.ends)
    begun = STOOD[place].begins
    unread = moment < begun + READ_LATE.get(begun, timedelta(0))
    return STOOD[place - 1 if unread else place].who


def address(who: str) -> str:
    return f"{'abgez'['АБГЕЖ'.index(who[0])]}@duty.example"


class Duty:
    """`now` is the person who acts at a moment; `says` what the screens show of who is told."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts: dict[str, int] = {}
        for who in SHIFTS:
            with store.write() as tx:
                login = address(who).partition("@")[0]
                self._accounts[who] = access.add_account(tx, login, who, "-", ["moderator"], email=address(who))
        for who, (weekdays, begins, ends) in SHIFTS.items():
            first = FIRST if begins > ends else FIRST + DAY
            pattern = Pattern(first, frozenset(weekdays), begins, ends, weeks=5)
            add_pattern(store, pattern, Planned(self._accounts[who]), OLGA)

    def now(self, moment: datetime) -> Actor:
        return self._actor(who_is_there(moment))

    def _actor(self, who: str) -> Actor:
        return Actor(who, frozenset({Role.MODERATOR, Role.SCREENER}), f"user:{self._accounts[who]}")

    def plan(self, slug: str, then: Callable[[datetime, Callable[[], object]], None]) -> None:
        """Every shift is taken when it begins, and the note of the one before is read then or later."""
        ids = {row.begins: row.id for row in self.rows()}
        for former, one in zip([None, *STOOD], STOOD, strict=False):
            act = partial(self._act, slug, one.who)
            then(max(one.begins, BEGINS), partial(act, "take", ids[one.begins]))
            if former is not None:
                read = one.begins + READ_LATE.get(one.begins, timedelta(0))
                then(read, partial(act, "confirm", ids[former.begins]))
            if one is not STOOD[-1]:
                note = f"Смену сдал(а): {one.who}"
                then(one.ends - BEFORE_THE_END, partial(act, "hand_over", ids[one.begins], note=note))

    def _act(self, slug: str, who: str, verb: str, shift: int, **fields: Any) -> None:
        body = {"id": str(uuid.uuid4()), "type": f"shift.{verb}", "shift": shift, **fields}
        BUS.perform(self._store, slug, body, self._actor(who))

    def rows(self) -> list[Any]:
        """The roster as it stands in the database, in order, as far as it is played."""
        played = shift.select().where(shift.c.begins <= STOOD[-1].begins).order_by(shift.c.begins)
        with self._store.read() as connection:
            return list(connection.execute(played).all())

    def says(self) -> list[str | None]:
        with self._store.read() as connection:
            return [one["who"] for one in duty_view(connection, 20)["now"] if one["told"]]
