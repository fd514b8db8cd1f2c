"""When a topic is asked about more than is usual for its hour: worked out by hand, and by laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.followup.rising import FLOOR, WEEKS, is_unusual, spans_before, usual

CASES = [
    (4, 0.0, False),  # Too few, however rare.
    (5, 0.0, True),
    (5, 1.0, True),  # 1 + 3·1 = 4
    (5, 2.0, False),  # 2 + 3·1.41 = 6.24
    (7, 2.0, True),
    (21, 9.0, True),  # 9 + 3·3 = 18
    (18, 9.0, False),
    (130, 100.0, False),  # 100 + 3·10 = 130, and it is not more.
    (131, 100.0, True),
]


@pytest.mark.parametrize(("now", "mean", "unusual"), CASES)
def test_more_than_three_spreads_above_the_mean_is_unusual(now: int, mean: float, unusual: bool) -> None:
    assert is_unusual(now, mean) is unusual


@given(st.integers(0, 1000), st.floats(0, 500))
def test_who_asks_besides_makes_nothing_usual_and_what_was_usual_before_makes_nothing_unusual(
    now: int, mean: float
) -> None:
    assert is_unusual(now + 1, mean) >= is_unusual(now, mean) >= is_unusual(now, mean + 1)
    assert now >= FLOOR or not is_unusual(now, mean)


def test_usual_is_the_mean_of_the_same_hour_of_eight_weeks() -> None:
    now = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    spans = spans_before(now)
    assert len(spans) == WEEKS and all(until - since == timedelta(hours=1) for since, until in spans)
    assert spans[0] == (datetime(2026, 11, 17, 11, 30, tzinfo=UTC), datetime(2026, 11, 17, 12, 30, tzinfo=UTC))
    assert usual([0, 2, 4, 2]) == 2.0 and usual([]) == 0.0
