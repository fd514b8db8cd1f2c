"""A question's states, its transitions, and who may make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, Change, StateMachine, Transition, staying


class State(StrEnum):
    NEW = "new"
    SHORTLISTED = "shortlisted"
    ON_AIR = "on_air"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"
    TICKETED = "ticketed"
    TRANSFERRED = "transferred"
    """It is another broadcast's now, under a number of its own there: what becomes of it, becomes of that one."""
    BLOCKED = "blocked"
    """By an author who is banned: in a tray of its own, until somebody lets it out or decides on it."""


NEW, SHORTLISTED, ON_AIR = State.NEW, State.SHORTLISTED, State.ON_AIR
ANSWERED, DECLINED, MERGED, TICKETED = State.ANSWERED, State.DECLINED, State.MERGED, State.TICKETED
TRANSFERRED, BLOCKED = State.TRANSFERRED, State.BLOCKED

NUMBERS = 2**32
"""Room for the questions of one broadcast: their numbers stay below it."""

OPEN = frozenset({NEW, SHORTLISTED, ON_AIR, BLOCKED})
"""States in which nothing has been decided yet: what the books call still open."""

UNAIRED = (NEW, SHORTLISTED, BLOCKED, MERGED, TICKETED)
"""States of what was neither aired nor refused: whoever asked may add to it, or withdraw it."""
_WITH_FILES = (NEW, SHORTLISTED, ON_AIR, ANSWERED, TICKETED)
"""In which somebody decides whether everybody may see a picture."""

_FLAGGED = (NEW, SHORTLISTED, ON_AIR, BLOCKED, TICKETED)
"""In which somebody may say that it tells of danger to people, or that it does not."""

_DESK = frozenset({Role.MODERATOR, Role.PRODUCER})
_AIR = frozenset({Role.PRODUCER})
_LINE = frozenset({Role.MODERATOR})
_BANS = frozenset({Role.MODERATOR, Role.ADMIN})
_HEAD = frozenset({Role.HEAD})
_EDITORS = _DESK | {Role.ADMIN}

