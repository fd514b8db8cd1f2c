"""What is taken of what was learned: a model is in use only where it has proved better than what was in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from live.domain.upkeep.backups import Plan, last_moment

BEGINS = 3
"""The hour of the centre's clock at which the night's learning begins."""

NIGHT = timedelta(hours=2)
"""After that it waits for the next night: in the morning people work."""

FEWEST = 50
"""Decisions below which nothing is learned."""

FIFTH = 5
"""Every fifth question is held back, by its number: the same ones each time, so no model has ever learned of them."""

SPREAD = 2654435761
"""Multiplied by this, ids that follow each other are far apart (Knuth): what is held back is no run of one show's."""


class ModelState(StrEnum):
    IN_USE = "in_use"
    FORMER = "former"
    """It was in use before, and one button brings it back."""
    REFUSED = "refused"
    """It was no better than what was in use."""
    LEFT = "left"
    """It was in use, and another one came back in its place; or it is older than the former."""


@dataclass(frozen=True, slots=True)
class Figures:
    """On what was held back: the share that was guessed right, and the mean of F1 over the topics."""

    accuracy: float
    macro_f1: float

    def is_better_than(self, other: Figures) -> bool:
        """By the mean of both: a model that knows the commonest topic alone is right often and no help."""
        return self.accuracy + self.macro_f1 > other.accuracy + other.macro_f1

    def facts(self) -> dict[str, float]:
        return asdict(self)


def figures_of(told: Mapping[str, Any]) -> Figures:
    return Figures(told["accuracy"], told["macro_f1"])


def is_held_back(question_id: int) -> bool:
    """Whether a question is never learned from, so that it can be asked."""
    return (question_id * SPREAD % 2**32 >> 16) % FIFTH == 0


def is_due(now: datetime, zone: str, tried: datetime | None) -> bool:
    """Whether it is night by the centre's clock, and this night nobody has learned yet."""
    began = last_moment(Plan(hour=BEGINS), now, zone)
    return now - began < NIGHT and (tried is None or tried < began)
