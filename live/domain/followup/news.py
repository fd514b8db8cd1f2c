"""What those who work on tickets are told of them: which event is news to whom, and how a person wants to hear it.

A new kind of news is a line of `Kind` and the event that brings it in `moments`; its words stand in
followup/news_letters.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from live.domain.characters import alike
from live.domain.duty.night import Night
from live.domain.ticket import UNFINISHED


class Kind(StrEnum):
    ASSIGNED = "assigned"
    """A ticket is this person's, or the department's, to do."""

    TAKEN_BACK = "taken_back"
    """It was this person's, and is another's now."""

    REOPENED = "reopened"
    """Its answer did not do: a resident has said so, or somebody of the centre."""

    RETURNED = "returned"
    """Its answer waited for approval, and is to be written anew."""

    BAD_MARK = "bad_mark"
    """A resident gave its answer one or two of five."""

    NAMED = "named"
    """A note names this person."""

    ASKED = "asked"
    """A note asks this person for a word."""

    PART_ASKED = "part_asked"
    """A part of the answer to another department's ticket is asked of this person, or of the own department."""

    PART_GIVEN = "part_given"
    """A part of the answer to this person's ticket is there, or was corrected."""

    PART_DECLINED = "part_declined"
    """A department gives no part of the answer to this person's ticket."""

    PAGE_SILENT = "page_silent"
    """On an official page that this person answers for nothing was posted for long."""


BAD_MARKS = range(1, 3)
"""Stars that are news."""

SETTLES = timedelta(seconds=30)
"""So long a letter waits: what is taken back at once is told to nobody, and much at a time comes in one."""


@dataclass(frozen=True, slots=True)
class Moment:
    """News of an event. `to`: accounts; None for whoever has the ticket by now, its owner or else its department.

    `department`: another one than the ticket's, whose people are told, those of `to` alone where it names any.

    Of several by which a ticket is somebody's the last one counts: all of them would tell of the same state.
    """

    kind: Kind
    tickets: Sequence[str] = ()
    to: Sequence[int] | None = None
    department: str | None = None


def moments(type_: str, ticket: str | None, data: Mapping[str, Any] | None) -> list[Moment]:
    """What an event of the tickets' log is news of."""
    facts, mine = data or {}, [ticket] if ticket else []
    match type_:
        case "ticket.opened" if facts.get("department"):
            return [Moment(Kind.ASSIGNED, mine)]
        case "tickets.opened" if facts.get("departments"):
            return [Moment(Kind.ASSIGNED, facts["tickets"])]
        case "ticket.assigned":
            return [*_taken_back(mine, facts), Moment(Kind.ASSIGNED, mine)]
        case "ticket.taken":
            return [*_taken_back(mine, facts), Moment(Kind.ASSIGNED, mine, [])]  # Whoever took it knows.
        case "ticket.reopened":
            return [Moment(Kind.REOPENED, mine)]
        case "ticket.answer_returned":
            return [Moment(Kind.RETURNED, mine)]
        case "ticket.part_asked":
            to = facts.get("to")
            return [Moment(Kind.PART_ASKED, mine, None if to is None else [to], facts["of"])]
        case "ticket.part_given":
            return _of_part(Kind.PART_GIVEN, mine, facts)
        case "ticket.part_declined":
            return _of_part(Kind.PART_DECLINED, mine, facts)
        case "ticket.rated" if facts["stars"] in BAD_MARKS:
            return [Moment(Kind.BAD_MARK, mine)]
        case "ticket.noted" | "news.named":
            named = [(Kind.NAMED, facts.get("to")), (Kind.ASKED, facts.get("asked"))]
            return [Moment(kind, mine, to) for kind, to in named if to]
        case _:
            return []


def _taken_back(tickets: Sequence[str], facts: Mapping[str, Any]) -> list[Moment]:
    before = facts.get("owner_before")
    return [Moment(Kind.TAKEN_BACK, tickets, [before])] if before is not None else []


def _of_part(kind: Kind, tickets: Sequence[str], facts: Mapping[str, Any]) -> list[Moment]:
    """For whoever has the ticket, and the coordinator who had asked for the part."""
    asker = facts.get("asked_by")
    return [Moment(kind, tickets), *([Moment(kind, tickets, [asker])] if asker is not None else [])]


@dataclass(frozen=True, slots=True)
class Work:
    """How a ticket stands. `owner`: a name, also of somebody without an account.

    `asked_of`: the departments whose parts of its answer are asked and not given.
    """

    state: str
    department: str | None
    owner: str | None
    owner_id: int | None
    rating: int | None
    asked_of: frozenset[str] = frozenset()

    def is_of(self, account: int | None, department: str | None) -> bool:
        """Whether it is this account's to do: its own, or its department's while nobody has it.

        Without an account it is the department itself, which reads for all who have none.
        """
        if self.owner_id is not None:
            return self.owner_id == account
        return self.department == department and (account is None or self.owner is None)


def still_holds(kind: Kind, work: Work, account: int | None, department: str | None) -> bool:
    """Whether it is still to be told: what has moved on meanwhile is told by its last state alone."""
    match kind:
        case Kind.ASSIGNED | Kind.REOPENED | Kind.RETURNED:
            return work.state in UNFINISHED and work.is_of(account, department)
        case Kind.TAKEN_BACK:
            return work.owner_id != account
        case Kind.PART_ASKED:
            return work.state in UNFINISHED and department in work.asked_of
        case Kind.PART_GIVEN | Kind.PART_DECLINED:
            return work.state in UNFINISHED
        case Kind.BAD_MARK:
            return work.rating in BAD_MARKS and work.is_of(account, department)
        case _:
            return True


