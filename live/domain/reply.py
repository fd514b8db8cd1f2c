"""A reply on its way to the person who asked: its states and its transitions."""

from __future__ import annotations

from enum import StrEnum

from live.domain.people import Role
from live.domain.transitions import NOBODY, StateMachine, Transition


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

WRITERS = frozenset({Role.MODERATOR, Role.PRODUCER, Role.COORDINATOR})
"""Who answers a question in writing, and says what has become of the reply."""

ANSWERING = frozenset({Role.COORDINATOR, Role.EXECUTOR})
"""Who says what has become of a ticket's replies."""

TRANSITIONS = StateMachine(
    "reply",
    # What the worker does; `deliver` and `doubt` may come late, from one that was taken for dead, and what cannot be
    # made ready fails before it is sent. The log hears of what ends: the tries in between are nobody's news.
    Transition("send", {WAITING: SENDING}, NOBODY, None),
    Transition("put_off", {SENDING: WAITING}, NOBODY, None),
    Transition("deliver", {SENDING: SENT, UNSURE: SENT}, NOBODY, "reply.sent"),
    Transition("fail", {SENDING: FAILED, WAITING: FAILED}, NOBODY, "reply.failed"),
    Transition("doubt", {SENDING: UNSURE, WAITING: UNSURE}, NOBODY, "reply.unsure"),
    # What a person says.
    Transition("again", {FAILED: WAITING, UNSURE: WAITING}, WRITERS, "reply.queued"),
    Transition("arrived", {UNSURE: SENT}, WRITERS, "reply.sent"),
    Transition("cancel", {WAITING: CANCELLED, BY_HAND: CANCELLED}, WRITERS, "reply.cancelled"),
    Transition("told", {BY_HAND: SENT}, WRITERS, "reply.sent"),
)

BY_PERSON = tuple(verb for verb, transition in TRANSITIONS.items() if transition.roles)
"""The verbs that a person has."""


def next_state(state: State, verb: str) -> State:
    """The state after `verb`; `illegal` names the verbs that there are."""
    return TRANSITIONS.next_state(state, verb)
