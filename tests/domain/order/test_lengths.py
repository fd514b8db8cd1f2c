"""A length as people and their tables write it."""

from __future__ import annotations

import pytest

from live.domain.order.lengths import length_of
from tests.domain.grid import refused


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("3:30", 210),
        ("0:03:30", 210),
        ("00:03:30", 210),
        ("00:03:30.000", 210),
        ("90:00", None),
        ("60:00", 3600),
        ("3", 180),
        ("3,5", 210),
        ("3.25", 195),
        (" 3  мин ", 180),
        ("3 мин.", 180),
        ("4 minutes", 240),
        ("0:05", 5),
    ],
)
def test_a_length_is_read(written: str, seconds: int | None) -> None:
    if seconds is None:
        refused("invalid", lambda: length_of(written))
    else:
        assert length_of(written) == seconds


@pytest.mark.parametrize("written", ["долго", "3:75", "-3:00", "3:30:15:00", "", "½"])
def test_what_is_no_length_is_refused_with_an_example(written: str) -> None:
    assert "3:30" in str(refused("invalid", lambda: length_of(written)))


def test_hours_that_a_spreadsheet_made_of_minutes_are_told_and_not_guessed() -> None:
    assert "0:03:30" in str(refused("invalid", lambda: length_of("03:30:00")))


def test_what_is_too_short_to_be_an_item_is_refused() -> None:
    assert "five seconds" in str(refused("invalid", lambda: length_of("0:04")))
