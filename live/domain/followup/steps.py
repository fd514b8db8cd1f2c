"""Times in steps, so that a median of a million can be told: what is kept of each is the step that it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

_FINENESS = ((60, 1), (720, 5), (4320, 30), (43_200, 360), (10**9, 1440))
"""Up to which minute a step is how many minutes long: a minute below an hour, five below twelve hours, and so on."""


def step_of(seconds: int) -> int:
    """The step that a time lies in, counted from 0: its minutes, to the fineness of `_FINENESS`."""
    minute, step, low = max(seconds, 0) // 60, 0, 0
    for high, width in _FINENESS:
        if minute < high:
            return step + (minute - low) // width
        step += (high - low) // width
        low = high
    return step


def longest_in(step: int) -> int:
    """The seconds below which every time of a step lies."""
    low = 0
    for high, width in _FINENESS:
        if step < (high - low) // width:
            return 60 * (low + (step + 1) * width)
        step -= (high - low) // width
        low = high
    return 60 * low


def within(steps: Mapping[int, int], share: float) -> int | None:
    """Within how many seconds that share of what was counted lay (nearest rank), to a step; None of nothing."""
    total = sum(steps.values())
    left = ceil(share * total)
    for step in sorted(steps):
        left -= steps[step]
        if left <= 0 < steps[step]:
            return longest_in(step)
    return None
