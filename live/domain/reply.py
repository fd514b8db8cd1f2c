"""A reply on its way to the person who asked: its states and its moves. MOVES is the one table, as for questions."""

from __future__ import annotations

from enum import StrEnum

from live.domain.people import Role
from live.domain.refused import no_such_move


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    CANCELLED = "cancelled"
    BY_HAND = "by_hand"
    """No network reaches this person: it waits until somebody of the centre has told them."""


WAITING, SENDING, SENT = State.WAITING, State.SENDING, State.SENT
FAILED, UNSURE, CANCELLED = State.FAILED, State.UNSURE, State.CANCELLED
BY_HAND = State.BY_HAND

MOVES: dict[str, dict[State, State]] = {
    # What the worker does; `deliver` and `doubt` may come late, from one that was taken for dead.
    "send": {WAITING: SENDING},
    "put_off": {SENDING: WAITING},
    "deliver": {SENDING: SENT, UNSURE: SENT},
    "fail": {SENDING: FAILED},
    "doubt": {SENDING: UNSURE, WAITING: UNSURE},
    # What a person says.
    "again": {FAILED: WAITING, UNSURE: WAITING},
    "arrived": {UNSURE: SENT},
    "cancel": {WAITING: CANCELLED, BY_HAND: CANCELLED},
    "told": {BY_HAND: SENT},
}

WHO = frozenset({Role.MODERATOR, Role.PRODUCER, Role.COORDINATOR})

ANSWERING = frozenset({Role.COORDINATOR, Role.EXECUTOR})
"""Who says what has become of a ticket's replies."""

BY_PERSON = ("again", "arrived", "cancel", "told")
"""The verbs that a person has."""

EVENTS: dict[str, str] = {
    "deliver": "reply.sent",
    "fail": "reply.failed",
    "doubt": "reply.unsure",
    "again": "reply.queued",
    "arrived": "reply.sent",
    "cancel": "reply.cancelled",
    "told": "reply.sent",
}
"""What the log hears of; the worker's tries in between are nobody's news."""


def move(state: State, verb: str) -> State:
    """The state after; `illegal` names the moves that there are."""
    after = MOVES[verb].get(state)
    if after is None:
        raise no_such_move("reply", verb, state.value, MOVES)
    return after
