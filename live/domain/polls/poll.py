"""A poll: a question with two to ten options, among which many people choose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from live.domain.broadcast import TAKES_IN
from live.domain.broadcast import State as BroadcastState
from live.domain.characters import alike, one_line
from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


STEERING = frozenset({Role.PRODUCER, Role.MODERATOR})
"""Who opens one, shows it, closes it, and writes down what was counted by hand."""

OPTIONS = range(2, 11)
"""So many options a poll may have."""

LONGEST_QUESTION = 200
LONGEST_OPTION = 80
"""Characters."""

MOST_OPEN = 10
"""Polls of one broadcast that may be open at once."""

LONGEST = timedelta(days=366)
"""For how long one may be open."""

HAND = "hand"
"""Where votes come from that were counted by hand, as those of a studio's audience."""

MOST_BY_HAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Option:
    """`number`: from one on, as it is read out. `gone`: it was taken away, and nobody can choose it."""

    number: int
    text: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Poll:
    """`many`: several options may be chosen. `chats`: words and digits of a chat count. `shown`: it is on air."""

    id: int
    state: State
    many: bool
    chats: bool
    shown: bool
    until: datetime | None
    options: tuple[Option, ...]

    def event(self, type_: str) -> Event:
        return Event(type_, data={"poll": self.id})


def checked_options(texts: Iterable[str]) -> list[str]:
    """The options as they are shown; `invalid` where two are one, or where there are too few or too many."""
    shown = [one_line(text) for text in texts]
    if len(shown) not in OPTIONS or not all(shown):
        raise Refused("invalid", "A poll has two to ten options, and none of them is empty.")
    seen: set[str] = set()
    for text in shown:
        if alike(text) in seen:
            raise Refused("invalid", "Two options are the same: “{text}”.", text=text)
        seen.add(alike(text))
    return shown


def check_opens(broadcast: BroadcastState, open_now: int, until: datetime | None, now: datetime) -> None:
    """`illegal` where this broadcast asks nobody anything, or enough already; `invalid` for an end that cannot be."""
    if broadcast not in TAKES_IN:
        raise Refused("illegal", "The broadcast is “{state}”: no poll can be opened in it.", state=broadcast.value)
    if open_now >= MOST_OPEN:
        raise Refused("illegal", "{number} polls are open already: close one of them first.", number=open_now)
    if until is not None and not now < until <= now + LONGEST:
        raise Refused("invalid", "The end of a poll lies ahead, and at most a year from now.")


def check_shows(poll: Poll, broadcast: BroadcastState) -> None:
    """`illegal` where it is on air by now, or where this broadcast shows nothing."""
    if poll.shown:
        raise Refused("illegal", "This poll is on air already.")
    if broadcast not in TAKES_IN:
        raise Refused("illegal", "The broadcast is “{state}”: nothing is shown in it.", state=broadcast.value)


def check_hides(poll: Poll) -> None:
    if not poll.shown:
        raise Refused("illegal", "This poll is not on air.")


def check_open(poll: Poll) -> None:
    """`illegal` for who steers a poll that is closed."""
    if poll.state is not State.OPEN:
        raise Refused("illegal", "This poll is closed: nothing more is counted in it.")


def option_of(poll: Poll, number: int) -> Option:
    """`not_found` for an option that there is not, `illegal` for one that was taken away."""
    found = next((one for one in poll.options if one.number == number), None)
    if found is None:
        raise Refused("not_found", "This poll has no option {number}.", number=number)
    if found.gone:
        raise Refused("illegal", "Option {number} was taken away: choose another one.", number=number)
    return found


def check_withdraws(poll: Poll, number: int) -> None:
    """`illegal` where it is closed, or where too few options would be left."""
    check_open(poll)
    option_of(poll, number)
    if sum(not one.gone for one in poll.options) - 1 not in OPTIONS:
        raise Refused("illegal", "A poll needs two options at least: close it instead.")


def is_open(poll: Poll, now: datetime) -> bool:
    """Whether votes are counted."""
    return poll.state is State.OPEN and (poll.until is None or now < poll.until)


def chosen(poll: Poll, numbers: Sequence[int], now: datetime) -> int:
    """What somebody has chosen, a bit for each option; `closed`, or why it is no vote."""
    if not is_open(poll, now):
        raise Refused("closed", "This poll is closed: votes are counted no more.")
    if not numbers:
        raise Refused("invalid", "Choose an option.")
    if len(set(numbers)) > 1 and not poll.many:
        raise Refused("invalid", "One option can be chosen here, not several.")
    mask = 0
    for number in numbers:
        mask |= bit(option_of(poll, number).number)
    return mask


def bit(number: int) -> int:
    return 1 << (number - 1)


def numbers_of(mask: int) -> list[int]:
    """The options that were chosen."""
    return [number for number in range(1, OPTIONS.stop) if mask & bit(number)]


_DIGITS = re.compile(r"[№#]?\s?\d{1,2}(?:[\s,;.]+\d{1,2})*[.!]?")
_AROUND = " .,!?…«»\"'()"


def said(poll: Poll, text: str) -> list[int]:
    """The options that a message of a chat names, by their numbers or by the words of one; [] where it names none.

    Nothing else may stand in it: a question that begins with a digit is a question.
    """
    plain = one_line(text.replace("\ufe0f", "").replace("\u20e3", ""))
    if _DIGITS.fullmatch(plain):
        numbers = [int(digits) for digits in re.findall(r"\d+", plain)]
        there = {one.number for one in poll.options if not one.gone}
        fits = there.issuperset(numbers) and (poll.many or len(numbers) == 1)
        return numbers if fits else []
    words = alike(plain.strip(_AROUND))
    return [one.number for one in poll.options if not one.gone and alike(one.text.strip(_AROUND)) == words]


def voters(ballots: int, by_hand: Iterable[int], many: bool) -> int:
    """How many people have voted. Of several options by hand nobody knows who raised a hand twice: the most count."""
    hands = list(by_hand)
    return ballots + (max(hands, default=0) if many else sum(hands))


def shares(votes: Sequence[int], of: int, many: bool) -> list[int]:
    """Each option's part in per cent: of the votes, which add up to 100 (by the largest remainders), or of the voters
    where each may choose several."""
    if many:
        return [(200 * one + of) // (2 * of) if of else 0 for one in votes]
    whole = sum(votes)
    if not whole:
        return [0] * len(votes)
    parts = [100 * one // whole for one in votes]
    by_rest = sorted(range(len(votes)), key=lambda place: (-(100 * votes[place] % whole), place))
    for place in by_rest[: 100 - sum(parts)]:
        parts[place] += 1
    return parts
