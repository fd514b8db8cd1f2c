"""Order keys: always room between two, and short however the shortlist is used."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.rank import DIGITS, between

RANKS = st.text(DIGITS, min_size=1, max_size=12).filter(lambda rank: rank[-1] != DIGITS[0])


def fits(low: str | None, rank: str, high: str | None) -> bool:
    return (low is None or low < rank) and (high is None or rank < high) and rank[-1] != DIGITS[0]


@settings(deadline=None)
@given(st.none() | RANKS, st.none() | RANKS)
def test_a_rank_stands_strictly_between_and_leaves_room(one: str | None, other: str | None) -> None:
    low, high = sorted((one, other), key=lambda rank: rank or "") if one and other else (one, other)
    if low is None or low != high:
        assert fits(low, between(low, high), high)


@settings(deadline=None)
@given(RANKS)
def test_there_is_no_room_between_a_rank_and_itself(rank: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        between(rank, rank)


def test_the_wrong_order_is_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        between("b", "a")


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000), max_size=120))
def test_any_order_of_inserts_gives_a_list_in_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        ranks.insert(at, between(ranks[at - 1] if at else None, ranks[at] if at < len(ranks) else None))
    assert all(low < high for low, high in pairwise(ranks))


def test_digits_sort_as_bytes_do() -> None:
    assert list(DIGITS) == sorted(DIGITS, key=str.encode)


def test_a_thousand_appends_stay_short() -> None:
    last: str | None = None
    for _ in range(1000):
        rank = between(last, None)
        assert fits(last, rank, None)
        last = rank
    assert last is not None and len(last) <= 20


def test_a_thousand_put_on_top_stay_short() -> None:
    first: str | None = None
    for _ in range(1000):
        rank = between(None, first)
        assert fits(None, rank, first)
        first = rank
    assert first is not None and len(first) <= 20


@pytest.mark.parametrize("after_the_first", [True, False])
def test_a_thousand_inserts_at_one_spot_work(after_the_first: bool) -> None:
    low = between(None, None)
    high = between(low, None)
    for _ in range(1000):
        rank = between(low, high)
        assert fits(low, rank, high)
        low, high = (low, rank) if after_the_first else (rank, high)
