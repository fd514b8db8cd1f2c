"""When each item of the order is due, and when the show ends by it. Pure arithmetic; static/rundown/forecast.js is the
same for a screen, and both are held to tests/domain/order/forecast_cases.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ITEM_SECONDS = 150
"""How long a question has on air where nobody has said it: 140 minutes of one city's line held 62 answers."""

LENGTHS = range(5, 3601)
"""Seconds that an item can be planned to last."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """What is on air: since when, and for how many seconds it is planned."""

    since: datetime
    seconds: int

    def left(self, now: datetime) -> timedelta:
        """What is left of its time; nothing once that is over, however long ago."""
        return max(timedelta(0), self.since + timedelta(seconds=self.seconds) - now)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`dues`: when each item of the list is to go to air, in its order; `end`: when the last of them is over."""

    dues: tuple[datetime, ...]
    end: datetime

    def late(self, planned_end: datetime | None) -> float | None:
        """Seconds by which it ends after what was planned, below zero before; None where no end is planned."""
        return (self.end - planned_end).total_seconds() if planned_end is not None else None


def forecast(
    now: datetime, starts: datetime | None, *, aired: bool, on_air: OnAir | None, lengths: Sequence[int]
) -> Forecast | None:
    """By what is on air now, and the planned lengths of what is still in the list.

    Before the show it counts from the planned start, or from now once that has passed; None where neither the air nor a
    planned start is known.
    """
    if not aired and starts is None:
        return None
    at = now if aired or starts is None else max(now, starts)
    if aired and on_air is not None:
        at += on_air.left(now)
    dues = []
    for seconds in lengths:
        dues.append(at)
        at += timedelta(seconds=seconds)
    return Forecast(tuple(dues), at)
