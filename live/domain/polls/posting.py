"""A poll on the pages of networks: the states of each of its posts, and what a network tells of the votes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from live.domain.polls.poll import STEERING, Option
from live.domain.transitions import NOBODY, StateMachine, Transition

POST_MOVED = "poll.post_moved"


class State(StrEnum):
    WAITING = "waiting"
    POSTING = "posting"
    POSTED = "posted"
    FAILED = "failed"
    UNSURE = "unsure"
    """Nobody knows whether it stands there: a person looks at the page and decides."""
    DROPPED = "dropped"
    ENDED = "ended"
    """The poll is closed: votes there count no more."""


WAITING, POSTING, POSTED = State.WAITING, State.POSTING, State.POSTED
FAILED, UNSURE, DROPPED, ENDED = State.FAILED, State.UNSURE, State.DROPPED, State.ENDED

TRANSITIONS = StateMachine(
    "post",
    # What the worker does; `deliver` and `doubt` may come late, from one that was taken for dead.
    Transition("send", {WAITING: POSTING}, NOBODY, None),
    Transition("put_off", {POSTING: WAITING}, NOBODY, None),
    Transition("deliver", {POSTING: POSTED, UNSURE: POSTED}, NOBODY, POST_MOVED),
    Transition("fail", {POSTING: FAILED}, NOBODY, POST_MOVED),
    Transition("doubt", {POSTING: UNSURE, WAITING: UNSURE}, NOBODY, POST_MOVED),
    Transition("end", {WAITING: DROPPED, POSTED: ENDED}, NOBODY, POST_MOVED),
    # What a person says.
    Transition("again", {FAILED: WAITING, UNSURE: WAITING, DROPPED: WAITING}, STEERING, POST_MOVED),
    Transition("drop", {WAITING: DROPPED, FAILED: DROPPED, UNSURE: DROPPED}, STEERING, POST_MOVED),
)


def next_state(state: State, verb: str) -> State:
    """The state after `verb`; `illegal` names the verbs that there are."""
    return TRANSITIONS.next_state(state, verb)


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll as it goes to a network. `guard` as of a reply: it stays the same however often it is tried."""

    question: str
    options: tuple[str, ...]
    many: bool
    until: datetime | None
    guard: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a network has counted in a post of its own, `poll` by its name there.

    `votes`: of each option, in the order in which they were posted. `voters`: how many people, None where it does not
    say. `order`: one of a lower order was told before, whenever it comes.
    """

    poll: str
    votes: tuple[int, ...]
    voters: int | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person has chosen in such a post, by the options' places from 0 on; none where they took it back.

    `poll` is None where its network knows of no poll, as the telephone does: then it is of the one that is on air.
    """

    poll: str | None
    contact: str
    places: tuple[int, ...]


PEOPLE = 10**10
"""More than there are: a larger figure is none."""


def counted(posted: Sequence[int], options: Sequence[Option], tally: Tally) -> dict[int, int]:
    """The votes by the options' numbers, without those that were taken away since, and those that we never had.

    `posted`: the numbers of the options that stand there, in their order.
    """
    left = {one.number for one in options if not one.gone}
    found = zip(posted, tally.votes, strict=False)
    return {number: votes for number, votes in found if 0 < votes <= PEOPLE and number in left}


def voters_of(votes: Mapping[int, int], told: int | None, many: bool) -> int:
    """How many people these votes are of: each has one, or else what the network says, and at the least the most."""
    return max([*votes.values(), told if told is not None and told <= PEOPLE else 0]) if many else sum(votes.values())


def total(posts: Iterable[tuple[str, Mapping[int, int]]]) -> dict[int, dict[str, int]]:
    """The votes of several posts together: option → source → votes."""
    found: dict[int, dict[str, int]] = {}
    for source, votes in posts:
        for number, count in votes.items():
            of = found.setdefault(number, {})
            of[source] = of.get(source, 0) + count
    return found
