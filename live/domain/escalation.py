"""Which of a ticket's deadlines are to be told of, and how far up: near it, past it, long past it.

A ticket runs against two clocks: until somebody has taken it up, and until it is answered. On each there are three
steps. A third clock runs while an answer waits for approval, and has one step, `over`, which coordinators are told of.
A fourth, of each part that another department was asked for, has that step too, which this department is told of.
Each is told of once in a ticket's turn (a reopened one has a new turn); what was told stands.

`near`: the last quarter of the term is running, NEAR before the deadline at the earliest; to the owner. `over`: the
deadline has passed; to the owner. `chief`: it has passed CHIEF ago, or the ticket is urgent; to the department's chief.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from live.domain.deadline import Calendar, due, worked
from live.domain.ticket import ASSIGNED, IN_PROGRESS, OPEN, State


class Clock(StrEnum):
    REACTION = "reaction"
    RESOLUTION = "resolution"
    APPROVAL = "approval"
    """A coordinator's: from when an answer was submitted. The clock of the resolution runs on beside it."""

    PART = "part"
    """A co-executor's: from when its part of the answer was asked for (domain/followup/part.py). A ticket has as many
    as it has parts; each has one step, `over`, and holds while the ticket is unfinished."""


class Step(StrEnum):
    NEAR = "near"
    OVER = "over"
    CHIEF = "chief"


OF_A_QUESTION = (Clock.REACTION, Clock.RESOLUTION)
"""The clocks that a question between shows has too."""

STATES = {
    Clock.REACTION: (OPEN, ASSIGNED),
    Clock.RESOLUTION: (OPEN, ASSIGNED, IN_PROGRESS),
    Clock.APPROVAL: (IN_PROGRESS,),
}
"""The states in which each of a ticket's own clocks runs; on hold none does."""

NEAR = {Clock.REACTION: timedelta(minutes=30), Clock.RESOLUTION: timedelta(hours=2)}
"""Working time before the deadline."""

NEAR_FORMAL = {Clock.REACTION: timedelta(days=1), Clock.RESOLUTION: timedelta(days=3)}
"""The same for a formal appeal, whose terms are in calendar days."""

CHIEF = timedelta(hours=1)
"""Working time after the deadline."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What of a ticket decides. `since`: from when its clock runs; `reacted`: somebody has taken it up.

    `approval_due`: by when the answer that waits is to be approved; None while none waits.
    """

    state: State
    since: datetime
    reaction_due: datetime
    resolution_due: datetime
    reacted: bool = False
    urgent: bool = False
    formal: bool = False
    approval_due: datetime | None = None

    def due(self, clock: Clock) -> datetime:
        """The deadline of a clock that runs."""
        if clock is Clock.APPROVAL and self.approval_due is not None:
            return self.approval_due
        return self.reaction_due if clock is Clock.REACTION else self.resolution_due

    def runs(self, clock: Clock) -> bool:
        if clock is Clock.APPROVAL and self.approval_due is None:
            return False
        return self.state in STATES[clock] and not (clock is Clock.REACTION and self.reacted)


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment, with what follows from it for all tickets of one calendar.

    No deadline after `horizon` is near yet; one at or before `long_over` has passed CHIEF ago.
    """

    now: datetime
    calendar: Calendar
    horizon: datetime
    long_over: datetime


def tick(now: datetime, calendar: Calendar) -> Tick:
    near = due(now, max(NEAR.values()), calendar)
    return Tick(now, calendar, max(near, now + max(NEAR_FORMAL.values())), ago(now, CHIEF, calendar))


def steps(ticket: Watched, at: Tick) -> list[tuple[Clock, Step]]:
    """The steps that are due, whether they have been told or not."""
    found: list[tuple[Clock, Step]] = []
    for clock in STATES:
        deadline = ticket.due(clock)
        if not ticket.runs(clock) or deadline > at.horizon:
            continue
        if clock is Clock.APPROVAL:
            found += [(clock, Step.OVER)] if deadline <= at.now else []
            continue
        if deadline > at.now:
            if _is_near(ticket, clock, at):
                found.append((clock, Step.NEAR))
            continue
        found.append((clock, Step.OVER))
        if ticket.urgent or deadline <= at.long_over:
            found.append((clock, Step.CHIEF))
    return found


def _is_near(ticket: Watched, clock: Clock, at: Tick) -> bool:
    deadline = ticket.due(clock)
    if ticket.formal:
        return deadline - at.now <= min(NEAR_FORMAL[clock], (deadline - ticket.since) / 4)
    term = worked(ticket.since, deadline, at.calendar)
    return worked(at.now, deadline, at.calendar) <= min(NEAR[clock], term / 4)


def ago(now: datetime, working: timedelta, calendar: Calendar) -> datetime:
    """The latest moment since which `working` time has passed by now."""
    since = now - timedelta(days=7)
    while (passed := worked(since, now, calendar)) < working:
        since -= timedelta(days=7)
    return due(since, passed - working, calendar)
