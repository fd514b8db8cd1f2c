"""A reply's moves: what the worker does, and what a person says."""

from __future__ import annotations

import pytest

from live.domain import reply
from live.domain.people import Role
from live.domain.reply import State
from tests.domain.grid import Grid, refused_with_moves

MOVES = Grid("""
         waiting    sending  sent  failed   unsure   cancelled  by_hand
send     sending    -        -     -        -        -          -
put_off  -          waiting  -     -        -        -          -
deliver  -          sent     -     -        sent     -          -
fail     failed     failed   -     -        -        -          -
doubt    unsure     unsure   -     -        -        -          -
again    -          -        -     waiting  waiting  -          -
arrived  -          -        -     -        sent     -          -
cancel   cancelled  -        -     -        -        -          cancelled
told     -          -        -     -        -        -          sent
""")


def test_the_page_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(reply.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    assert reply.next_state(State(state), verb) is State(after)


@pytest.mark.parametrize(("state", "verb"), MOVES.illegal())
def test_a_move_that_is_not_there_is_refused_with_those_that_are(state: str, verb: str) -> None:
    people = [one for one in MOVES.of(state) if reply.TRANSITIONS[one].roles]
    refused_with_moves(lambda: reply.next_state(State(state), verb), people)


def test_the_log_hears_of_whatever_ends_or_begins_anew_and_of_no_try_in_between() -> None:
    assert {verb for verb, transition in reply.TRANSITIONS.items() if transition.event is None} == {"send", "put_off"}


def test_whoever_works_on_tickets_says_what_has_become_of_their_replies() -> None:
    assert {Role.COORDINATOR, Role.EXECUTOR} == reply.ANSWERING
