"""A follow-up ticket's states, moves and number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, get_args

from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused, no_such_move


class State(StrEnum):
    OPEN = "open"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Kind(StrEnum):
    UNANSWERED = "unanswered"
    PROMISE = "promise"
    REST = "rest"
    """Answered on air, but not fully."""


OPEN, ASSIGNED, IN_PROGRESS = State.OPEN, State.ASSIGNED, State.IN_PROGRESS
ON_HOLD, RESOLVED, CLOSED = State.ON_HOLD, State.RESOLVED, State.CLOSED

UNFINISHED = (OPEN, ASSIGNED, IN_PROGRESS, ON_HOLD)
"""Those that still have a deadline before them, though on hold it stands."""

MOVES: dict[str, dict[State, State]] = {
    "assign": {OPEN: ASSIGNED, ASSIGNED: ASSIGNED, IN_PROGRESS: ASSIGNED},
    "take": {OPEN: IN_PROGRESS, ASSIGNED: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS},
    "start": {ASSIGNED: IN_PROGRESS},
    "hold": {ASSIGNED: ON_HOLD, IN_PROGRESS: ON_HOLD},
    "resume": {ON_HOLD: IN_PROGRESS},
    "reply": {OPEN: OPEN, ASSIGNED: ASSIGNED, IN_PROGRESS: IN_PROGRESS, ON_HOLD: ON_HOLD},
    "resolve": {ASSIGNED: RESOLVED, IN_PROGRESS: RESOLVED},
    "pass_on": {RESOLVED: RESOLVED, CLOSED: CLOSED},
    "publish": {state: state for state in State},
    "close": {RESOLVED: CLOSED},
    "rate": {RESOLVED: RESOLVED, CLOSED: CLOSED},
    "reopen": {RESOLVED: ASSIGNED, CLOSED: ASSIGNED},
    # These leave a ticket where it is, and change its clock.
    "prioritise": {state: state for state in UNFINISHED},
    "formal": {state: state for state in UNFINISHED},
}

_WORK = frozenset({Role.COORDINATOR, Role.EXECUTOR})
_STEER = frozenset({Role.COORDINATOR})

WHO: dict[str, frozenset[Role]] = {
    "assign": _STEER,
    "take": _WORK,
    "start": _WORK,
    "hold": _WORK,
    "resume": _WORK,
    "reply": _WORK,
    "resolve": _WORK,
    "pass_on": _WORK,
    "publish": _STEER,
    "close": _STEER,
    "rate": frozenset(),
    "reopen": _STEER,
    "prioritise": _STEER,
    "formal": _STEER,
}

RESIDENT = By("Житель", "resident")
"""Who follows a question by its code: rates the answer, or says that nothing is solved. They have no other name."""

MOST_REOPENED = 3
"""So often a resident may say so; after that it is a matter for a talk."""

EVENTS = {
    "assign": "ticket.assigned",
    "take": "ticket.taken",
    "start": "ticket.started",
    "hold": "ticket.held",
    "resume": "ticket.resumed",
    "reply": "ticket.replied",
    "resolve": "ticket.resolved",
    "pass_on": "ticket.passed_on",
    "publish": "ticket.published",
    "close": "ticket.closed",
    "rate": "ticket.rated",
    "reopen": "ticket.reopened",
    "prioritise": "ticket.prioritised",
    "formal": "ticket.formalised",
}

Priority = Literal["normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

RUNNING = (OPEN, ASSIGNED, IN_PROGRESS)
"""Whose clocks run; that of an open one first for the reaction."""

WORKERS = _WORK
"""Who works on tickets: what those who steer may besides stands in WHO."""


@dataclass(frozen=True, slots=True)
class Ticket:
    number: str
    kind: Kind
    state: State
    version: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    ticket: Ticket
    events: tuple[Event, ...]


def number(count: int, created: datetime) -> str:
    """A ticket's public number, such as ПЛ-2026-000123: the year of `created` in its own zone, and a running count."""
    return f"ПЛ-{created.year}-{count:06d}"


def check_version(ticket: Ticket, version: int) -> None:
    if version != ticket.version:
        raise Refused(
            "conflict",
            "Ticket {number} has changed meanwhile; it is “{state}” now.",
            number=ticket.number,
            state=ticket.state.value,
        )


def move(ticket: Ticket, verb: str, **facts: object) -> Change:
    """The ticket after `verb`; `illegal` where its state lacks the move."""
    row = MOVES[verb]
    if ticket.state not in row:
        raise no_such_move("ticket", verb, ticket.state.value, MOVES)  # type: ignore[arg-type]
    after = replace(ticket, state=row[ticket.state], version=ticket.version + 1)
    event = Event(EVENTS[verb], was=ticket.state.value, state=after.state.value, ticket=ticket.number, data=facts)
    return Change(after, (event,))
