"""What an exchange tells of a call's legs, in whatever order it comes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain import call_legs

Signal = tuple[str, str, float | None]


def after(*signals: Signal) -> str | None:
    legs: call_legs.Legs = {}
    for signal in signals:
        legs = call_legs.updated(legs, *signal)
    return call_legs.state(legs)


def test_of_a_call_that_nothing_was_told_of_nothing_is_known() -> None:
    assert after() is None


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        (["ringing"], "ringing"),
        (["passed"], "ringing"),
        (["aside"], "ringing"),
        (["answered", "ringing"], "answered"),
        (["held", "ringing"], "held"),
        (["held", "answered"], "answered"),
        (["held", "aside"], "held"),
        (["ended"], "ended"),
        (["passed", "ended"], "ended"),
        (["ended", "aside"], "ringing"),
        (["ended", "answered"], "answered"),
        (["answered", "aside", "over"], "ended"),
    ],
)
def test_the_legs_together_are_the_call(states: list[str], whole: str) -> None:
    assert after(*((str(n), state, 1) for n, state in enumerate(states))) == whole


def test_without_a_position_a_signal_counts_as_it_comes() -> None:
    assert after(("", "answered", None), ("", "held", None)) == "held"
    assert after(("", "answered", 5), ("", "held", None), ("", "ringing", 4)) == "held"


SIGNALS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 5), st.sampled_from(call_legs.STATES)),
    unique_by=lambda signal: signal[:2],
    max_size=12,
)


@settings(deadline=None)
@given(SIGNALS, st.randoms())
def test_in_whatever_order_and_however_often_it_is_told_the_call_is_the_same(
    signals: list[tuple[str, int, str]], chance: random.Random
) -> None:
    once = [(leg, state, position) for leg, position, state in signals]
    again = once + [signal for signal in once if chance.random() < 0.5]
    chance.shuffle(again)
    assert after(*again) == after(*once)
