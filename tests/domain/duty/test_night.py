"""What wakes the one on duty, and what waits for the morning."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from live.domain.duty.night import Night
from live.domain.escalation import Clock, Step

ZONE = ZoneInfo("Europe/Ulyanovsk")
USUAL = Night()
LATE = Night(time(1), time(6))
NONE = Night(time(0), time(0))


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00")


@pytest.mark.parametrize(
    ("night", "hour", "on"),
    [
        (USUAL, "21:59", False),
        (USUAL, "22:00", True),
        (USUAL, "00:00", True),
        (USUAL, "06:59", True),
        (USUAL, "07:00", False),
        (LATE, "00:59", False),
        (LATE, "01:00", True),
        (LATE, "06:00", False),
        (LATE, "23:00", False),
        (NONE, "00:00", False),
        (NONE, "12:00", False),
    ],
)
def test_when_it_is_night(night: Night, hour: str, on: bool) -> None:
    assert night.is_on(at(hour), ZONE) is on


@pytest.mark.parametrize(
    ("hour", "clock", "step", "told"),
    [
        ("03:00", Clock.REACTION, Step.NEAR, False),
        ("03:00", Clock.RESOLUTION, Step.NEAR, False),
        ("03:00", Clock.REACTION, Step.OVER, True),
        ("03:00", Clock.RESOLUTION, Step.OVER, True),
        ("03:00", Clock.RESOLUTION, Step.CHIEF, True),
        ("12:00", Clock.REACTION, Step.NEAR, True),
    ],
)
def test_what_wakes_by_the_usual_rules(hour: str, clock: Clock, step: Step, told: bool) -> None:
    assert USUAL.lets_through(clock, step, at(hour), ZONE) is told


@pytest.mark.parametrize("step", [Step.NEAR, Step.OVER])
def test_where_nothing_is_to_wake_all_waits_but_what_goes_up(step: Step) -> None:
    quiet = Night(wakes=frozenset())
    assert not quiet.lets_through(Clock.REACTION, step, at("03:00"), ZONE)
    assert quiet.lets_through(Clock.REACTION, Step.CHIEF, at("03:00"), ZONE)
