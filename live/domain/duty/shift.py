"""A shift of duty: who stands it, how it goes over to the next, and who is told of a question at a moment.

A shift is planned for a person; whoever takes it stands it. It is handed over with a note, and until the one who
follows has confirmed having read that, the former is told of everything. Who has not taken a shift that has begun is
told all the same, unless the former still stands theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from live.domain.people import Role
from live.domain.refused import Refused

STANDING = frozenset({Role.MODERATOR, Role.COORDINATOR})
"""Whose work a shift is."""

CHANGE = timedelta(hours=1)
"""So long before it begins a shift can be taken; shifts whose ends are no further apart follow one another."""

LONGEST = timedelta(hours=36)
MOST_WEEKS = 26
"""Weeks for which a pattern is repeated at once."""


@dataclass(frozen=True, slots=True)
class Shift:
    """`person`: the account that it is planned for, None where nobody is found yet. `topics`, `places`: empty is all.

    `taken_by`: the account that stands it; `handed`: its note is written; `relieved`: whoever follows has read it, or
    had nothing to read.
    """

    id: int
    person: int | None
    begins: datetime
    ends: datetime
    topics: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    taken_by: int | None = None
    handed: bool = False
    relieved: bool = False

    @property
    def holder(self) -> int | None:
        return self.person if self.taken_by is None else self.taken_by

    @property
    def stands(self) -> bool:
        """Whether somebody has taken it and was not relieved."""
        return self.taken_by is not None and not self.relieved

    def is_current(self, now: datetime) -> bool:
        """Whether its time is running; one that was taken early runs already."""
        return now < self.ends and (self.begins <= now or self.taken_by is not None)

    def lingers(self, now: datetime) -> bool:
        """Whether it has ended of late, and who stands it may still leave their note."""
        return self.stands and not self.handed and self.ends <= now < self.ends + CHANGE

    def covers(self, topic: str | None, place: str | None) -> bool:
        """Whether a question of this topic and place is its business."""
        return (not self.topics or topic in self.topics) and (not self.places or place in self.places)

    def meets(self, other: Shift) -> bool:
        """Whether anything could be the business of both."""
        return _meet(self.topics, other.topics) and _meet(self.places, other.places)

    def follows(self, former: Shift) -> bool:
        """Whether it begins about when the former ends, and goes on after it."""
        near = abs(self.begins - former.ends) <= CHANGE
        return near and former.begins < self.begins and former.ends < self.ends


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return not some or not others or not some.isdisjoint(others)


def _keeps(former: Shift, shift: Shift, now: datetime, absent: Collection[int]) -> bool:
    """Whether the former is still the one who is told, in place of who follows."""
    if not former.stands or former.holder in absent or not shift.follows(former) or not shift.meets(former):
        return False
    return shift.taken_by is None or former.handed or now < former.ends


def on_duty(shifts: Iterable[Shift], now: datetime, absent: Collection[int] = ()) -> list[Shift]:
    """Those whose people are told now, in order. `absent`: accounts that are away; nobody is told in their name."""
    known = sorted(shifts, key=lambda shift: (shift.begins, shift.id))
    current = [one for one in known if one.is_current(now) and not one.relieved and one.holder is not None]
    told = []
    for shift in known:
        if shift.relieved or shift.holder is None or shift.holder in absent:
            continue
        if shift.is_current(now):
            if not any(_keeps(former, shift, now, absent) for former in known):
                told.append(shift)
        elif now >= shift.ends and any(_keeps(shift, following, now, absent) for following in current):
            told.append(shift)
    return told


def whom(
    shifts: Iterable[Shift], now: datetime, topic: str | None, place: str | None, absent: Collection[int] = ()
) -> list[int]:
    """The accounts that are told of a question of this topic and place now; none where it is nobody's."""
    covering = [shift for shift in shifts if shift.covers(topic, place)]
    return list(dict.fromkeys(shift.holder for shift in on_duty(covering, now, absent) if shift.holder is not None))


def nobody_between(
    shifts: Iterable[Shift], since: datetime, until: datetime, absences: Sequence[tuple[int, datetime, datetime]] = ()
) -> list[tuple[datetime, datetime]]:
    """The spans from `since` to `until` in which the roster has nobody at all, in order.

    `absences`: accounts that are away, from when to when.
    """
    stood = [span for shift in shifts for span in _present(shift, absences)]
    gaps, reached = [], since
    for begins, ends in sorted(stood):
        if begins > reached:
            gaps.append((reached, min(begins, until)))
        reached = max(reached, ends)
        if reached >= until:
            break
    if reached < until:
        gaps.append((reached, until))
    return [(begins, ends) for begins, ends in gaps if begins < ends]


