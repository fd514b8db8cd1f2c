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
    """What the rules need of a call. `missed`: it ended before anyone took it; `question`: its number, once handed."""

    id: int
    state: State
    version: int = 1
    missed: bool = False
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    call: Call
    events: tuple[Event, ...]


def opened(call_id: int) -> Change:
    """A call that has just rung (or was opened by hand)."""
    return Change(Call(call_id, RINGING), (Event("call.opened", call=call_id, data={"call_state": RINGING.value}),))


def move(call: Call, verb: str) -> Change:
    """The call after `verb`; `illegal` where its state lacks the move."""
    row = MOVES[verb]
    if call.state not in row:
        if verb == "end" and call.state is ON_AIR:
            raise Refused("illegal", "The call is on air; the producer ends it with its question.")
        raise no_such_move("call", verb, call.state.value, {v: MOVES[v] for v in SCREENERS_MOVES})  # type: ignore[dict-item]
    missed = call.missed or (call.state is RINGING and row[call.state] is ENDED)
    after = replace(call, state=row[call.state], version=call.version + 1, missed=missed)
    event = Event(
        EVENTS[verb], call.question, call=call.id, data={"call_was": call.state.value, "call_state": after.state.value}
    )
    return Change(after, (event,))
