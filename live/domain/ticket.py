"""A follow-up ticket's states, transitions and number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, get_args

from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, Change, StateMachine, Transition, staying


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

_STEER = frozenset({Role.COORDINATOR})
_WRITES = frozenset({Role.EXECUTOR})

WORKERS = frozenset({Role.COORDINATOR, Role.EXECUTOR})
"""Who works on tickets: what those who steer may besides stands in TRANSITIONS."""

TRANSITIONS = StateMachine(
    "ticket",
    Transition("assign", {OPEN: ASSIGNED, ASSIGNED: ASSIGNED, IN_PROGRESS: ASSIGNED}, _STEER, "ticket.assigned"),
    Transition("take", {OPEN: IN_PROGRESS, ASSIGNED: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS}, WORKERS, "ticket.taken"),
    Transition("start", {ASSIGNED: IN_PROGRESS}, WORKERS, "ticket.started"),
    Transition("hold", {ASSIGNED: ON_HOLD, IN_PROGRESS: ON_HOLD}, WORKERS, "ticket.held"),
    Transition("resume", {ON_HOLD: IN_PROGRESS}, WORKERS, "ticket.resumed"),
    Transition("reply", staying(*UNFINISHED), WORKERS, "ticket.replied"),
    Transition("resolve", {ASSIGNED: RESOLVED, IN_PROGRESS: RESOLVED}, WORKERS, "ticket.resolved"),
    # A final answer that a coordinator approves first; while it waits, `submitted` says so beside the state.
    Transition("submit", {ASSIGNED: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS}, NOBODY, "ticket.submitted"),
    Transition("approve", {IN_PROGRESS: RESOLVED}, _STEER, "ticket.resolved", offered=False),
    Transition("correct", {IN_PROGRESS: RESOLVED}, _STEER, "ticket.resolved", offered=False),
    Transition("return_answer", staying(IN_PROGRESS), _STEER, "ticket.answer_returned", offered=False),
    Transition("withdraw_answer", staying(IN_PROGRESS), _WRITES, "ticket.answer_withdrawn", offered=False),
    Transition("pass_on", staying(RESOLVED, CLOSED), WORKERS, "ticket.passed_on"),
    Transition("publish", staying(*State), _STEER, "ticket.published"),
    Transition("close", {RESOLVED: CLOSED}, _STEER, "ticket.closed"),
    # A resident's, by the code of a question.
    Transition("rate", staying(RESOLVED, CLOSED), NOBODY, "ticket.rated"),
    Transition("reopen", {RESOLVED: ASSIGNED, CLOSED: ASSIGNED}, _STEER, "ticket.reopened"),
    # The promise that it is about was withdrawn.
    Transition("withdraw", dict.fromkeys(UNFINISHED, CLOSED), NOBODY, "ticket.closed"),
    # These leave a ticket where it is, and change its clock.
    Transition("prioritise", staying(*UNFINISHED), _STEER, "ticket.prioritised"),
    Transition("formal", staying(*UNFINISHED), _STEER, "ticket.formalised"),
)

ON_WHAT_WAITS = frozenset({"approve", "correct", "return_answer", "withdraw_answer"})
"""The verbs on an answer that waits for approval."""

LEAVES_IT_WAITING = frozenset({"take", "reply", "publish", "prioritise", "formal"})
"""The verbs beside which an answer goes on waiting; every other one ends its wait, as `assign` and `hold` do."""

RESIDENT = By("Житель", "resident")
"""Who follows a question by its code: rates the answer, or says that nothing is solved. They have no other name."""

MOST_REOPENED = 3
"""So often a resident may say so; after that it is a matter for a talk."""

Priority = Literal["normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

RUNNING = (OPEN, ASSIGNED, IN_PROGRESS)
"""Whose clocks run; that of an open one first for the reaction."""


@dataclass(frozen=True, slots=True)
class Ticket:
    number: str
    kind: Kind
    state: State
    version: int = 1
    submitted: bool = False
    """Its final answer waits for a coordinator; so it is in progress."""

    def event(self, type_: str, was: State, **facts: object) -> Event:
        return Event(type_, was=was.value, state=self.state.value, ticket=self.number, data=facts)

    def stale(self) -> Refused:
        return Refused(
            "conflict",
            "Ticket {number} has changed meanwhile; it is “{state}” now.",
            number=self.number,
            state=self.state.value,
        )


def number(count: int, created: datetime) -> str:
    """A ticket's public number, such as ПЛ-2026-000123: the year of `created` in its own zone, and a running count."""
    return f"ПЛ-{created.year}-{count:06d}"


def nothing_waits(ticket: Ticket) -> Refused:
    """The refusal of whoever decides on an answer of a ticket that has none."""
    return Refused("illegal", "No answer of ticket {number} waits for approval.", number=ticket.number)


def transition(ticket: Ticket, verb: str, **facts: object) -> Change[Ticket]:
    """The ticket after `verb`, one version on, and what happened.

    `illegal` where its state lacks the verb, or the verb is on an answer that waits and none does.
    """
    if verb in ON_WHAT_WAITS and not ticket.submitted:
        raise nothing_waits(ticket)
    change = TRANSITIONS.transition(ticket, verb, **facts)
    submitted = verb == "submit" or (ticket.submitted and verb in LEAVES_IT_WAITING)
    return Change(replace(change.after, submitted=submitted), change.events)
