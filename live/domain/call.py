"""A phone call's states and moves. Ending a call never ends its question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused, no_such_move


class State(StrEnum):
    RINGING = "ringing"
    SCREENING = "screening"
    HELD = "held"
    HANDED = "handed"
    ON_AIR = "on_air"
    ENDED = "ended"


RINGING, SCREENING, HELD = State.RINGING, State.SCREENING, State.HELD
HANDED, ON_AIR, ENDED = State.HANDED, State.ON_AIR, State.ENDED

MOVES: dict[str, dict[State, State]] = {
    "take": {RINGING: SCREENING, HELD: SCREENING},
    "hold": {SCREENING: HELD},
    "hand": {SCREENING: HANDED, HELD: HANDED},
    "end": {RINGING: ENDED, SCREENING: ENDED, HELD: ENDED, HANDED: ENDED},
    # Not the screener's: the question going to air and coming back, and the line itself.
    "air": {HANDED: ON_AIR},
    "back": {ON_AIR: HANDED},
    "hang_up": {RINGING: ENDED, SCREENING: ENDED, HELD: ENDED, HANDED: ENDED, ON_AIR: ENDED},
}

WHO = frozenset({Role.SCREENER})

SCREENERS_MOVES = ("take", "hold", "hand", "end")

EVENTS = {
    "take": "call.taken",
    "hold": "call.held",
    "hand": "call.handed",
    "end": "call.ended",
    "air": "call.aired",
    "back": "call.returned",
    "hang_up": "call.ended",
}


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


@dataclass(frozen=True, slots=True)
class Change:
    call: Call
    events: tuple[Event, ...]


def opened(call_id: int) -> Change:
    """A call that has just rung (or was opened by hand)."""
    return Change(Call(call_id, RINGING), (Event("call.opened", call=call_id, data={"call_state": RINGING.value}),))


def move(call: Call, verb: str, wants_back: bool = False) -> Change:
    """The call after `verb`; `illegal` where its state lacks the move.

    `wants_back`: where this ends it before it was handed over, its caller is to be called back.
    """
    row = MOVES[verb]
    if call.state not in row:
        if verb == "end" and call.state is ON_AIR:
            raise Refused("illegal", "The call is on air; the producer ends it with its question.")
        raise no_such_move("call", verb, call.state.value, {v: MOVES[v] for v in SCREENERS_MOVES})  # type: ignore[dict-item]
    missed = call.missed or (call.state is RINGING and row[call.state] is ENDED)
    after = replace(call, state=row[call.state], version=call.version + 1, missed=missed)
    if after.state is ENDED and call.question is None and wants_back:
        after = replace(after, call_back=True)
    return Change(after, (_event(EVENTS[verb], call, after),))


def write(call: Call) -> Change:
    """What the screener writes down is kept; the call stays as it is. `illegal` once it has ended."""
    if call.state is ENDED:
        raise Refused("illegal", "The call has ended; what was written down stays as it is.")
    return Change(call, (_event("call.written", call, call),))


def close(call: Call) -> Change:
    """Off the call-back list; `illegal` where it does not stand there."""
    if not call.is_to_be_called_back:
        raise Refused("illegal", "Call {number} is not on the call-back list.", number=call.id)
    after = replace(call, version=call.version + 1, closed=True)
    return Change(after, (_event("call.closed", call, after),))


def cautioned(call: Call) -> Event:
    """Something is known of its caller, or no longer."""
    return _event("call.cautioned", call, call)


def _event(type_: str, before: Call, after: Call) -> Event:
    facts = {"call_was": before.state.value, "call_state": after.state.value}
    return Event(type_, before.question, call=before.id, data=facts)
