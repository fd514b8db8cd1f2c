"""The share of work that nobody waits for: bounded while the process is busy, all of the loop while it is quiet."""

from __future__ import annotations

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.runtime.measured.share import LATE, LONGEST, PIECE, QUIET, SHARE, SHORTEST, Share, waited


class Loop:
    """A virtual clock, by which somebody who pauses comes back as soon as he asked for, and how late the loop is."""

    def __init__(self, came_at: float = 0.0) -> None:
        self.now, self.came_at, self.lag = 0.0, came_at, 0.0
        self.pauses: list[float] = []
        self.share = Share(lambda: self.came_at, lambda: self.lag, lambda: self.now, self.pause)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def work(self, seconds: float) -> None:
        with self.share.piece():
            self.now += seconds


@pytest.fixture
def busy() -> Loop:
    """Where something comes in all the time."""
    return Loop(came_at=float("inf"))


def test_while_it_is_busy_a_piece_is_paid_for_before_the_next(busy: Loop) -> None:
    busy.work(0.01)
    busy.work(0.01)
    assert busy.pauses == [0, pytest.approx(0.01 / SHARE - 0.01)]


def test_while_it_is_quiet_each_has_the_next_turn() -> None:
    loop = Loop(came_at=-QUIET)
    for _ in range(3):
        loop.work(0.01)
    assert loop.pauses == [0, 0, 0]


def test_what_is_owed_is_forgiven_once_it_is_quiet(busy: Loop) -> None:
    busy.work(1.0)
    busy.came_at = busy.now - QUIET
    busy.work(0.01)
    assert busy.pauses == [0, 0]


def test_what_came_in_makes_it_busy_for_a_while() -> None:
    loop = Loop(came_at=0.0)
    loop.now = QUIET - 0.001
    assert loop.share.is_busy()
    loop.now = QUIET
    assert not loop.share.is_busy()


def test_a_loop_that_comes_round_late_is_busy_whoever_makes_it_so() -> None:
    loop = Loop(came_at=-QUIET)
    loop.lag = LATE
    assert loop.share.is_busy()


def test_too_short_a_pause_is_carried_over(busy: Loop) -> None:
    short = 0.4 * SHORTEST / (1 / SHARE - 1)
    for _ in range(4):
        busy.work(short)
    assert busy.pauses[:3] == [0, 0, 0]
    assert busy.pauses[3] >= SHORTEST


def test_a_piece_that_breaks_is_paid_for_too(busy: Loop) -> None:
    with pytest.raises(ValueError, match="broken"), busy.share.piece():
        busy.now += 0.01
        raise ValueError("broken")
    assert busy.share.left() > 0


def test_what_was_spent_waiting_for_a_database_elsewhere_is_not_paid_for(busy: Loop) -> None:
    with busy.share.piece():
        busy.now += 1.0
        waited(0.99)
    assert busy.share.left() == pytest.approx(0.01 / SHARE - 0.01)


def test_nobody_pauses_for_longer_than_a_transaction_may_be_idle(busy: Loop) -> None:
    busy.work(60.0)
    assert busy.share.left() == LONGEST


def test_small_things_share_a_piece_and_keep_their_order(busy: Loop) -> None:
    done = []
    for item in busy.share.over("abcdef"):
        busy.now += PIECE / 2
        done.append(item)
    assert done == list("abcdef")
    assert [pause > 0 for pause in busy.pauses] == [False, True, True, True]


def test_a_large_thing_is_a_piece_of_its_own(busy: Loop) -> None:
    for _ in busy.share.over(range(3)):
        busy.now += 10 * PIECE
    assert [pause > 0 for pause in busy.pauses] == [False, True, True, True]


def test_whoever_stops_in_the_middle_has_paid_for_what_was_done(busy: Loop) -> None:
    for _ in busy.share.over(range(3)):
        busy.now += PIECE / 2
        break
    assert busy.share._paid_at == pytest.approx(busy.now - PIECE / 2 + PIECE / 2 / SHARE)


@given(
    st.lists(st.floats(0.0001, 0.05), min_size=1, max_size=80),
    st.integers(1, 5),
    st.lists(st.floats(0, 0.02), min_size=80, max_size=80),
)
def test_however_many_share_it_all_of_them_together_take_no_more(
    pieces: list[float], many: int, others: list[float]
) -> None:
    loop = Loop(came_at=float("inf"))
    waiting, done = [(0.0, who) for who in range(many)], 0.0
    for piece, other in zip(pieces, others, strict=False):
        due, who = heapq.heappop(waiting)
        loop.now = max(loop.now, due) + other  # Somebody else has the loop.
        began = loop.now
        loop.now += piece
        loop.share.took(began)
        heapq.heappush(waiting, (loop.now + loop.share.left(), who))
        done += piece
        assert done <= SHARE * (loop.now + SHORTEST) + many * max(pieces)
