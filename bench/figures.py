"""Percentiles, and an aim beside what was reached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of them do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def milliseconds(seconds: Sequence[float]) -> dict[str, Any]:
    """p50, p99 and the longest of durations, in ms, and how many there were."""
    return {
        "p50_ms": round(percentile(seconds, 0.50) * 1000, 2),
        "p99_ms": round(percentile(seconds, 0.99) * 1000, 2),
        "max_ms": round(max(seconds, default=math.nan) * 1000, 2),
        "samples": len(seconds),
    }


def in_browsers(milliseconds: Sequence[float]) -> dict[str, Any]:
    """p50, p95 and the longest of durations that browsers measured, in ms, and how many there were."""
    return {
        "p50_ms": round(percentile(milliseconds, 0.50), 1),
        "p95_ms": round(percentile(milliseconds, 0.95), 1),
        "max_ms": round(max(milliseconds, default=math.nan), 1),
        "samples": len(milliseconds),
    }


def ratio(value: float, to: float) -> float | None:
    """How many times `to` it is; None where that cannot be said, as of a run too short to cost anything."""
    return round(value / to, 3) if to > 0 else None


def aim(
    name: str, reached: float | None, at_most: float | None = None, at_least: float | None = None
) -> dict[str, Any]:
    """Whether a figure keeps to its bound; `met` is None of a figure that is None."""
    met = None
    if reached is not None:
        met = (at_most is None or reached <= at_most) and (at_least is None or reached >= at_least)
    bound = {"at_most": at_most} if at_most is not None else {"at_least": at_least}
    return {"aim": name, **bound, "reached": reached, "met": met}
