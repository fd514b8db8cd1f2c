"""A publication: written once for several pages of the centre, seen by a second person, posted at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, StateMachine, Transition

WRITING = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Who writes publications, sees those of others and says when they are posted."""

ON_THE_PAGE = "page"
"""The contact of what is said to nobody: it is a post on the channel's own page."""

LONGEST = 15_895
"""Characters of the longest text that any network takes: each has a limit of its own."""

FARTHEST = timedelta(days=366)
"""For how far ahead one may be planned."""


class State(StrEnum):
    DRAFT = "draft"
    SEEN = "seen"
    """A second person has seen it: it waits for its moment, or for somebody to post it."""
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    """It is taken off the pages, or being taken; also off one that it reaches later."""
    DROPPED = "dropped"


DRAFT, SEEN, DROPPED = State.DRAFT, State.SEEN, State.DROPPED
RELEASED, WITHDRAWN = State.RELEASED, State.WITHDRAWN

TRANSITIONS = StateMachine(
    "publication",
    Transition("write", {DRAFT: DRAFT, SEEN: DRAFT}, WRITING, None),
    Transition("see", {DRAFT: SEEN}, WRITING, None),
    Transition("return", {SEEN: DRAFT}, WRITING, None),
    Transition("release", {SEEN: RELEASED}, WRITING, None),
    Transition("drop", {DRAFT: DROPPED, SEEN: DROPPED}, WRITING, None),
    # Of what stands on the pages.
    Transition("correct", {RELEASED: RELEASED}, WRITING, None),
    Transition("confirm", {RELEASED: RELEASED}, WRITING, None),
    Transition("withdraw", {RELEASED: WITHDRAWN, WITHDRAWN: WITHDRAWN}, WRITING, None),
    # By the background, at its moment.
    Transition("fall_due", {SEEN: RELEASED}, NOBODY, None),
)


def next_state(state: State, verb: str) -> State:
    """The state after `verb`; `illegal` names the verbs that there are."""
    return TRANSITIONS.next_state(state, verb)


@dataclass(frozen=True, slots=True)
class Target:
    """A page that a publication is for: its channel, of which network it is, and how long a post there may be."""

    channel: int
    network: str
    longest: int


def whole_text(text: str, link: str) -> str:
    """As it is posted: the text, then the address, which networks show as a card."""
    return f"{text}\n\n{link}" if link else text


def check_text(text: str, link: str, targets: tuple[Target, ...]) -> None:
    """`invalid` where there is none, or where one of the networks takes no text of this length."""
    if not text:
        raise Refused("invalid", "A publication has a text.")
    if not targets:
        raise Refused("invalid", "Choose a page at least on which it is posted.")
    length = len(whole_text(text, link))
    for one in targets:
        if length > one.longest:
            raise Refused(
                "invalid",
                "The text is {n} characters long with its link, and one of the pages takes {most}.",
                n=length,
                most=one.longest,
            )


def check_due(due: datetime | None, now: datetime) -> None:
    """`invalid` for a moment that is over, or too far."""
    if due is not None and not now <= due <= now + FARTHEST:
        raise Refused("invalid", "The moment of a publication lies ahead, and at most a year from now.")


def check_second(writer: str, by: str) -> None:
    """`illegal` for who has written it: another person sees it first."""
    if writer == by:
        raise Refused("illegal", "You wrote it: somebody else has to see it first.")
