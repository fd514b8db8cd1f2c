"""One trouble that many ask about: its states, who steers it, and what may be joined to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.question import BLOCKED, DECLINED
from live.domain.refused import Refused


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


STEERING = frozenset({Role.MODERATOR, Role.COORDINATOR})
"""Who may open one, join to it, tell those who asked, and close it."""

UNTOLD = frozenset({DECLINED, BLOCKED})
"""States of a question that cannot be joined; one that was joined before it came to them is told nothing."""

YEAR = timedelta(days=365)
"""For so long back a trouble of the same topic and place counts as the same again."""


@dataclass(frozen=True, slots=True)
class Matter:
    number: int
    state: State
    version: int

    def event(self, type_: str) -> Event:
        return Event(type_, data={"matter": self.number})

    def stale(self) -> Refused:
        return Refused("conflict", "Situation {number} has changed meanwhile.", number=self.number)


def check_open(matter: Matter) -> None:
    """`illegal` where it is closed: a closed one takes nothing in and tells nobody anything."""
    if matter.state is not State.OPEN:
        raise Refused("illegal", "Situation {number} is closed: open a new one.", number=matter.number)


def check_other(matter: Matter, other: int) -> None:
    """`illegal` where it would be joined to itself."""
    if matter.number == other:
        raise Refused("illegal", "Situation {number} cannot be joined to itself.", number=other)


def check_joins(question: int, state: str, present: int | None) -> None:
    """`illegal` for a question, by its number, that was put aside or stands in a matter by now."""
    if present is not None:
        raise Refused("illegal", "Question {number} is in situation {matter} already.", number=question, matter=present)
    if state in UNTOLD:
        raise Refused(
            "illegal",
            "Question {number} was put aside: restore it first, then join it to the situation.",
            number=question,
        )
