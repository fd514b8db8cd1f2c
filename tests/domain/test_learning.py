"""When topics are learned, of what, and which model is the better one."""

from __future__ import annotations

from datetime import datetime

import pytest

from live.domain.language.models import Figures, is_due, is_held_back
from live.store.ids import NUMBERS

ZONE = "Europe/Samara"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-03-{text}+04:00")


@pytest.mark.parametrize(
    ("now", "tried", "due"),
    [
        *(("10T03:00", None, True), ("10T04:59", None, True), ("10T05:00", None, False), ("10T02:59", None, False)),
        *(("10T04:00", "10T03:01", False), ("10T04:00", "09T15:00", True), ("10T15:00", "08T03:00", False)),
    ],
)
def test_it_is_learned_once_a_night_between_three_and_five_by_the_centres_clock(
    now: str, tried: str | None, due: bool
) -> None:
    assert is_due(at(now), ZONE, at(tried) if tried else None) is due


def test_about_a_fifth_is_held_back_and_always_the_same() -> None:
    held = [n for n in range(1, 5001) if is_held_back(7 * NUMBERS + n)]
    assert 900 < len(held) < 1100
    assert held == [n for n in range(1, 5001) if is_held_back(7 * NUMBERS + n)]


def test_what_is_held_back_is_no_run_of_neighbours() -> None:
    assert all(any(is_held_back(start + n) for n in range(30)) for start in range(1, 3000, 30))


@pytest.mark.parametrize(
    ("new", "old", "better"),
    [
        (Figures(0.9, 0.8), Figures(0.89, 0.8), True),
        (Figures(0.9, 0.8), Figures(0.9, 0.8), False),
        (Figures(0.91, 0.4), Figures(0.9, 0.8), False),
        (Figures(0.89, 0.9), Figures(0.9, 0.8), True),
    ],
)
def test_the_better_one_is_right_more_often_over_rare_topics_too(new: Figures, old: Figures, better: bool) -> None:
    assert new.is_better_than(old) is better
