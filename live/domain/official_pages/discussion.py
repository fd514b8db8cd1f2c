"""A discussion: a matter is put before the residents for a time, what they write is gathered, and they are told what
was taken over of it and why the rest was not."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, StateMachine, Transition

STEERING = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Who puts a matter up for discussion, and says what came of it."""

MARKING = STEERING | {Role.MODERATOR}
"""Who reads what is written, and marks what is for and against."""

LONGEST_TITLE = 200
LONGEST_TEXT = 4000
LONGEST = timedelta(days=366)
"""For how long one may be open."""


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    """Nothing more is gathered; what came of it is not told yet."""
    CONCLUDED = "concluded"
    """Everybody who wrote is told, or is being told, what came of it."""


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"
    OTHER = "other"
    """Neither: a proposal of its own, or a question."""


OPEN, CLOSED, CONCLUDED = State.OPEN, State.CLOSED, State.CONCLUDED

TRANSITIONS = StateMachine(
    "discussion",
    Transition("edit", {OPEN: OPEN}, STEERING, None),
    Transition("close", {OPEN: CLOSED}, STEERING, None),
    Transition("reopen", {CLOSED: OPEN}, STEERING, None),
    Transition("conclude", {CLOSED: CONCLUDED}, STEERING, None),
    # By the background, when its time is over.
    Transition("expire", {OPEN: CLOSED}, NOBODY, None),
)


def next_state(state: State, verb: str) -> State:
    """The state after `verb`; `illegal` names the verbs that there are."""
    return TRANSITIONS.next_state(state, verb)


def check_words(title: str, text: str) -> None:
    if not title or not text:
        raise Refused("invalid", "A discussion has a title and a text.")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise Refused(
            "invalid", "A title has at most {title} characters, a text {text}.", title=LONGEST_TITLE, text=LONGEST_TEXT
        )


def check_until(until: datetime | None, now: datetime) -> None:
    """`invalid` for an end that is over, or too far."""
    if until is not None and not now < until <= now + LONGEST:
        raise Refused("invalid", "The end of a discussion lies ahead, and at most a year from now.")


def check_outcome(taken: str, rest: str) -> None:
    if not taken and not rest:
        raise Refused("invalid", "Say what was taken over, or why nothing was.")
    if len(taken) > LONGEST_TEXT or len(rest) > LONGEST_TEXT:
        raise Refused(
            "invalid", "A title has at most {title} characters, a text {text}.", title=LONGEST_TITLE, text=LONGEST_TEXT
        )


def conversation_of(number: int) -> str:
    """By which conversation what came by its own form is known, beside those under its posts."""
    return f"discussion:{number}"


def origin_of(number: int) -> str:
    """Of what a publication tells that announces it."""
    return f"discussion/{number}"


def told(title: str, taken: str, rest: str) -> str:
    """What everybody who wrote is told. Content, as a question is, so not translated."""
    parts = [f"Обсуждение «{title}» завершено. Спасибо, что написали."]
    parts += [f"Учтено: {taken}"] if taken else []
    parts += [f"Не учтено: {rest}"] if rest else []
    return "\n\n".join(parts)
