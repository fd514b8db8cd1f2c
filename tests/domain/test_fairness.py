"""What chance would give, what is told to everybody of small numbers, and the end of each question."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.followup.fairness import OTHERS, Asked, Group, Verdict, end_of, interval, pooled, shares, wait
from live.domain.question import REASONS, State

SMALL = st.integers(0, 9).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total), st.integers(0, total)))
LARGE = st.integers(0, 300).flatmap(
    lambda total: st.tuples(st.just(total), st.integers(0, total), st.integers(0, total))
)


def every_draw(total: int, marked: int, drawn: int) -> Counter[int]:
    """How many draws there are with so many marked ones: each drawn by hand."""
    return Counter(sum(one < marked for one in draw) for draw in combinations(range(total), drawn))


def chances(total: int, marked: int, drawn: int) -> dict[int, Fraction]:
    return {
        x: Fraction(comb(marked, x) * comb(total - marked, drawn - x), comb(total, drawn)) for x in range(drawn + 1)
    }


def quantile(of: dict[int, Fraction], least: Fraction) -> int:
    return next(x for x in sorted(of) if sum(of[y] for y in of if y <= x) >= least)


@settings(deadline=None)
@given(SMALL)
def test_the_interval_is_what_drawing_every_set_by_hand_gives(drawing: tuple[int, int, int]) -> None:
    counted = every_draw(*drawing)
    of = {x: Fraction(counted[x], counted.total()) for x in range(drawing[2] + 1)}
    assert interval(*drawing) == (quantile(of, Fraction(1, 40)), quantile(of, Fraction(39, 40)))


@settings(deadline=None)
@given(LARGE)
def test_the_interval_is_exact_by_the_formula(drawing: tuple[int, int, int]) -> None:
    of = chances(*drawing)
    assert interval(*drawing) == (quantile(of, Fraction(1, 40)), quantile(of, Fraction(39, 40)))


@settings(deadline=None)
@given(LARGE)
def test_nineteen_draws_of_twenty_lie_within_and_no_tail_holds_more_than_one_of_forty(
    drawing: tuple[int, int, int],
) -> None:
    of, (low, high) = chances(*drawing), interval(*drawing)
    assert sum(of[x] for x in of if low <= x <= high) >= Fraction(19, 20)
    assert sum(of[x] for x in of if x < low) <= Fraction(1, 40) >= sum(of[x] for x in of if x > high)


@settings(deadline=None)
@given(LARGE)
def test_marked_and_drawn_may_change_places(drawing: tuple[int, int, int]) -> None:
    total, marked, drawn = drawing
    assert interval(total, marked, drawn) == interval(total, drawn, marked)


@settings(deadline=None)
@given(LARGE)
def test_what_is_not_marked_has_the_interval_that_is_left(drawing: tuple[int, int, int]) -> None:
    """Seen from the other side the quantiles are those of the rest, but for the step on which one falls exactly."""
    total, marked, drawn = drawing
    low, high = interval(total, marked, drawn)
    other_low, other_high = interval(total, total - marked, drawn)
    assert abs(drawn - other_high - low) <= 1 and abs(drawn - other_low - high) <= 1


@pytest.mark.parametrize("drawing", [(3, 4, 1), (3, 1, 4), (3, -1, 1), (3, 1, -1)])
def test_what_cannot_be_drawn_is_refused(drawing: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there cannot be"):
        interval(*drawing)


def test_a_known_show() -> None:
    """1,682 received, 35 aired; of roads 420: chance gives 4 to 14."""
    of = chances(1682, 420, 35)
    assert interval(1682, 420, 35) == (quantile(of, Fraction(1, 40)), quantile(of, Fraction(39, 40))) == (4, 14)


def test_a_share_says_whether_it_is_above_or_below_chance() -> None:
    groups = [Group("Дороги", 420, 20, 0), Group("ЖКХ", 842, 9, 0), Group(None, 420, 6, 0)]
    roads, housing, nameless = shares(groups)
    assert (roads.of_received, roads.of_aired, roads.low, roads.high) == (1682, 35, 4, 14)
    assert [one.verdict for one in (roads, housing, nameless)] == [Verdict.ABOVE, Verdict.BELOW, Verdict.WITHIN]


def test_where_nothing_was_aired_nothing_is_unfair() -> None:
    [one] = shares([Group("Дороги", 7, 0, 0)])
    assert (one.low, one.high, one.verdict) == (0, 0, Verdict.WITHIN)


GROUPS = st.lists(st.integers(0, 12), max_size=12).map(
    lambda counts: [Group(f"тема {n}", many, many // 3, many // 4) for n, many in enumerate(counts)]
)


@settings(deadline=None)
@given(GROUPS, st.integers(1, 7), st.integers(1, 6))
def test_nothing_small_is_told_and_none_can_be_reckoned_from_the_rest(
    groups: list[Group], least: int, longest: int
) -> None:
    told = pooled(groups, least, longest)
    assert all(one.received >= least or one.received == 0 for one in told)
    assert len([one for one in told if one.name != OTHERS]) <= longest
    if told:
        for count in ("received", "aired", "merged"):
            assert sum(getattr(one, count) for one in told) == sum(getattr(one, count) for one in groups)
    else:
        largest = max((one.received for one in groups), default=0)
        assert largest < least or sum(one.received for one in groups) - largest < least


@settings(deadline=None)
@given(GROUPS, st.integers(1, 7), st.integers(1, 6))
def test_what_is_told_of_a_group_is_its_own_number(groups: list[Group], least: int, longest: int) -> None:
    known = {one.name: one for one in groups}
    assert all(one == known[one.name] for one in pooled(groups, least, longest) if one.name != OTHERS)


def test_a_lone_small_one_takes_the_next_with_it() -> None:
    groups = [Group("Дороги", 40, 3, 1), Group("ЖКХ", 6, 1, 0), Group("Школы", 2, 1, 0)]
    assert pooled(groups, 5, 20) == [Group("Дороги", 40, 3, 1), Group(OTHERS, 8, 2, 0)]


@settings(deadline=None)
@given(st.lists(st.floats(0, 10**6), min_size=1, max_size=40))
def test_half_waited_no_longer_than_the_median_and_nine_of_ten_than_p90(seconds: list[float]) -> None:
    told = wait(seconds)
    assert told.questions == len(seconds) and told.median is not None and told.p90 is not None
    assert 2 * sum(one <= told.median + 0.5 for one in seconds) >= len(seconds)
    assert 10 * sum(one <= told.p90 + 0.5 for one in seconds) >= 9 * len(seconds)
    assert 10 * sum(one < told.p90 - 0.5 for one in seconds) < 9 * len(seconds)


def test_nobody_who_waited_has_no_wait() -> None:
    assert (wait([]).questions, wait([]).median, wait([]).p90) == (0, None, None)


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        (Asked(State.ANSWERED), "answered_on_air"),
        (Asked(State.ANSWERED, how="air"), "answered_on_air"),
        (Asked(State.ANSWERED, how="written"), "written"),
        (Asked(State.ANSWERED, how="none"), "no_answer_needed"),
        (Asked(State.TICKETED), "ticket"),
        (Asked(State.TRANSFERRED), "transferred"),
        *((Asked(State.DECLINED, reason=reason), f"declined:{reason}") for reason in REASONS),
        (Asked(State.DECLINED, reason="our_own"), "declined:other"),
        *((Asked(state), "open") for state in (State.NEW, State.SHORTLISTED, State.ON_AIR, State.BLOCKED)),
    ],
)
def test_every_state_has_its_end(asked: Asked, end: str) -> None:
    assert end_of(7, {7: asked}) == end
    joined = {7: asked, 8: Asked(State.MERGED, merged_into=7), 9: Asked(State.MERGED, merged_into=8)}
    assert end_of(8, joined) == end_of(9, joined) == f"merged:7:{end}"
