"""A poll's posts: the moves of each, and what comes of what a network tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.polls import posting
from live.domain.polls.poll import OPTIONS, Option, shares
from live.domain.polls.posting import State, Tally, counted, total, voters_of
from tests.domain.grid import Grid, refused_with_moves

MOVES = Grid("""
         waiting  posting  posted  failed   unsure   dropped  ended
send     posting  -        -       -        -        -        -
put_off  -        waiting  -       -        -        -        -
deliver  -        posted   -       -        posted   -        -
fail     -        failed   -       -        -        -        -
doubt    unsure   unsure   -       -        -        -        -
end      dropped  -        ended   -        -        -        -
again    -        -        -       waiting  waiting  waiting  -
drop     dropped  -        -       dropped  dropped  -        -
""")

votes = st.lists(st.integers(0, 10**6), min_size=OPTIONS[0], max_size=OPTIONS[-1])


def options(many: int, gone: tuple[int, ...] = ()) -> list[Option]:
    return [Option(number, f"Вариант {number}", number in gone) for number in range(1, many + 1)]


def test_the_page_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(posting.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    assert posting.next_state(State(state), verb) is State(after)


@pytest.mark.parametrize(("state", "verb"), MOVES.illegal())
def test_a_move_that_is_not_there_is_refused_with_those_that_are(state: str, verb: str) -> None:
    people = [one for one in MOVES.of(state) if posting.TRANSITIONS[one].roles]
    refused_with_moves(lambda: posting.next_state(State(state), verb), people)


def test_votes_stand_by_the_numbers_of_the_options_without_those_taken_away_and_those_never_there() -> None:
    assert counted([1, 2, 3], options(3, gone=(2,)), Tally("5", (4, 7, 0, 9))) == {1: 4}
    assert counted([1, 3], options(3), Tally("5", (4, 7))) == {1: 4, 3: 7}


@given(votes)
def test_where_one_option_may_be_chosen_there_are_as_many_people_as_votes(some: list[int]) -> None:
    found = counted(range(1, len(some) + 1), options(len(some)), Tally("5", tuple(some)))
    assert voters_of(found, None, many=False) == sum(some)


@given(votes, st.integers(0, 10**6) | st.none())
def test_where_several_may_be_chosen_nobody_has_more_than_all(some: list[int], told: int | None) -> None:
    found = counted(range(1, len(some) + 1), options(len(some)), Tally("5", tuple(some), told))
    people = voters_of(found, told, many=True)
    assert all(share <= 100 for share in shares(some, people, many=True))


@given(st.lists(st.tuples(st.sampled_from(["vk_poll", "ok_poll"]), votes), max_size=5))
def test_posts_together_have_the_votes_of_each(some: list[tuple[str, list[int]]]) -> None:
    each = [(source, dict(enumerate(of, 1))) for source, of in some]
    together = total(each)
    assert sum(votes for by in together.values() for votes in by.values()) == sum(sum(of) for _, of in some)
    assert {source for by in together.values() for source in by} == {source for source, _ in some}
