"""Stacks of like questions: from which likeness on one is put there, and who may take it off."""

from __future__ import annotations

from datetime import timedelta

from live.domain.refused import Refused

USUAL = 0.9
"""Likeness from which on a question is put on the stack of another, where the centre has not said otherwise."""

WITHIN = timedelta(days=21)
"""So long after a question another one is likely about the same trouble, and not about one that has come again."""

LOWEST, HIGHEST = 0.8, 1.0
"""Between which the centre chooses."""


def check_stands(number: int, stack: int | None) -> int:
    """The stack that a question stands on; `illegal` where it stands on none."""
    if stack is None:
        raise Refused("illegal", "Question {number} is on no stack.", number=number)
    return stack


def checked_threshold(written: str) -> float:
    """A likeness as it was typed, such as “0.9” or “0,9”; `invalid` for what is none, or out of bounds."""
    try:
        value = round(float(written.strip().replace(",", ".")), 2)
    except ValueError:
        value = 0.0
    if not LOWEST <= value <= HIGHEST:
        raise Refused("invalid", "The likeness is a number from {lowest} to {highest}.", lowest=LOWEST, highest=HIGHEST)
    return value


def share_right(put: int, parted: int) -> float | None:
    """Of the questions that were put on stacks, the share that nobody parted; None where there were none."""
    return max(0.0, 1 - parted / put) if put else None
