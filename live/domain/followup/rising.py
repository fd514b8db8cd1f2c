"""When a topic or a place is asked about more than is usual for its hour.

What came within the last hour is held against the same hour of the same weekday in the weeks before. Questions that
come independently of each other at a mean of m in an hour spread by √m (Poisson), so that more than m + 3·√m is chance
once in some hundred hours or less; under a mean of one the spread of one counts, under FLOOR nothing is unusual.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt

HOUR = timedelta(hours=1)

WEEKS = 8
"""Before, which say what is usual."""

FLOOR = 5
"""Questions of an hour: fewer are told nobody of, however rare they are."""

SPREADS = 3

QUIET = timedelta(hours=6)
"""For so long the same topic or place is not told of again."""


def spans_before(now: datetime) -> list[tuple[datetime, datetime]]:
    """The same hour of the weeks before."""
    return [(now - HOUR - timedelta(weeks=n), now - timedelta(weeks=n)) for n in range(1, WEEKS + 1)]


def usual(before: Sequence[int]) -> float:
    """The mean of the weeks before; 0 where there were none."""
    return sum(before) / len(before) if before else 0.0


def is_unusual(now: int, mean: float) -> bool:
    return now >= FLOOR and now > mean + SPREADS * sqrt(max(mean, 1.0))
