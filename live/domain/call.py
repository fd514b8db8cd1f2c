"""A phone call's states and transitions. Ending a call never ends its question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, Change, StateMachine, Transition


class State(StrEnum):
    RINGING = "ringing"
    SCREENING = "screening"
    HELD = "held"
    HANDED = "handed"
    ON_AIR = "on_air"
    ENDED = "ended"


RINGING, SCREENING, HELD = State.RINGING, State.SCREENING, State.HELD
HANDED, ON_AIR, ENDED = State.HANDED, State.ON_AIR, State.ENDED

SCREENERS = frozenset({Role.SCREENER})

_ANY_BUT_AIR = {RINGING: ENDED, SCREENING: ENDED, HELD: ENDED, HANDED: ENDED}

TRANSITIONS = StateMachine(
    "call",
    Transition("take", {RINGING: SCREENING, HELD: SCREENING}, SCREENERS, "call.taken"),
    Transition("hold", {SCREENING: HELD}, SCREENERS, "call.held"),
    Transition("hand", {SCREENING: HANDED, HELD: HANDED}, SCREENERS, "call.handed"),
    Transition("end", _ANY_BUT_AIR, SCREENERS, "call.ended"),
    # Not the screener's: the question going to air and coming back, and the line itself.
    Transition("air", {HANDED: ON_AIR}, NOBODY, "call.aired"),
    Transition("back", {ON_AIR: HANDED}, NOBODY, "call.returned"),
    Transition("hang_up", {**_ANY_BUT_AIR, ON_AIR: ENDED}, NOBODY, "call.ended"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """What the rules need of a call.

    `missed`: it ended before anyone took it; `call_back`: its caller wants to be called back; `closed`: somebody has
    seen to that, by name; `question`: its number, once handed.
    """

    id: int
    state: State
    version: int = 1
    missed: bool = False
    question: int | None = None
    call_back: bool = False
    closed: bool = False

    @property
    def is_to_be_called_back(self) -> bool:
        """Whether it stands on the call-back list."""
        return self.state is ENDED and (self.missed or self.call_back) and not self.closed

    def event(self, type_: str, was: State, **facts: object) -> Event:
        """The question's own states stand where it has one, so the call's are facts."""
        own = {"call_was": was.value, "call_state": self.state.value, **facts}
        return Event(type_, self.question, call=self.id, data=own)

    def stale(self) -> Refused:
        return Refused("conflict", "Call {number} has changed meanwhile.", number=self.id)


def opened(call_id: int) -> Change[Call]:
    """A call that has just rung (or was opened by hand)."""
    return Change(Call(call_id, RINGING), (Event("call.opened", call=call_id, data={"call_state": RINGING.value}),))


def transition(call: Call, verb: str, wants_back: bool = False) -> Change[Call]:
    """The call after `verb`; `illegal` where its state lacks the verb.

    `wants_back`: where this ends it before it was handed over, its caller is to be called back.
    """
    if verb == "end" and call.state is ON_AIR:
        raise Refused("illegal", "The call is on air; the producer ends it with its question.")
    change = TRANSITIONS.transition(call, verb)
    after = change.after
    if after.state is ENDED:
        missed = call.missed or call.state is RINGING
        call_back = call.call_back or (call.question is None and wants_back)
        after = replace(after, missed=missed, call_back=call_back)
    return Change(after, change.events)


def write(call: Call) -> Change[Call]:
    """What the screener writes down is kept; the call stays as it is. `illegal` once it has ended."""
    if call.state is ENDED:
        raise Refused("illegal", "The call has ended; what was written down stays as it is.")
    return Change(call, (call.event("call.written", call.state),))


def close(call: Call) -> Change[Call]:
    """Off the call-back list; `illegal` where it does not stand there."""
    if not call.is_to_be_called_back:
        raise Refused("illegal", "Call {number} is not on the call-back list.", number=call.id)
    after = replace(call, version=call.version + 1, closed=True)
    return Change(after, (after.event("call.closed", call.state),))


def reopen(call: Call) -> Change[Call]:
    """Back on the call-back list, where somebody took it off by mistake; `illegal` where nobody did."""
    if not call.closed:
        raise Refused("illegal", "Call {number} was not taken off the call-back list.", number=call.id)
    after = replace(call, version=call.version + 1, closed=False)
    return Change(after, (after.event("call.reopened", call.state),))


def cautioned(call: Call) -> Event:
    """Something is known of its caller, or no longer."""
    return call.event("call.cautioned", call.state)
