"""What is counted of the centre's work, day by day: one question or ticket gives what it adds to which counters.

A question counts on the day and hour of its broadcast's clock: received when it reached us, reacted to when a person
first did, resolved when it was answered or its ticket was. So the received and the resolved of a day are of different
questions, as in any register. Its times are working time from when the resident wrote, without the pauses of its clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from live.domain.deadline import Pause, Track, began
from live.domain.question import ANSWERED, DECLINED, MERGED, OPEN, TRANSFERRED, How
from live.domain.ticket import CLOSED, RESOLVED, UNFINISHED, Kind

MEASURES = (
    *("received", "termed", "reacted", "reacted_late", "reaction_timed", "reaction_seconds"),
    *("resolved", "resolved_termed", "resolved_late", "resolution_timed", "resolution_seconds"),
    *("declined", "merged", "open", "rated", "rating_sum", "reopened"),
)
"""What a counter of a day holds.

`termed`: of those received, the ones with a clock (or a ticket's). `…_timed`: those whose `…_seconds` are summed up: a
formal appeal and a promise have days of their own. `open`: of those received that day, what nobody has ended by now.
"""

LISTED = (
    *("received", "open", "reacted", "reacted_late", "resolved", "resolved_late"),
    *("reaction_timed", "resolution_timed", "declined", "merged", "rated", "reopened"),
)
"""Of these there is a list: each is a number of questions or tickets (`reopened`: of how often these were)."""

HOURLY = ("received", "reacted", "resolved")

CENTRE = ""
"""The scope of the whole centre; any other is the name of a department."""

ALL = "all"
KINDS = (ALL, "topic", "place", "source", "department", "official", "end")
"""What a scope is broken down by. `end`: how it was answered (`How`), or `department` by a ticket's answer."""

HOURLY_KINDS = frozenset({ALL, "topic", "place"})

BY_DEPARTMENT = "department"

SPREADS = ("reaction", "resolution", "rating")
"""What a scope keeps by size: two times in the steps of `step_of`, and the marks that residents gave."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question is counted."""

    state: str
    received_at: datetime
    asked_at: datetime | None
    source: str
    topic: str | None
    place: str | None
    how: str | None
    react_due: datetime | None
    resolve_due: datetime | None
    reacted_at: datetime | None
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handed:
    """What of a ticket is counted; `paused`: when its clock stood."""

    kind: str
    state: str
    track: str
    department: str | None
    official: str | None
    created_at: datetime
    runs_from: datetime
    reaction_due: datetime
    resolution_due: datetime
    reacted_at: datetime | None
    resolved_at: datetime | None
    rating: int | None
    reopened: int
    paused: tuple[Pause, ...] = ()


class Hour(NamedTuple):
    """An hour of a day, such as ("2026-11-27", 14)."""

    day: str
    hour: int


class Done(NamedTuple):
    """A reaction or a resolution: its hour, its working seconds where they are counted, and whether it came too late.

    `late` is None where there was no term.
    """

    hour: Hour
    seconds: int | None
    late: bool | None


Worked = Callable[[datetime, datetime, Sequence[Pause]], int]
"""Working seconds between two moments, without the pauses."""


@dataclass(frozen=True, slots=True)
class Work:
    """One question, or one ticket, as it is counted. `ticket`: it is counted as its department's work."""

    ticket: bool
    received: Hour
    topic: str | None
    place: str | None
    source: str
    department: str | None = None
    official: str | None = None
    termed: bool = False
    reaction: Done | None = None
    resolution: Done | None = None
    end: str | None = None
    ended: Hour | None = None
    rating: int | None = None
    reopened: int = 0

    def to_document(self) -> list[Any]:
        """As it is kept beside the counters, so that it can be taken out of them again."""
        return [
            *(int(self.ticket), self.received, self.topic, self.place, self.source, self.department, self.official),
            *(int(self.termed), _kept(self.reaction), _kept(self.resolution), self.end, self.ended),
            *(self.rating, self.reopened),
        ]

    @classmethod
    def of_document(cls, kept: Sequence[Any]) -> Work:
        ticket, received, topic, place, source, department, official, termed, *rest = kept
        reaction, resolution, end, ended, rating, reopened = rest
        return cls(
            *(bool(ticket), Hour(*received), topic, place, source, department, official, bool(termed)),
            *(_done(reaction), _done(resolution), end, Hour(*ended) if ended else None, rating, reopened),
        )


def _kept(done: Done | None) -> list[Any] | None:
    return [*done.hour, done.seconds, done.late] if done else None


def _done(kept: Sequence[Any] | None) -> Done | None:
    return Done(Hour(kept[0], kept[1]), kept[2], kept[3]) if kept else None


def works_of(asked: Asked, tickets: Sequence[Handed], zone: tzinfo, worked: Worked) -> list[Work]:
    """A question with its tickets as they are counted; nothing of one that is another broadcast's now."""
    if asked.state == TRANSFERRED:
        return []
    found = [_question(asked, tickets, zone, worked)]
    return found + [_ticket(asked, one, zone, worked) for one in tickets]


def _question(asked: Asked, tickets: Sequence[Handed], zone: tzinfo, worked: Worked) -> Work:
    """It is resolved by what somebody decided on it, or by the ticket that it was made into."""
    handed = next((one for one in tickets if one.kind == Kind.UNANSWERED), None)
    since = began(asked.asked_at, asked.received_at)
    reaction = resolution = None
    end, ended = None, hour_of(asked.moved_at or asked.received_at, zone)
    if asked.react_due is not None:
        reaction = _done_at(asked.reacted_at, asked.react_due, since, (), zone, worked)
    elif handed is not None:
        reaction = _reaction(handed, zone, worked)
    if asked.state == ANSWERED:
        end = asked.how or How.AIR.value
        moment = asked.moved_at or asked.received_at
        resolution = _done_at(moment, asked.resolve_due, since, (), zone, worked)
    elif asked.state in (DECLINED, MERGED):
        end = asked.state
    elif asked.state not in OPEN and handed is not None:
        end, resolution = _end_of(handed), _resolution(handed, zone, worked)
        ended = hour_of(handed.resolved_at or handed.created_at, zone)
    termed = asked.react_due is not None or handed is not None
    return Work(
        *(False, hour_of(asked.received_at, zone), asked.topic, asked.place, asked.source, None, None, termed),
        *(reaction, resolution, end, ended if end else None),
    )


def _ticket(asked: Asked, handed: Handed, zone: tzinfo, worked: Worked) -> Work:
    end = _end_of(handed)
    return Work(
        *(True, hour_of(handed.created_at, zone), asked.topic, asked.place, asked.source),
        *(handed.department, handed.official, True, _reaction(handed, zone, worked)),
        _resolution(handed, zone, worked),
        end,
        hour_of(handed.resolved_at or handed.created_at, zone) if end else None,
        handed.rating,
        handed.reopened,
    )


def _end_of(handed: Handed) -> str | None:
    """By an answer; `closed` without one, since its promise was withdrawn; None while it is open."""
    if handed.state in UNFINISHED:
        return None
    return BY_DEPARTMENT if handed.resolved_at is not None else CLOSED.value


def _reaction(handed: Handed, zone: tzinfo, worked: Worked) -> Done | None:
    until = [pause for pause in handed.paused if handed.reacted_at is None or pause[0] < handed.reacted_at]
    timer = worked if handed.track == Track.FAST else None
    return _done_at(handed.reacted_at, handed.reaction_due, handed.runs_from, until, zone, timer)


def _resolution(handed: Handed, zone: tzinfo, worked: Worked) -> Done | None:
    if handed.state not in (RESOLVED, CLOSED):
        return None
    timer = worked if handed.track == Track.FAST and handed.kind != Kind.PROMISE else None
    return _done_at(handed.resolved_at, handed.resolution_due, handed.runs_from, handed.paused, zone, timer)


def _done_at(
    at: datetime | None,
    due: datetime | None,
    since: datetime,
    paused: Sequence[Pause],
    zone: tzinfo,
    worked: Worked | None,
) -> Done | None:
    if at is None:
        return None
    seconds = worked(since, at, paused) if worked is not None and due is not None else None
    return Done(hour_of(at, zone), seconds, at > due if due is not None else None)


def hour_of(moment: datetime, zone: tzinfo) -> Hour:
    here = moment.astimezone(zone)
    return Hour(here.date().isoformat(), here.hour)