def _present(shift: Shift, absences: Sequence[tuple[int, datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """When somebody is there in a shift."""
    if shift.holder is None:
        return []
    spans = [(shift.begins, shift.ends)]
    for account, since, until in absences:
        if account == shift.holder:
            cut = [
                piece for begins, ends in spans for piece in ((begins, min(ends, since)), (max(begins, until), ends))
            ]
            spans = [(begins, ends) for begins, ends in cut if begins < ends]
    return spans


def check_times(begins: datetime, ends: datetime) -> None:
    """`invalid` for a shift that ends before it begins, or is longer than anybody stands."""
    if ends <= begins:
        raise Refused("invalid", "The shift ends before it begins: look at its times.")
    if ends - begins > LONGEST:
        raise Refused("invalid", "A shift is at most {most} hours long.", most=int(LONGEST.total_seconds()) // 3600)


def check_take(shift: Shift, now: datetime, taker: str | None) -> None:
    """`illegal` where it cannot be taken now; `taker` is the name of who has taken it."""
    if shift.taken_by is not None:
        raise Refused("illegal", "This shift was taken already: {name} stands it.", name=taker or "—")
    if now >= shift.ends:
        raise Refused("illegal", "This shift is over: take the present one.")
    if now < shift.begins - CHANGE:
        raise Refused("illegal", "It is too early: a shift can be taken an hour before it begins.")


def check_hand_over(shift: Shift, account: int | None, taker: str | None) -> None:
    """`illegal` but for who stands it."""
    if shift.taken_by is None:
        raise Refused("illegal", "Nobody has taken this shift yet: take it first.")
    if shift.relieved:
        raise Refused("illegal", "This shift was handed over already.")
    if shift.taken_by != account:
        raise Refused("illegal", "{name} stands this shift: only they can hand it over.", name=taker or "—")


def check_confirm(former: Shift, mine: Iterable[Shift], account: int | None, reader: str | None) -> None:
    """`illegal` where there is nothing to confirm, or for who took none. `mine`: the running ones of theirs."""
    if former.relieved:
        raise Refused("illegal", "This note was confirmed already: {name} has read it.", name=reader or "—")
    if not former.handed:
        raise Refused("illegal", "This shift was not handed over yet.")
    if former.taken_by == account:
        raise Refused("illegal", "Your own note is confirmed by who stands the next shift.")
    if not any(shift.stands and shift.id != former.id and shift.meets(former) for shift in mine):
        raise Refused("illegal", "Take your shift first, then confirm that you have read the note.")


def is_over_with(former: Shift, taken: Shift, now: datetime, *, own: bool) -> bool:
    """Whether a former shift is over, with nothing to confirm, as another is taken; `own`: by the same person."""
    follows = former.stands and taken.follows(former) and taken.meets(former)
    return follows and (own or (former.ends <= now and not former.handed))


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hours on some days of the week (0 is Monday), for so many weeks, by a clock on a wall.

    One that ends no later than it begins goes on into the next day.
    """

    first: date
    weekdays: frozenset[int]
    begins: time
    ends: time
    weeks: int
    every: int = 1

    def times(self, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """From when to when, in order: the weeks are counted from the week of the first day, none of whose past counts.

        An hour that a clock's change leaves out is the one after it.
        """
        if not self.weekdays:
            raise Refused("invalid", "Choose the days of the week.")
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise Refused("invalid", "A pattern is repeated for 1 to {most} weeks.", most=MOST_WEEKS)
        monday = self.first - timedelta(days=self.first.weekday())
        days = [
            monday + timedelta(weeks=week, days=day)
            for week in range(0, self.weeks, self.every)
            for day in sorted(self.weekdays)
        ]
        return [span_of(day, self.begins, self.ends, zone) for day in days if day >= self.first]


def span_of(day: date, begins: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A shift of this day by the zone's clock, which ends on the next one where its end is no later."""
    last = day if ends > begins else day + timedelta(days=1)
    return datetime.combine(day, begins, zone), datetime.combine(last, ends, zone)
