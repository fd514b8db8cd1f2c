"""A part of a ticket's answer that another department is asked for: its states, who moves it, and by when it is due.

The ticket stays the lead department's. A co-executor's department sees it while its part stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from live.domain.deadline import Calendar
from live.domain.deadline import due as due_after
from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.domain.ticket import UNFINISHED, WORKERS
from live.domain.ticket import State as TicketState
from live.domain.transitions import Change


class State(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    """The department has said why it gives none."""

    DROPPED = "dropped"
    """The lead wants it no more, or the ticket came to that department itself."""


ASKED, GIVEN, DECLINED, DROPPED = State.ASKED, State.GIVEN, State.DECLINED, State.DROPPED

STANDING = (ASKED, GIVEN)
"""While a part stands its department sees the ticket; of one ticket each department has one that does."""

GIVES = frozenset({Role.EXECUTOR})
"""Who writes a part, or declines to: the executors of the department that was asked."""

ASKS = WORKERS
"""Who asks for one and takes that back: coordinators, and the executors of the ticket's own department."""

MOST = 30
"""Parts that are asked for one ticket, those that were declined and dropped too."""


@dataclass(frozen=True, slots=True)
class Part:
    """`ticket` and `ticket_state` are its ticket's, `lead` that one's department; `of`: whose part it is."""

    id: int
    ticket: str
    ticket_state: str
    lead: str | None
    of: str
    state: State
    version: int = 1

    def event(self, type_: str, **facts: object) -> Event:
        """What the tickets' log is told: its ticket stays as it is."""
        state, data = self.ticket_state, {"department": self.lead, "part": self.id, "of": self.of, **facts}
        return Event(type_, was=state, state=state, ticket=self.ticket, data=data)

    def stale(self) -> Refused:
        return Refused("conflict", "The part of “{department}” has changed meanwhile.", department=self.of)


@dataclass(frozen=True, slots=True)
class _Move:
    before: tuple[State, ...]
    after: State
    event: str


MOVES = {
    # Once more: it is corrected.
    "give_part": _Move((ASKED, GIVEN), GIVEN, "ticket.part_given"),
    "decline_part": _Move((ASKED,), DECLINED, "ticket.part_declined"),
    "drop_part": _Move((ASKED, GIVEN), DROPPED, "ticket.part_dropped"),
}


def move(part: Part, verb: str, **facts: object) -> Change[Part]:
    """The part after `verb`, one version on, and what happened; `illegal` where its state lacks the verb."""
    one = MOVES[verb]
    if part.state not in one.before:
        raise _settled(part)
    after = replace(part, state=one.after, version=part.version + 1)
    return Change(after, (after.event(one.event, **facts),))


def _settled(part: Part) -> Refused:
    match part.state:
        case State.DECLINED:
            return Refused("illegal", "“{department}” has declined to give its part.", department=part.of)
        case State.DROPPED:
            return Refused("illegal", "The part of “{department}” is asked for no more.", department=part.of)
        case _:
            return Refused("illegal", "The part of “{department}” was given; it can be corrected.", department=part.of)


def check_under_way(number: str, state: str) -> None:
    """`illegal` once the final answer was given: parts are asked for and written until then."""
    if TicketState(state) not in UNFINISHED:
        raise Refused(
            "illegal", "Ticket {number} has its final answer: no part of it is written any more.", number=number
        )


def check_may_be_asked(number: str, lead: str | None, department: str, asked: Sequence[Part]) -> None:
    """`illegal` where this department cannot be asked for a part; `asked` are all that were."""
    if lead is None:
        raise Refused("illegal", "Assign the ticket {number} to a department first.", number=number)
    if department == lead:
        raise Refused("illegal", "Ticket {number} is this department's: it writes the answer itself.", number=number)
    if any(one.of == department and one.state in STANDING for one in asked):
        raise Refused("illegal", "“{department}” was asked for its part already.", department=department)
    if len(asked) >= MOST:
        raise Refused("illegal", "No more than {most} parts are asked for one ticket.", most=MOST)


def check_theirs(part: Part, by: By) -> None:
    """`forbidden` unless it is the part of the department whose people write it."""
    if part.of != by.department:
        raise Refused("forbidden", "This part is asked of “{department}”.", department=part.of)


def due(now: datetime, hours: int, calendar: Calendar, resolution_due: datetime) -> datetime:
    """By when a part is due that is asked for now: in so many hours of work, no later than its ticket's deadline."""
    return min(due_after(now, timedelta(hours=hours), calendar), resolution_due)
