"""A call's moves, and when it counts as missed."""

from __future__ import annotations

import pytest

from live.domain import call
from live.domain.call import Call, State
from live.domain.people import Role
from tests.domain.grid import Grid, refused, refused_with_moves

MOVES = Grid("""
         ringing    screening  held       handed  on_air  ended
take     screening  -          screening  -       -       -
hold     -          held       -          -       -       -
hand     -          handed     handed     -       -       -
end      ended      ended      ended      ended   -       -
air      -          -          -          on_air  -       -
back     -          -          -          -       handed  -
hang_up  ended      ended      ended      ended   ended   -
""")

EVENTS = {
    "take": "taken", "hold": "held", "hand": "handed", "end": "ended", "air": "aired", "back": "returned",
    "hang_up": "ended",
}  # fmt: skip

SCREENERS = {"take", "hold", "hand", "end"}


def a_call(state: str) -> Call:
    return Call(9, State(state), version=3, question=41)


def test_the_design_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(call.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    change = call.transition(a_call(state), verb)
    assert (change.after.state, change.after.version, change.after.question) == (State(after), 4, 41)
    (event,) = change.events
    assert (event.type, event.call, event.question) == (f"call.{EVENTS[verb]}", 9, 41)
    assert (event.was, event.state) == (None, None)  # those words are the question's
    assert event.data == {"call_was": state, "call_state": after}


@pytest.mark.parametrize(("state", "verb"), [cell for cell in MOVES.illegal() if cell != ("on_air", "end")])
def test_a_move_that_is_not_there_is_refused_with_the_screeners_that_are(state: str, verb: str) -> None:
    refused_with_moves(lambda: call.transition(a_call(state), verb), [v for v in MOVES.of(state) if v in SCREENERS])


def test_a_screener_cannot_drop_a_call_that_is_on_air() -> None:
    assert "producer" in str(refused("illegal", lambda: call.transition(a_call("on_air"), "end")))


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_call_that_ends_before_anyone_took_it_is_missed(state: str, verb: str, after: str) -> None:
    assert call.transition(a_call(state), verb).after.missed is (state == "ringing" and after == "ended")


def test_a_new_call_rings() -> None:
    change = call.opened(9)
    assert change.after == Call(9, State.RINGING)
    (event,) = change.events
    assert (event.type, event.call, event.data) == ("call.opened", 9, {"call_state": "ringing"})


def test_only_the_screener_moves_calls_and_never_to_air() -> None:
    assert {verb for verb, transition in call.TRANSITIONS.items() if transition.roles} == SCREENERS
    assert all(call.TRANSITIONS[verb].roles == {Role.SCREENER} for verb in SCREENERS)
