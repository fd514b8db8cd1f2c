"""What our own API and form take as a text, and how a network's message is made fit to show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.refused import Refused
from live.domain.submission import TEXT_LIMIT, checked_text, cleaned
from tests.domain.grid import refused


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("Нет воды", "Нет воды"),
        ("  Нет воды\n\n", "Нет воды"),
        ("Нет воды\r\nи света\rтоже", "Нет воды\nи света\nтоже"),
        ("Нет\tводы", "Нет\tводы"),
        ("ё" * TEXT_LIMIT, "ё" * TEXT_LIMIT),
        (" " + "ё" * TEXT_LIMIT + "\r\n", "ё" * TEXT_LIMIT),
        ("👍🏽", "👍🏽"),
    ],
)
def test_a_text_is_tidied(text: str, tidy: str) -> None:
    assert checked_text(text) == tidy
    assert cleaned(text) == tidy


@pytest.mark.parametrize("text", ["", " ", "\r\n\t"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert "empty" in str(refused("invalid", lambda: checked_text(text)))


def test_a_text_above_the_limit_is_refused_with_its_length() -> None:
    refusal = refused("invalid", lambda: checked_text("ё" * (TEXT_LIMIT + 1)))
    assert "4001" in str(refusal) and "4000" in str(refusal)


@pytest.mark.parametrize("place", ["{}Нет воды", "Нет {} воды", "Нет воды{}"])
@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\ud83d", "\udc00"])
def test_control_characters_and_broken_ones_are_refused(sign: str, place: str) -> None:
    assert "control" in str(refused("invalid", lambda: checked_text(place.format(sign))))


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud83d"])
def test_a_networks_text_loses_them_instead(sign: str) -> None:
    assert cleaned(f"Нет{sign} воды{sign}") == "Нет воды"


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200b", "\u200f", "\u2060", "\ufeff", "\u00ad", "\U000e0041", "\ufe0f"]
)
def test_signs_that_nobody_sees_stand_in_no_text(sign: str) -> None:
    assert checked_text(f"Нет{sign} воды{sign}") == cleaned(f"Нет{sign} воды{sign}") == "Нет воды"


def test_a_text_of_nothing_that_is_seen_is_empty() -> None:
    assert "empty" in str(refused("invalid", lambda: checked_text("\u202e \u200b")))


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "❤️‍🔥", "👩🏽‍🚒", "🏳️‍🌈", "🧑‍⚕️", "1️⃣", "☎️", "🇷🇺"])
def test_an_emoji_is_kept_whole(emoji: str) -> None:
    assert checked_text(f"Спасибо {emoji}!") == cleaned(f"Спасибо {emoji}!") == f"Спасибо {emoji}!"


@pytest.mark.parametrize("text", ["а\u200dб", "👍\u200d", "\u200d👍", "👍\u200b\u200d👍"])
def test_a_joiner_that_joins_nothing_is_taken_out(text: str) -> None:
    assert "\u200d" not in checked_text(text)


def test_each_kind_of_line_end_is_one() -> None:
    assert checked_text("а\u2028б\u2029в\r\nг") == "а\nб\nв\nг"


def test_a_networks_text_is_cut_at_the_limit() -> None:
    assert cleaned("ё" * (TEXT_LIMIT + 1)) == "ё" * TEXT_LIMIT


UNSEEN = st.text(st.sampled_from("а1#👩❤🏽\u200d\u200b\ufe0f\u202e\x07 \n"))


@settings(deadline=None)
@given(st.text() | UNSEEN)
def test_what_was_cleaned_once_stays_so_and_is_taken_by_our_own_rules(text: str) -> None:
    tidy = cleaned(text)
    assert cleaned(tidy) == tidy
    assert not tidy or checked_text(tidy) == tidy


@settings(deadline=None)
@given(st.text() | UNSEEN)
def test_a_text_that_was_taken_can_be_stored_and_is_taken_again(text: str) -> None:
    try:
        tidy = checked_text(text)
    except Refused as refusal:
        assert refusal.code == "invalid"
        return
    tidy.encode()
    assert "\x00" not in tidy
    assert checked_text(tidy) == tidy
