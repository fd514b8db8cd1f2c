"""The score of a page: what is measured, how it becomes a number, and what cannot be aimed at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.official_pages import score as rules
from live.domain.official_pages.score import USUAL, Asked, Measures, Part, Posted, Row
from live.domain.refused import Refused

HOUR = 3600.0
NOTHING = rules.measured(7, [], [], None)


def parts(**values: float | None) -> dict[str, float | None]:
    measures = replace(NOTHING, **values)  # type: ignore[arg-type]  # By name, as a test says them.
    return {row.part.value: row.share for row in rules.rows(measures, USUAL)}


def test_everything_is_counted_from_the_posts_and_the_questions() -> None:
    posts = [Posted(True, False, 100), Posted(True, True, 50), Posted(False, False)]
    asked = [Asked(True, HOUR, 2 * HOUR), Asked(True, 3 * HOUR, None, mark=5), Asked(False, age=3), Asked(True, age=40)]
    told = rules.measured(7, posts, asked, 2)
    assert told == Measures(7, 3, 2, 1, 150, 4, 3, 2, 2 * HOUR, 2 * HOUR, (0, 1, 0, 1), 1, 5.0, 2)


def test_where_nothing_is_there_nothing_is_known_but_that_nothing_was_posted() -> None:
    assert [row.value for row in rules.rows(NOTHING, USUAL)] == [0, None, None, None, None]
    assert rules.score(rules.rows(NOTHING, USUAL)) == 0


@pytest.mark.parametrize(("seconds", "share"), [(0.0, 1.0), (2 * HOUR, 1.0), (4 * HOUR, 0.5), (200 * HOUR, 0.01)])
def test_an_answer_within_the_aim_is_all_and_one_twice_as_late_is_half(seconds: float, share: float) -> None:
    assert parts(first=seconds)["first"] == pytest.approx(share)


def test_more_than_the_aim_counts_no_more_than_the_aim() -> None:
    assert parts(posts=300)["posts"] == 1.0 and parts(posts=3)["posts"] == 1.0


def test_the_score_is_the_weighted_mean_of_what_is_known() -> None:
    known = [Row(Part.POSTS, 3, 3, 20, 1.0), Row(Part.ANSWERED, 50, 100, 40, 0.5), Row(Part.MARKS, None, 4, 10, None)]
    assert rules.score(known) == round(100 * (20 + 20) / 60)


def test_without_anything_that_weighs_there_is_no_score() -> None:
    assert rules.score([Row(Part.POSTS, 3, 3, 0, 1.0), Row(Part.MARKS, None, 4, 10, None)]) is None


@given(st.lists(st.tuples(st.integers(1, 100), st.floats(0, 1)), min_size=1, max_size=5))
def test_a_score_lies_from_nothing_to_a_hundred(known: list[tuple[int, float]]) -> None:
    told = rules.score([Row(Part.POSTS, 1, 1, weight, share) for weight, share in known])
    assert told is not None and 0 <= told <= 100


@given(st.floats(0, 1000), st.floats(0, 1000), st.sampled_from([Part.POSTS, Part.MARKS]))
def test_more_is_never_less(one: float, other: float, part: Part) -> None:
    less, more = sorted((one, other))
    assert (rules._share(part, less, 3) or 0) <= (rules._share(part, more, 3) or 0)


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_sooner_is_never_worse(one: float, other: float) -> None:
    sooner, later = sorted((one, other))
    assert (rules._share(Part.FIRST, sooner, 2) or 0) >= (rules._share(Part.FIRST, later, 2) or 0)


def test_open_ones_are_of_one_age_each() -> None:
    assert rules.by_age([0, 1, 2, 6, 7, 29, 30, 400]) == (2, 2, 2, 2)


@pytest.mark.parametrize(("days", "silent"), [(None, False), (6, False), (7, True), (9, True)])
def test_a_page_is_silent_after_the_days_that_are_set(days: int | None, silent: bool) -> None:
    assert rules.is_silent(replace(NOTHING, silent=days), USUAL) is silent


def test_what_the_centre_keeps_is_read_as_it_was_written() -> None:
    assert rules.of_item(rules.as_item(USUAL)) == USUAL


@pytest.mark.parametrize(
    "wrong",
    [
        replace(USUAL, aims={**USUAL.aims, Part.FIRST: 0}),
        replace(USUAL, aims={**USUAL.aims, Part.MARKS: 6}),
        replace(USUAL, weights={**USUAL.weights, Part.POSTS: -1}),
        replace(USUAL, weights={**USUAL.weights, Part.POSTS: 101}),
        replace(USUAL, weights=dict.fromkeys(Part, 0)),
        replace(USUAL, silent=0),
        replace(USUAL, silent=366),
    ],
)
def test_what_cannot_be_aimed_at_is_refused(wrong: rules.Rules) -> None:
    rules.check(USUAL)
    with pytest.raises(Refused) as caught:
        rules.check(wrong)
    assert caught.value.code == "invalid"
