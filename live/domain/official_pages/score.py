"""How well a page is kept: a score of parts, each the share of what the centre aims at, by weights that it sets.

    score = 100 × (sum of weight × share) / (sum of weights), over the parts of which anything is known

The law names no criteria (Federal Law 270-FZ of 14 July 2022 only obliges to keep the pages), so the centre sets its
own aims and weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from live.domain.refused import Refused


class Part(StrEnum):
    POSTS = "posts"
    """Posts a week."""
    OWN = "own"
    """Of the posts, the percent that nobody else had written."""
    ANSWERED = "answered"
    """Of what was asked there, the percent that was answered."""
    FIRST = "first"
    """Hours within which half got a first answer: fewer are better."""
    MARKS = "marks"
    """What residents gave the answers, of five."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`aims` and `weights` by part; `silent`: days without a post after which somebody is told."""

    aims: Mapping[Part, float]
    weights: Mapping[Part, int]
    silent: int


USUAL = Rules(
    {Part.POSTS: 3, Part.OWN: 50, Part.ANSWERED: 100, Part.FIRST: 2, Part.MARKS: 4},
    {Part.POSTS: 20, Part.OWN: 10, Part.ANSWERED: 40, Part.FIRST: 20, Part.MARKS: 10},
    7,
)


def as_item(rules: Rules) -> dict[str, Any]:
    """As the centre keeps them."""
    aims, weights = ({part.value: of[part] for part in Part} for of in (rules.aims, rules.weights))
    return {"aims": aims, "weights": weights, "silent": rules.silent}


def of_item(item: Mapping[str, Any]) -> Rules:
    aims, weights = ({part: item[of][part.value] for part in Part} for of in ("aims", "weights"))
    return Rules(aims, weights, item["silent"])


HIGHEST: Mapping[Part, float] = {Part.POSTS: 200, Part.OWN: 100, Part.ANSWERED: 100, Part.FIRST: 720, Part.MARKS: 5}
"""An aim lies above zero, and at most there."""

HEAVIEST = 100
SILENT = range(1, 366)


def check(rules: Rules) -> None:
    """`invalid` for an aim, a weight or days that cannot be."""
    for part in Part:
        if not 0 < rules.aims[part] <= HIGHEST[part]:
            raise Refused("invalid", "An aim lies above 0 and at most at {most}.", most=f"{HIGHEST[part]:g}")
        if not 0 <= rules.weights[part] <= HEAVIEST:
            raise Refused("invalid", "A weight is a whole number from 0 to {most}.", most=HEAVIEST)
    if not any(rules.weights.values()):
        raise Refused("invalid", "One weight at least is above 0.")
    if rules.silent not in SILENT:
        raise Refused("invalid", "The days without a post are from 1 to 365.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that came by a page: seconds until its first and its last answer, None where there was none.

    `age`: days since it was asked, where it is open still. `mark`: what its asker gave the answer.
    """

    public: bool
    first: float | None = None
    last: float | None = None
    age: int | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """`reach`: how often it was seen, where its network tells that."""

    own: bool
    video: bool
    reach: int | None = None


AGES = (0, 2, 7, 30)
"""Days up to which what is open is of one age; the last has no end."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a page, or a body by all of its pages, comes to over `days`. Times in seconds; None where nothing tells.

    `public`: of those `asked`, what others could read. `open`: by age. `silent`: days since the last post.
    """

    days: int
    posts: int
    own: int
    videos: int
    reach: int | None
    asked: int
    public: int
    answered: int
    first: float | None
    last: float | None
    open: tuple[int, ...]
    marks: int
    mark: float | None
    silent: int | None


def measured(days: int, posts: Sequence[Posted], asked: Sequence[Asked], silent: int | None) -> Measures:
    reached = [one.reach for one in posts if one.reach is not None]
    first = [one.first for one in asked if one.first is not None]
    last = [one.last for one in asked if one.last is not None]
    marks = [one.mark for one in asked if one.mark is not None]
    return Measures(
        days=days,
        posts=len(posts),
        own=sum(one.own for one in posts),
        videos=sum(one.video for one in posts),
        reach=sum(reached) if reached else None,
        asked=len(asked),
        public=sum(one.public for one in asked),
        answered=len(first),
        first=median(first) if first else None,
        last=median(last) if last else None,
        open=by_age([one.age for one in asked if one.age is not None]),
        marks=len(marks),
        mark=sum(marks) / len(marks) if marks else None,
        silent=silent,
    )


def by_age(days: Sequence[int]) -> tuple[int, ...]:
    ends = [*AGES[1:], None]
    return tuple(
        sum(since <= one and (end is None or one < end) for one in days) for since, end in zip(AGES, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a score: what was reached of which aim, and what that counts. `value` None: nothing is known of it."""

    part: Part
    value: float | None
    aim: float
    weight: int
    share: float | None


def rows(measures: Measures, rules: Rules) -> list[Row]:
    """The parts of a score, as they are shown: each can be reckoned by hand."""
    values = {
        Part.POSTS: measures.posts * 7 / measures.days,
        Part.OWN: 100 * measures.own / measures.posts if measures.posts else None,
        Part.ANSWERED: 100 * measures.answered / measures.asked if measures.asked else None,
        Part.FIRST: measures.first / 3600 if measures.first is not None else None,
        Part.MARKS: measures.mark,
    }
    return [
        Row(part, value, rules.aims[part], rules.weights[part], _share(part, value, rules.aims[part]))
        for part, value in values.items()
    ]


def _share(part: Part, value: float | None, aim: float) -> float | None:
    """From 0 to 1."""
    if value is None:
        return None
    if part is Part.FIRST:
        return 1.0 if value <= aim else aim / value
    return min(1.0, value / aim)


def score(parts: Sequence[Row]) -> int | None:
    """0 to 100; None where nothing is known that weighs anything."""
    known = [(one.weight, one.share) for one in parts if one.share is not None and one.weight]
    if not known:
        return None
    return round(100 * sum(weight * share for weight, share in known) / sum(weight for weight, _ in known))


def is_silent(measures: Measures, rules: Rules) -> bool:
    return measures.silent is not None and measures.silent >= rules.silent


READ_EVERY = timedelta(hours=6)
"""How often what stands on a page is read."""
