"""Whether a show was fair: what was aired against what was received, how long it waited, and the end of each question.

Pure arithmetic over counts and waits; who reads it decides what of it is told to whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, comb
from statistics import median

from live.domain.question import ANSWERED, DECLINED, MERGED, OPEN, REASONS, TICKETED, WITHDRAWN, How, State

OTHERS = ""
"""The name of what is told together, since each of it is too small to be told."""


class Verdict(StrEnum):
    """How what was aired of a group stands to what chance would have given."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Share:
    """Of `of_received` questions `received` are of the group, of `of_aired` taken to air `aired`.

    `merged`: how many of the received were joined to another question, and so could not be taken by themselves.
    `low` and `high`: between how many of the group, both counted, as many drawn blindly would hold in 95 draws of 100.
    `name` None: those without one.
    """

    name: str | None
    received: int
    of_received: int
    aired: int
    of_aired: int
    merged: int
    low: int
    high: int

    @property
    def verdict(self) -> Verdict:
        if self.aired < self.low:
            return Verdict.BELOW
        return Verdict.ABOVE if self.aired > self.high else Verdict.WITHIN


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of the questions of one topic, place or source."""

    name: str | None
    received: int
    aired: int
    merged: int


def interval(total: int, marked: int, drawn: int) -> tuple[int, int]:
    """The central 95 % of how many marked ones are among `drawn` of `total`, of which `marked` are.

    The hypergeometric distribution, P(x) = C(K, x) C(N - K, n - x) / C(N, n) (Johnson, Kemp, Kotz: Univariate Discrete
    Distributions, 3rd edition, formula 6.1), whose quantiles are exact: the smallest x with P(X <= x) >= 1/40, and with
    P(X <= x) >= 39/40, in whole numbers, by P(x + 1) / P(x) = (K - x)(n - x) / ((x + 1)(N - K - n + x + 1)).
    It is the same with K and n changed over, so that the smaller of them is drawn. `ValueError` for what cannot be
    drawn.
    """
    if not (0 <= marked <= total and 0 <= drawn <= total):
        raise ValueError(f"of {total} there cannot be {marked} marked and {drawn} drawn")
    marked, drawn = max(marked, drawn), min(marked, drawn)
    ways, rest = comb(total, drawn), total - marked
    first = max(0, drawn - rest)
    ways_of_x = comb(marked, first) * comb(rest, drawn - first)
    low, so_far = None, 0
    for x in range(first, drawn + 1):
        so_far += ways_of_x
        if low is None and 40 * so_far >= ways:
            low = x
        if low is not None and 40 * so_far >= 39 * ways:
            return low, x
        ways_of_x = ways_of_x * (marked - x) * (drawn - x) // ((x + 1) * (rest - drawn + x + 1))
    raise AssertionError("all ways together are all there are")


def shares(groups: Sequence[Group]) -> list[Share]:
    """What a show's questions come to by topic, place or source: these are all of them, each once."""
    received, aired = sum(one.received for one in groups), sum(one.aired for one in groups)
    return [
        Share(
            *(one.name, one.received, received, one.aired, aired, one.merged),
            *interval(received, one.received, aired),
        )
        for one in groups
    ]


def pooled(groups: Sequence[Group], least: int, longest: int) -> list[Group]:
    """These as everybody may know them: those in which `least` and more were received, the most first, `longest` at
    most; last the OTHERS, in one.

    Of the others too there are `least` at the least, or none: nobody's small number is what the others lack of the
    whole. Nothing where all of them are fewer.
    """
    ordered = sorted(groups, key=lambda one: (-one.received, one.name or ""))
    told = [one for one in ordered if one.received >= least][:longest]
    rest = ordered[len(told) :]
    while told and 0 < sum(one.received for one in rest) < least:
        rest.append(told.pop())
    if not told or not rest:
        return told
    return [*told, Group(OTHERS, *(sum(getattr(one, count) for one in rest) for count in _COUNTS))]


_COUNTS = ("received", "aired", "merged")


@dataclass(frozen=True, slots=True)
class Wait:
    """How long so many waited, in seconds: half of them no longer than the median, nine of ten no longer than `p90`."""

    questions: int
    median: int | None
    p90: int | None


def wait(seconds: Iterable[float]) -> Wait:
    ordered = sorted(seconds)
    if not ordered:
        return Wait(0, None, None)
    return Wait(len(ordered), round(median(ordered)), round(ordered[ceil(0.9 * len(ordered)) - 1]))


class End(StrEnum):
    """What became of a question, as its leaf in the tree says it."""

    AIRED = "answered_on_air"
    WRITTEN = "written"
    NO_ANSWER = "no_answer_needed"
    TICKET = "ticket"
    DECLINED = "declined"
    MERGED = "merged"
    TRANSFERRED = "transferred"
    OPEN = "open"


OWN_REASON = "other"
"""What a reason of the centre's own list reads as to everybody: its words are for those who work there."""

_ANSWERED = {How.WRITTEN.value: End.WRITTEN, How.NONE.value: End.NO_ANSWER}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the end of a question depends on."""

    state: State
    how: str | None = None
    reason: str | None = None
    merged_into: int | None = None


def end_of(number: int, asked: Mapping[int, Asked]) -> str:
    """What became of a question of a show, of which these are all by their numbers.

    One of `answered_on_air`, `written`, `no_answer_needed`, `ticket`, `declined:REASON`, `transferred`, `open`; of one
    that was joined to another, `merged:NUMBER:` and the end of that, whose number is the last one's that it ended in.
    """
    one, last = asked[number], number
    while one.state is MERGED and one.merged_into is not None:
        last = one.merged_into
        one = asked[last]
    own = _own_end(one)
    return own if last == number else f"{End.MERGED.value}:{last}:{own}"


def _own_end(one: Asked) -> str:
    if one.state is DECLINED:
        return f"{End.DECLINED.value}:{open_reason(one.reason)}"
    if one.state is ANSWERED:
        return _ANSWERED.get(one.how or "", End.AIRED).value
    if one.state is TICKETED:
        return End.TICKET.value
    return End.OPEN.value if one.state in OPEN else End.TRANSFERRED.value


def open_reason(reason: str | None) -> str:
    """A reason to decline as everybody may know it."""
    return reason if reason in (*REASONS, WITHDRAWN) else OWN_REASON
