"""Minutes put together into as many bars as can be told apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MOST = 96
"""Bars of a chart."""

STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7 * 1440, 28 * 1440)
"""Minutes that a bar may stand for."""


NEARLY_ALL = 0.75
"""A part that is this much of the whole shows nothing that the whole does not."""


@dataclass(frozen=True, slots=True)
class Bar:
    start: datetime
    received: int
    aired: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`step`: the minutes of a bar; `highest`: the most received in one. The bars leave no time out."""

    step: int
    highest: int
    bars: tuple[Bar, ...]

    @property
    def end(self) -> datetime:
        return self.bars[-1].start + timedelta(minutes=self.step)

    def place(self, moment: datetime | None) -> float | None:
        """Where a moment stands, in bars from the left; None where it is out of the chart."""
        if moment is None or not self.bars[0].start <= moment < self.end:
            return None
        return (moment - self.bars[0].start) / timedelta(minutes=self.step)


def charts(
    minutes: Sequence[dict[str, Any]], zone: ZoneInfo, aired_at: str | None
) -> tuple[Chart | None, Chart | None]:
    """The whole time, and the air alone where that is finer and another picture."""
    whole, air = chart(minutes, zone), chart(minutes, zone, aired_at) if aired_at else None
    if whole is None or air is None:
        return whole, None
    part = (air.end - air.bars[0].start) / (whole.end - whole.bars[0].start)
    return whole, air if air.step < whole.step and part < NEARLY_ALL else None


def chart(minutes: Sequence[dict[str, Any]], zone: ZoneInfo, since: str | None = None) -> Chart | None:
    """The report's minutes, or those from `since` on, as bars in local time; None where nothing happened."""
    begin = datetime.fromisoformat(since).replace(second=0, microsecond=0) if since else None
    in_order = [(datetime.fromisoformat(one["at"]), one) for one in minutes]
    in_order = [(at.astimezone(zone), one) for at, one in in_order if begin is None or at >= begin]
    if not in_order:
        return None
    span = (in_order[-1][0] - in_order[0][0]).total_seconds() / 60
    step = next((step for step in STEPS if span / step < MOST - 1), STEPS[-1])
    midnight = in_order[0][0].replace(hour=0, minute=0)
    first = int((in_order[0][0] - midnight).total_seconds() // 60 // step)
    last = int((in_order[-1][0] - midnight).total_seconds() // 60 // step)
    sums = {step_number: [0, 0] for step_number in range(first, last + 1)}
    for at, one in in_order:
        counted = sums[int((at - midnight).total_seconds() // 60 // step)]
        counted[0] += one["received"]
        counted[1] += one["aired"]
    bars = tuple(
        Bar(midnight + timedelta(minutes=step_number * step), *counted) for step_number, counted in sums.items()
    )
    return Chart(step, max(bar.received for bar in bars), bars)