TRANSITIONS = StateMachine(
    "question",
    Transition("edit", staying(NEW, SHORTLISTED, ON_AIR), _DESK, "question.edited"),
    Transition("classify", staying(NEW, SHORTLISTED, ON_AIR, ANSWERED), _DESK, "question.classified"),
    Transition("note", staying(NEW, SHORTLISTED, ON_AIR), _DESK, "question.noted"),
    Transition("unmask", staying(NEW, SHORTLISTED, ON_AIR), _DESK, "question.unmasked", offered=False),
    Transition("mask", staying(NEW, SHORTLISTED, ON_AIR), _DESK, "question.masked", offered=False),
    Transition("allow_name", staying(NEW, SHORTLISTED, ON_AIR), _DESK, "question.name_allowed", offered=False),
    Transition("set_urgent", staying(*_FLAGGED), _DESK, "question.urgency_set", offered=False),
    Transition("set_asking", staying(NEW, SHORTLISTED, ON_AIR, BLOCKED), _DESK, "question.asking_set", offered=False),
    Transition("show_file", staying(*_WITH_FILES), _DESK, "question.file_shown", offered=False),
    Transition("hide_file", staying(*_WITH_FILES), _DESK, "question.file_hidden", offered=False),
    Transition("shortlist", {NEW: SHORTLISTED}, _DESK, "question.shortlisted"),
    Transition("return", {SHORTLISTED: NEW, ON_AIR: SHORTLISTED}, _DESK, "question.returned"),
    Transition("move", staying(SHORTLISTED), _AIR, "question.moved"),
    Transition("plan", staying(SHORTLISTED, ON_AIR), _AIR, "question.planned", offered=False),
    Transition("take", {SHORTLISTED: ON_AIR}, _AIR, "question.taken"),
    Transition("answer", {ON_AIR: ANSWERED}, _AIR, "question.answered"),
    Transition("reopen", {ANSWERED: SHORTLISTED}, _AIR, "question.reopened"),
    Transition("summarise", staying(ANSWERED), _EDITORS, "question.summarised", offered=False),
    Transition("send_answer", staying(ANSWERED), _EDITORS, "question.answer_sent", offered=False),
    Transition("want", staying(SHORTLISTED, ON_AIR), _HEAD, "question.wanted"),
    Transition("unwant", staying(SHORTLISTED, ON_AIR), _HEAD, "question.unwanted"),
    Transition("promise", staying(SHORTLISTED, ON_AIR, ANSWERED), _HEAD | _AIR, "question.promised"),
    # A promise stays one whatever becomes of its question.
    Transition("amend_promise", staying(*State), _HEAD | _AIR, "question.promise_amended", offered=False),
    Transition("withdraw_promise", staying(*State), _HEAD | _AIR, "question.promise_withdrawn", offered=False),
    Transition("decline", {NEW: DECLINED, SHORTLISTED: DECLINED, BLOCKED: DECLINED}, _DESK, "question.declined"),
    Transition("restore", {DECLINED: NEW}, _DESK, "question.restored"),
    # What `restore` comes to once the show is wrapped: no question of it stands open then.
    Transition("restore_as_ticket", {DECLINED: TICKETED}, NOBODY, "question.restored"),
    Transition("merge", {NEW: MERGED, SHORTLISTED: MERGED}, _DESK, "question.merged"),
    Transition("split", {MERGED: NEW}, _DESK, "question.split"),
    Transition("unstack", staying(NEW), _DESK, "question.unstacked", offered=False),
    Transition("ticket", {NEW: TICKETED, SHORTLISTED: TICKETED, BLOCKED: TICKETED}, _DESK, "question.ticketed"),
    Transition("recall", {TICKETED: NEW}, _DESK, "question.recalled"),
    Transition("finish", {NEW: ANSWERED}, _LINE, "question.finished"),
    Transition("unfinish", {ANSWERED: NEW}, _LINE, "question.unfinished"),
    Transition("transfer", {NEW: TRANSFERRED, SHORTLISTED: TRANSFERRED}, _DESK, "question.transferred"),
    # What was merged into one goes with it.
    Transition("follow", {MERGED: TRANSFERRED}, NOBODY, "question.transferred", offered=False),
    Transition("block", {NEW: BLOCKED, SHORTLISTED: BLOCKED, **staying(DECLINED)}, _BANS, "question.blocked"),
    Transition("unblock", {BLOCKED: NEW}, _DESK | _BANS, "question.unblocked"),
    # A resident's, by the code of a question.
    Transition("supplement", staying(*UNAIRED), NOBODY, "question.supplemented"),
    Transition("withdraw", dict.fromkeys((NEW, SHORTLISTED, BLOCKED, MERGED), DECLINED), NOBODY, "question.withdrawn"),
    # The same where others ask it too, or its ticket is what ends.
    Transition("step_back", staying(*UNAIRED), NOBODY, "question.withdrawn"),
)

JOINABLE = frozenset({NEW, SHORTLISTED})
"""States of a question that later messages of whoever asked it still join: on air and after it, it stays as it is."""

GOES_ON_FOR = timedelta(days=90)
"""So long after the last word of a person a question of theirs, in the same conversation, names the one before it."""

MERGE_TARGETS = frozenset({NEW, SHORTLISTED, ON_AIR, ANSWERED, TICKETED})
"""States of a root that takes others in: never a declined one."""

REASONS = ("off_topic", "not_ours", "duplicate", "abuse", "personal", "spam", "unclear", "other")
"""Why a question is declined; `other` needs its own text."""

WITHDRAWN = "withdrawn"
"""The reason of one that its asker has withdrawn: nobody else can give it."""


class How(StrEnum):
    """How a question was answered."""

    AIR = "air"
    WRITTEN = "written"
    NONE = "none"
    """It needed no answer: thanks, or news for us."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the rules need of a question. `rank` orders the shortlist; `merged_into` is the root's number."""

    number: int
    state: State
    version: int
    rank: str | None = None
    merged_into: int | None = None
    graphic: bool = False

    def event(self, type_: str, was: State, **facts: object) -> Event:
        return Event(type_, self.number, was.value, self.state.value, data=facts)

    def stale(self) -> Refused:
        return Refused(
            "conflict",
            "Question {number} has changed meanwhile; it is “{state}” now.",
            number=self.number,
            state=self.state.value,
        )


def transition(question: Question, verb: str, **facts: object) -> Change[Question]:
    """The question after `verb`, one version on, and what happened; `illegal` where the state lacks the verb."""
    change = TRANSITIONS.transition(question, verb, **facts)
    after = change.after
    if after.state not in (SHORTLISTED, ON_AIR):
        after = replace(after, rank=None)
    if after.state is not ON_AIR:
        after = replace(after, graphic=False)
    return Change(after, change.events)