T = TypeVar("T")


def settled(news: Sequence[T], of: Callable[[T], tuple[Kind, int | None]]) -> list[T]:
    """Of news in order those by which something is other than before them; `of` tells of each its kind and ticket.

    Who is given a ticket and loses it again before the letter goes never knew of it; who loses it and is given it back
    has it as before.
    """
    first: dict[int | None, Kind] = {}
    for one in news:
        kind, ticket = of(one)
        if kind in _CHANGES_HANDS:
            first.setdefault(ticket, kind)
    last = {ticket: kind for kind, ticket in map(of, news) if kind in _CHANGES_HANDS}
    return [
        one
        for one, (kind, ticket) in ((one, of(one)) for one in news)
        if kind not in _CHANGES_HANDS or first[ticket] == last[ticket] == kind
    ]


_CHANGES_HANDS = (Kind.ASSIGNED, Kind.TAKEN_BACK)


# Whom a note names


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Accounts that a note names, and those of them that it asks for a word, in the order in which they stand."""

    to: Sequence[int] = ()
    asked: Sequence[int] = ()

    @property
    def all(self) -> list[int]:
        return [*self.to, *self.asked]

    def without(self, accounts: Collection[int | None]) -> Named:
        return Named(
            [one for one in self.to if one not in accounts], [one for one in self.asked if one not in accounts]
        )

    def facts(self) -> dict[str, list[int]]:
        """As an event carries them: what is empty is left out."""
        return {key: list(ids) for key, ids in (("to", self.to), ("asked", self.asked)) if ids}


_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_LONGEST = 120
"""Characters after an @ that are looked at: a name of three long words."""


def named(text: str, people: Sequence[Person]) -> Named:
    """Whom a note names: “@login” or “@Имя Фамилия”, in any case; with a question mark behind, it asks for a word.

    A name that two people have names both: a note is no secret between them. An e-mail address names nobody.
    """
    known: dict[str, list[int]] = {}
    for person in people:
        for called in {alike(person.login), alike(person.name), _turned(person.name)}:
            known.setdefault(called, []).append(person.id)
    to: dict[int, None] = {}
    asked: dict[int, None] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() : at.end() + _LONGEST]
        length, ids = _longest(rest, known)
        into = asked if rest[length : length + 1] == "?" else to
        into.update(dict.fromkeys(ids))
    return Named([one for one in to if one not in asked], list(asked))


def _longest(rest: str, known: Mapping[str, list[int]]) -> tuple[int, list[int]]:
    """How many characters the longest name takes that stands here, and whose it is."""
    ends = [match.end() for match in re.finditer(r"[\w.\-]+", rest)][:4]
    for end in reversed(ends):
        for length in (end, len(rest[:end].rstrip(".-"))):
            ids = known.get(alike(rest[:length]))
            if ids:
                return length, ids
    return 0, []


def _turned(name: str) -> str:
    """«Петрова Анна» for «Анна Петрова», and the other way round."""
    return alike(" ".join(reversed(name.split())))


# How a person wants to hear of it


class Pace(StrEnum):
    AT_ONCE = "at_once"
    MORNING = "morning"
    EVENING = "evening"


HOURS = {Pace.MORNING: time(8), Pace.EVENING: time(17)}
"""By the centre's clock: when what has gathered goes in one letter."""

WAYS = ("mail", "telegram", "max")
"""By which networks a person is written to."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person is written of and by which ways; in the product they see all of it.

    `quiet`: what comes at night, by the centre's rules of duty, goes in the morning.
    """

    kinds: frozenset[Kind] = frozenset(Kind)
    ways: frozenset[str] = frozenset(WAYS)
    pace: Pace = Pace.AT_ONCE
    quiet: bool = True

    @classmethod
    def of_item(cls, item: Mapping[str, Any] | None) -> Choice:
        """As it is kept. What was left out by name is left out: a kind that is new since is told."""
        if item is None:
            return cls()
        kinds = frozenset(one for one in Kind if one.value not in item["not"])
        return cls(kinds, frozenset(item["ways"]), Pace(item["pace"]), bool(item["quiet"]))

    def as_item(self) -> dict[str, Any]:
        left = [one.value for one in Kind if one not in self.kinds]
        return {"not": left, "ways": sorted(self.ways), "pace": self.pace.value, "quiet": self.quiet}

    def due(self, at: datetime, night: Night, zone: ZoneInfo) -> datetime:
        """When what happened then is written of."""
        if self.pace is Pace.AT_ONCE:
            return self.after_night(at + SETTLES, night, zone)
        return _next(HOURS[self.pace], at, zone)

    def after_night(self, at: datetime, night: Night, zone: ZoneInfo) -> datetime:
        """That moment, or the morning after where it is in a night that is to be quiet."""
        return _next(night.ends, at, zone) if self.quiet and night.is_on(at, zone) else at


def _next(hour: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The next time that the clock of a zone shows this hour."""
    here = after.astimezone(zone)
    today = datetime.combine(here.date(), hour, zone)
    return (today if today > here else datetime.combine(here.date() + timedelta(days=1), hour, zone)).astimezone(
        after.tzinfo
    )
