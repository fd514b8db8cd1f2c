"""Signals: which event means what on air, whom a moment concerns, and what is put into their words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from live.domain.control.signals import About, Lit, Moment, Only, Signal, Way, fill, moment_of

CLIP = Signal(
    1, "Отбивка", Way.OSC, "10.0.5.3:7000", at=frozenset({Moment.TAKEN, Moment.OVER}), address="/clip/{номер}"
)
VALUES = {"номер": "7", "вопрос": "Где вода?", "источник": "Телефон", "тема": "ЖКХ"}


@pytest.mark.parametrize(
    ("type_", "was", "state", "expected"),
    [
        ("question.taken", "shortlisted", "on_air", Moment.TAKEN),
        ("question.answered", "on_air", "answered", Moment.ANSWERED),
        ("question.returned", "on_air", "shortlisted", Moment.RETURNED),
        ("question.returned", "shortlisted", "new", None),
        ("question.edited", "on_air", "on_air", None),
        ("broadcast.aired", "open", "on_air", None),
        ("broadcast.wrapping", "on_air", "wrapping", None),
        ("graphic.shown", None, None, Moment.SHOWN),
        ("graphic.cleared", None, None, Moment.CLEARED),
        ("poll.shown", None, None, Moment.POLL_SHOWN),
        ("poll.hidden", None, None, Moment.POLL_HIDDEN),
        ("presenter.messaged", None, None, Moment.MESSAGE),
        ("presenter.acknowledged", None, None, Moment.SEEN),
        ("prompter.steered", None, None, None),
    ],
)
def test_an_event_means_this_on_air(type_: str, was: str | None, state: str | None, expected: Moment | None) -> None:
    assert moment_of(type_, was, state) is expected


@pytest.mark.parametrize(
    ("changed", "sent"),
    [
        ({}, True),
        ({"show": "zhkh"}, True),
        ({"show": "other"}, False),
        ({"paused": True}, False),
        ({"at": frozenset({Moment.ANSWERED})}, False),
        ({"way": Way.TSL_5}, False),
        ({"only": Only(About.SOURCE, ("сайт", "телефон"))}, True),
        ({"only": Only(About.SOURCE, ("сайт",))}, False),
        ({"only": Only(About.TOPIC, ("ЖКХ",), is_not=True)}, False),
        ({"only": Only(About.LOCALITY, ("Арск",), is_not=True)}, True),
        ({"only": Only(About.LOCALITY, ("Арск",))}, False),
    ],
)
def test_a_signal_is_sent_at_its_moments_in_its_show_where_its_condition_holds(
    changed: dict[str, Any], sent: bool
) -> None:
    assert replace(CLIP, **changed).is_sent("zhkh", Moment.TAKEN, VALUES) is sent


def test_what_is_known_is_put_in_and_nothing_where_nothing_is() -> None:
    assert fill("/clip/{номер}/{ Место }/{номер}", VALUES) == "/clip/7//7"
    assert fill("{вопрос}{}{x1}", VALUES, str.upper) == "ГДЕ ВОДА?{}{x1}"


@pytest.mark.parametrize(
    "signal",
    [
        CLIP,
        replace(CLIP, only=Only(About.TOPIC, ("ЖКХ", "Дороги"), is_not=True), show="zhkh", paused=True),
        Signal(2, "Монитор", Way.TSL_5, "10.0.5.4:8900", text="{номер}", lit=Lit.OVER, screen=1, display=9, lamp=3),
    ],
)
def test_a_signal_is_the_same_after_it_was_kept(signal: Signal) -> None:
    assert Signal.of_item(signal.as_item()) == signal


@pytest.mark.parametrize("way", list(Way))
def test_it_is_kept_and_read_whole(way: Way) -> None:
    whole = replace(
        CLIP, way=way, source="Номер", sealed="closed", lit=Lit.POLL, only=Only(About.TOPIC, ("ЖКХ",), True)
    )
    assert Signal.of_item(whole.as_item()) == whole


def test_what_a_program_before_obs_has_kept_is_read() -> None:
    item = CLIP.as_item()
    del item["source"], item["sealed"]
    assert Signal.of_item(item) == CLIP
