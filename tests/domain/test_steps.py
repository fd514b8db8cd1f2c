"""A time lies in one step, which is never shorter than it; what a share lay within is told to the step."""

from __future__ import annotations

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.followup.steps import longest_in, step_of, within

TIMES = st.integers(0, 400 * 86_400)


@given(TIMES, TIMES)
def test_a_longer_time_lies_in_no_lower_step(one: int, other: int) -> None:
    assert (step_of(one) <= step_of(other)) if one <= other else (step_of(one) >= step_of(other))


@given(TIMES)
def test_a_step_ends_above_its_times_and_begins_at_or_below_them(seconds: int) -> None:
    step = step_of(seconds)
    assert (longest_in(step - 1) if step else 0) <= seconds < longest_in(step)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, 60), (59, 60), (60, 120), (3599, 3600), (3600, 3900), (43_199, 43_200), (43_200, 45_000), (90 * 60, 95 * 60)],
)
def test_a_step_is_a_minute_below_an_hour_and_five_below_twelve(seconds: int, told: int) -> None:
    assert longest_in(step_of(seconds)) == told


@given(st.lists(TIMES, min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_what_a_share_lay_within_is_its_exact_time_to_the_step(times: list[int], share: float) -> None:
    exact = sorted(times)[ceil(share * len(times)) - 1]
    assert within(Counter(map(step_of, times)), share) == longest_in(step_of(exact))


def test_of_nothing_there_is_no_median() -> None:
    assert within({}, 0.5) is None
