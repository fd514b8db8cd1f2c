"""A question's states, its moves, and who may make them.

MOVES is the one table: verb → {state before: state after}. Everything else is derived from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused, no_such_move


class State(StrEnum):
    NEW = "new"
    SHORTLISTED = "shortlisted"
    ON_AIR = "on_air"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"
    TICKETED = "ticketed"


NEW, SHORTLISTED, ON_AIR = State.NEW, State.SHORTLISTED, State.ON_AIR
ANSWERED, DECLINED, MERGED, TICKETED = State.ANSWERED, State.DECLINED, State.MERGED, State.TICKETED

OPEN = frozenset({NEW, SHORTLISTED, ON_AIR})
"""States in which nothing has been decided yet: what the books call still open."""

MOVES: dict[str, dict[State, State]] = {
    "edit": {NEW: NEW, SHORTLISTED: SHORTLISTED, ON_AIR: ON_AIR},
    "classify": {NEW: NEW, SHORTLISTED: SHORTLISTED, ON_AIR: ON_AIR, ANSWERED: ANSWERED},
    "note": {NEW: NEW, SHORTLISTED: SHORTLISTED, ON_AIR: ON_AIR},
    "shortlist": {NEW: SHORTLISTED},
    "return": {SHORTLISTED: NEW, ON_AIR: SHORTLISTED},
    "move": {SHORTLISTED: SHORTLISTED},
    "take": {SHORTLISTED: ON_AIR},
    "answer": {ON_AIR: ANSWERED},
    "reopen": {ANSWERED: SHORTLISTED},
    "want": {SHORTLISTED: SHORTLISTED, ON_AIR: ON_AIR},
    "promise": {SHORTLISTED: SHORTLISTED, ON_AIR: ON_AIR, ANSWERED: ANSWERED},
    "decline": {NEW: DECLINED, SHORTLISTED: DECLINED},
    "restore": {DECLINED: NEW},
    "merge": {NEW: MERGED, SHORTLISTED: MERGED},
    "split": {MERGED: NEW},
    "ticket": {NEW: TICKETED, SHORTLISTED: TICKETED},
}

_DESK = frozenset({Role.MODERATOR, Role.PRODUCER})
_AIR = frozenset({Role.PRODUCER})

WHO: dict[str, frozenset[Role]] = {
    "edit": _DESK,
    "classify": _DESK,
    "note": _DESK,
    "shortlist": _DESK,
    "return": _DESK,
    "move": _AIR,
    "take": _AIR,
    "answer": _AIR,
    "reopen": _AIR,
    "want": frozenset({Role.HEAD}),
    "promise": frozenset({Role.HEAD, Role.PRODUCER}),
    "decline": _DESK,
    "restore": _DESK,
    "merge": _DESK,
    "split": _DESK,
    "ticket": _DESK,
}

EVENTS: dict[str, str] = {
    "edit": "question.edited",
    "classify": "question.classified",
    "note": "question.noted",
    "shortlist": "question.shortlisted",
    "return": "question.returned",
    "move": "question.moved",
    "take": "question.taken",
    "answer": "question.answered",
    "reopen": "question.reopened",
    "want": "question.wanted",
    "promise": "question.promised",
    "decline": "question.declined",
    "restore": "question.restored",
    "merge": "question.merged",
    "split": "question.split",
    "ticket": "question.ticketed",
}

MERGE_TARGETS = frozenset({NEW, SHORTLISTED, ON_AIR, ANSWERED, TICKETED})
"""States of a root that takes others in: never a declined one."""

REASONS = ("off_topic", "not_ours", "duplicate", "abuse", "personal", "spam", "unclear", "other")
"""Why a question is declined; `other` needs its own text."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the rules need of a question. `rank` orders the shortlist; `merged_into` is the root's number."""

    number: int
    state: State
    version: int
    rank: str | None = None
    merged_into: int | None = None
    graphic: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    question: Question
    events: tuple[Event, ...]


def check_version(question: Question, version: int) -> None:
    """`conflict` when the writer looked at another version than the present one."""
    if version != question.version:
        raise Refused(
            "conflict",
            "Question {number} has changed meanwhile; it is “{state}” now.",
            number=question.number,
            state=question.state.value,
        )


def move(question: Question, verb: str, **facts: object) -> Change:
    """The question after `verb`, one version on, and what happened; `illegal` where the state lacks the move."""
    row = MOVES[verb]
    if question.state not in row:
        raise no_such_move("question", verb, question.state.value, MOVES)  # type: ignore[arg-type]
    after = replace(question, state=row[question.state], version=question.version + 1)
    if after.state not in (SHORTLISTED, ON_AIR):
        after = replace(after, rank=None)
    if after.state is not ON_AIR:
        after = replace(after, graphic=False)
    event = Event(EVENTS[verb], question.number, question.state.value, after.state.value, data=facts)
    return Change(after, (event,))


def ranked(change: Change, rank: str) -> Change:
    """The same change, with the question at `rank` in the shortlist."""
    return Change(replace(change.question, rank=rank), change.events)


def take(question: Question, on_air: int | None) -> Change:
    """To the air, with its graphic; `illegal` while another question is there."""
    if on_air is not None and question.state is not ON_AIR:
        raise Refused(
            "illegal",
            "Question {number} is on air; say with the take whether it was answered or goes back.",
            number=on_air,
        )
    change = move(question, "take")
    return Change(replace(change.question, graphic=True), change.events)


def merge(question: Question, root: Question) -> Change:
    """Into `root`, which takes its askers along; the caller has resolved a merged target to its root."""
    if root.number == question.number:
        raise Refused("invalid", "A question cannot be merged into itself.")
    if question.state in MOVES["merge"] and root.state not in MERGE_TARGETS:
        raise Refused(
            "illegal",
            "Question {number} is “{state}” and takes no others in.",
            number=root.number,
            state=root.state.value,
        )
    change = move(question, "merge", into=root.number)
    gathered = Event("question.gathered", root.number, root.state.value, root.state.value)
    return Change(replace(change.question, merged_into=root.number), (*change.events, gathered))


def split(question: Question, above: Sequence[Question]) -> Change:
    """Out of every question above it (the one it was merged into, and those that one was merged into)."""
    change = move(question, "split")
    gathered = [Event("question.gathered", q.number, q.state.value, q.state.value) for q in above]
    return Change(replace(change.question, merged_into=None), (*change.events, *gathered))


def check_reason(reason: str, text: str | None, own_reasons: frozenset[str] = frozenset()) -> None:
    """`invalid` unless it is one of REASONS or of the centre's own; `other` must be explained."""
    if reason not in REASONS and reason not in own_reasons:
        raise Refused("invalid", "There is no reason “{reason}”; there are: {reasons}.", reason=reason, reasons=REASONS)
    if reason == "other" and not (text or "").strip():
        raise Refused("invalid", "The reason “other” needs a text.")


def decline(question: Question, reason: str, text: str | None, own_reasons: frozenset[str] = frozenset()) -> Change:
    """Off the desk with a reason; see `check_reason`."""
    check_reason(reason, text, own_reasons)
    return move(question, "decline", reason=reason)


def show_graphic(question: Question, shown: bool) -> Change:
    """The graphic of the question on air, shown or cleared; its version stays."""
    if question.state is not ON_AIR:
        raise Refused("illegal", "Only the question on air has a graphic.")
    event = Event(
        "graphic.shown" if shown else "graphic.cleared",
        question.number,
        question.state.value,
        question.state.value,
    )
    return Change(replace(question, graphic=shown), (event,))
