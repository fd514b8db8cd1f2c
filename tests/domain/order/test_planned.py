"""What becomes of each line of a planned order, and how a segment's length is shared out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain import broadcast
from live.domain.broadcast import Kind
from live.domain.order.planned import Fate, Line, Placed, check_early, planned
from live.domain.order.segments import MOST, check_ordered, check_room
from live.domain.question import State
from tests.domain.grid import refused


def fates(*lines: Line, titles: tuple[str, ...] = ()) -> list[Fate]:
    states = dict(enumerate(State, 1))
    return [one.fate for one in planned(lines, states, titles)]


@pytest.mark.parametrize("state", State)
def test_what_becomes_of_a_question_is_told_by_its_state(state: State) -> None:
    [placed] = planned([Line(7)], {7: state}, ())
    expected = {State.NEW: Fate.COMES, State.SHORTLISTED: Fate.STANDS}.get(state, Fate.AWAY)
    assert (placed.fate, placed.state, placed.is_placed) == (expected, state, expected is not Fate.AWAY)


def test_a_number_that_no_question_has_is_unknown() -> None:
    assert fates(Line(99)) == [Fate.UNKNOWN]


def test_a_title_that_stands_already_is_kept_whatever_its_case() -> None:
    assert fates(Line(title="Дороги"), Line(title="Мосты"), titles=("ДОРОГИ",)) == [Fate.KEEPS, Fate.OPENS]


def test_what_is_named_twice_is_placed_once() -> None:
    lines = (Line(1), Line(title="Учёба"), Line(1), Line(title="учеба"))
    assert fates(*lines) == [Fate.COMES, Fate.OPENS, Fate.TWICE, Fate.TWICE]


def seconds(*lines: Line) -> list[int | None]:
    return [one.line.seconds for one in planned(lines, dict.fromkeys(range(1, 9), State.NEW), ())]


def test_a_segments_length_is_shared_out_among_those_that_have_none() -> None:
    lines = (Line(title="ЖКХ", seconds=600), Line(1), Line(2, seconds=120), Line(3), Line(title="Дороги"), Line(4))
    assert seconds(*lines) == [None, 240, 120, 240, None, None]


def test_what_stands_before_all_segments_gets_no_share() -> None:
    assert seconds(Line(1), Line(title="ЖКХ", seconds=300), Line(2)) == [None, None, 300]


def test_a_share_that_would_be_no_length_is_none() -> None:
    assert seconds(Line(title="ЖКХ", seconds=60), Line(1, seconds=60), Line(2)) == [None, 60, None]


def test_what_is_left_out_takes_no_share() -> None:
    assert seconds(Line(title="ЖКХ", seconds=300), Line(1), Line(77), Line(1)) == [None, 300, None, None]


@given(st.integers(60, 3000), st.integers(1, 8))
def test_the_shares_are_the_whole_and_differ_by_a_second_at_most(whole: int, many: int) -> None:
    [_, *shares] = seconds(Line(title="ЖКХ", seconds=whole), *(Line(number) for number in range(1, many + 1)))
    told = [share for share in shares if share is not None]
    assert sum(told) == whole and max(told) - min(told) <= 1


def test_every_line_is_told_of_in_its_place() -> None:
    lines = [Line(99), Line(title="ЖКХ"), Line(1), Line(1)]
    assert [(one.line.number, one.line.title) for one in planned(lines, {1: State.NEW}, ())] == [
        (line.number, line.title) for line in lines
    ]
    assert all(isinstance(one, Placed) for one in planned(lines, {}, ()))


def show(state: broadcast.State) -> broadcast.Broadcast:
    return broadcast.Broadcast("may", Kind.SHOW, state, True)


@pytest.mark.parametrize("state", broadcast.State)
def test_a_planned_order_comes_while_a_show_collects(state: broadcast.State) -> None:
    if state is broadcast.COLLECTING:
        check_early(show(state))
    else:
        refused("illegal", lambda: check_early(show(state)))


def test_a_planned_order_that_comes_too_late_is_told_so() -> None:
    assert "on air" in str(refused("illegal", lambda: check_early(show(broadcast.ON_AIR))))


@pytest.mark.parametrize("state", broadcast.State)
def test_segments_are_ordered_until_the_show_is_over(state: broadcast.State) -> None:
    if state in (broadcast.PLANNED, broadcast.COLLECTING, broadcast.ON_AIR):
        check_ordered(show(state))
    else:
        refused("illegal", lambda: check_ordered(show(state)))


def test_a_standing_broadcast_has_no_order() -> None:
    standing = broadcast.new("all-year", Kind.STANDING)
    refused("illegal", lambda: check_ordered(standing))
    refused("illegal", lambda: check_early(standing))


def test_an_order_has_so_many_segments_and_no_more() -> None:
    check_room(MOST - 1)
    refused("illegal", lambda: check_room(MOST))
    refused("illegal", lambda: check_room(MOST - 1, 2))