def ranked(change: Change[Question], rank: str) -> Change[Question]:
    """The same change, with the question at `rank` in the shortlist."""
    return Change(replace(change.after, rank=rank), change.events)


def take(question: Question, on_air: int | None) -> Change[Question]:
    """To the air, with its graphic; `illegal` while another question is there."""
    if on_air is not None and question.state is not ON_AIR:
        raise Refused(
            "illegal",
            "Question {number} is on air; say with the take whether it was answered or goes back.",
            number=on_air,
        )
    change = transition(question, "take")
    return Change(replace(change.after, graphic=True), change.events)


def check_aired(question: Question, how: str | None) -> None:
    """`illegal` for a question that was answered otherwise than on air: there is nothing that was said there."""
    if (how or How.AIR.value) != How.AIR.value:
        raise Refused("illegal", "Question {number} was not answered on air.", number=question.number)


def merge(question: Question, root: Question) -> Change[Question]:
    """Into `root`, which takes its askers along; the caller has resolved a merged target to its root."""
    if root.number == question.number:
        raise Refused("invalid", "A question cannot be merged into itself.")
    if question.state in TRANSITIONS["merge"].states and root.state not in MERGE_TARGETS:
        raise Refused(
            "illegal",
            "Question {number} is “{state}” and takes no others in.",
            number=root.number,
            state=root.state.value,
        )
    change = transition(question, "merge", into=root.number)
    gathered = root.event("question.gathered", root.state)
    return Change(replace(change.after, merged_into=root.number), (*change.events, gathered))


def join(question: Question, first: Question) -> Change[Question]:
    """A message as further words of the question that its author had asked before."""
    change = transition(question, "merge", into=first.number)
    return Change(replace(change.after, merged_into=first.number), (*change.events, continued(first)))


def continued(first: Question) -> Event:
    """Its author has written further, or changed what was written so."""
    return first.event("question.continued", first.state)


def split(question: Question, above: Sequence[Question]) -> Change[Question]:
    """Out of every question above it (the one it was merged into, and those that one was merged into)."""
    change = transition(question, "split")
    gathered = [one.event("question.gathered", one.state) for one in above]
    return Change(replace(change.after, merged_into=None), (*change.events, *gathered))


def withdraw(question: Question, others: bool, above: Sequence[Question] = ()) -> Change[Question]:
    """By whoever asked it: off the desk, and out of every question `above` that it was merged into.

    Where `others` ask it too, and where it is a ticket, it stands as it stood: the ticket is closed by itself.
    """
    if others or question.state is TICKETED:
        return transition(question, "step_back")
    change = transition(question, "withdraw")
    gathered = [one.event("question.gathered", one.state) for one in above]
    return Change(replace(change.after, merged_into=None), (*change.events, *gathered))


def check_not_withdrawn(number: int, withdrawn_at: object) -> None:
    """`illegal` for one whose asker has withdrawn it: nobody takes it up again."""
    if withdrawn_at is not None:
        raise Refused("illegal", "Whoever asked question {number} has withdrawn it.", number=number)


def check_reason(reason: str, text: str | None, own_reasons: frozenset[str] = frozenset()) -> None:
    """`invalid` unless it is one of REASONS or of the centre's own; `other` must be explained."""
    if reason not in REASONS and reason not in own_reasons:
        raise Refused("invalid", "There is no reason “{reason}”; there are: {reasons}.", reason=reason, reasons=REASONS)
    if reason == "other" and not (text or "").strip():
        raise Refused("invalid", "The reason “other” needs a text.")


def decline(
    question: Question, reason: str, text: str | None, own_reasons: frozenset[str] = frozenset()
) -> Change[Question]:
    """Off the desk with a reason; see `check_reason`."""
    check_reason(reason, text, own_reasons)
    return transition(question, "decline", reason=reason)


def show_graphic(question: Question, shown: bool) -> Change[Question]:
    """The graphic of the question on air, shown or cleared; its version stays."""
    if question.state is not ON_AIR:
        raise Refused("illegal", "Only the question on air has a graphic.")
    event = question.event("graphic.shown" if shown else "graphic.cleared", question.state)
    return Change(replace(question, graphic=shown), (event,))
