"""Which steps of which clock are due: by hand, on a working day from 8 to 17 in Ulyanovsk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from live.domain.deadline import Calendar, worked
from live.domain.escalation import CHIEF, Watched, ago, steps, tick
from live.domain.ticket import State

ZONE = ZoneInfo("Europe/Ulyanovsk")
CALENDAR = Calendar(ZONE)


def at(text: str) -> datetime:
    """A day of November 2026 (the 24th is a Tuesday) and a time in Ulyanovsk, such as "24 09:00"."""
    day, _, hour = text.partition(" ")
    return datetime.fromisoformat(f"2026-11-{day}T{hour}").replace(tzinfo=ZONE).astimezone(UTC)


MADE, REACTION, RESOLUTION = "24 09:00", "24 11:00", "24 17:00"
"""Two hours and eight of work."""

FAST = {"since": at(MADE), "reaction_due": at(REACTION), "resolution_due": at(RESOLUTION)}
SHORT = {"since": at(MADE), "reaction_due": at("24 09:20"), "resolution_due": at("24 10:00")}
LONG = {"since": at("20 09:00"), "reaction_due": at("20 11:00"), "resolution_due": at("25 12:00"), "reacted": True}
FORMAL = {"since": at("02 09:00"), "reaction_due": at("05 09:00"), "resolution_due": at("30 09:00"), "formal": True}
WAITS = {"approval_due": at("24 12:00")}

TABLE = [
    # state, facts, now, what is due
    ("open", FAST, "24 09:00", ""),
    ("open", FAST, "24 10:29", ""),
    ("open", FAST, "24 10:30", "reaction near"),
    ("open", FAST, "24 10:59", "reaction near"),
    ("open", FAST, "24 11:00", "reaction over"),
    ("open", FAST, "24 11:59", "reaction over"),
    ("open", FAST, "24 12:00", "reaction over, reaction chief"),
    ("open", FAST, "24 15:00", "reaction over, reaction chief, resolution near"),
    ("open", FAST, "24 17:00", "reaction over, reaction chief, resolution over"),
    ("open", FAST, "25 07:59", "reaction over, reaction chief, resolution over"),
    ("open", FAST, "25 09:00", "reaction over, reaction chief, resolution over, resolution chief"),
    # It is assigned, and nobody has taken it up yet.
    ("assigned", FAST, "24 11:00", "reaction over"),
    ("assigned", FAST | {"reacted": True}, "24 12:00", ""),
    ("in_progress", FAST, "24 12:00", ""),
    ("in_progress", FAST, "24 14:59", ""),
    ("in_progress", FAST, "24 15:00", "resolution near"),
    ("in_progress", FAST, "24 17:00", "resolution over"),
    ("in_progress", FAST, "24 23:00", "resolution over"),
    # The hour until the chief is told is one of work.
    ("in_progress", FAST, "25 08:59", "resolution over"),
    ("in_progress", FAST, "25 09:00", "resolution over, resolution chief"),
    ("in_progress", FAST | {"urgent": True}, "24 16:59", "resolution near"),
    ("in_progress", FAST | {"urgent": True}, "24 17:00", "resolution over, resolution chief"),
    ("open", FAST | {"urgent": True}, "24 11:00", "reaction over, reaction chief"),
    ("on_hold", FAST, "30 12:00", ""),
    ("resolved", FAST, "30 12:00", ""),
    ("closed", FAST, "30 12:00", ""),
    # A short term is near in its last quarter alone.
    ("open", SHORT, "24 09:14", ""),
    ("open", SHORT, "24 09:15", "reaction near"),
    ("in_progress", SHORT, "24 09:44", ""),
    ("in_progress", SHORT, "24 09:45", "resolution near"),
    # A long one is no earlier near than others; nights and weekends count for nothing.
    ("in_progress", LONG, "24 09:00", ""),
    ("in_progress", LONG, "25 09:59", ""),
    ("in_progress", LONG, "25 10:00", "resolution near"),
    ("in_progress", LONG | {"resolution_due": at("23 08:30")}, "20 15:29", ""),
    ("in_progress", LONG | {"resolution_due": at("23 08:30")}, "20 15:30", "resolution near"),
    ("in_progress", LONG | {"resolution_due": at("23 08:30")}, "21 12:00", "resolution near"),
    ("in_progress", LONG | {"resolution_due": at("20 17:00")}, "22 12:00", "resolution over"),
    ("in_progress", LONG | {"resolution_due": at("20 17:00")}, "23 09:00", "resolution over, resolution chief"),
    # A formal appeal's days are those of the calendar.
    ("open", FORMAL, "04 08:59", ""),
    ("open", FORMAL, "04 15:00", "reaction near"),
    ("open", FORMAL, "05 09:00", "reaction over"),
    ("open", FORMAL, "05 10:00", "reaction over, reaction chief"),
    ("in_progress", FORMAL, "27 08:59", ""),
    ("in_progress", FORMAL, "27 09:00", "resolution near"),
    ("in_progress", FORMAL, "30 09:00", "resolution over"),
    # An answer waits: a coordinator has its own time, and the executor's runs on.
    ("in_progress", FAST | WAITS, "24 11:59", ""),
    ("in_progress", FAST | WAITS, "24 12:00", "approval over"),
    ("in_progress", FAST | WAITS | {"urgent": True}, "24 14:00", "approval over"),
    ("in_progress", FAST | WAITS, "24 17:00", "resolution over, approval over"),
    ("on_hold", FAST | WAITS, "24 17:00", ""),
    ("resolved", FAST | WAITS, "24 17:00", ""),
]


@pytest.mark.parametrize(("state", "facts", "now", "due"), TABLE, ids=range(1, len(TABLE) + 1))
def test_the_steps_that_are_due(state: str, facts: dict[str, Any], now: str, due: str) -> None:
    ticket = Watched(State(state), **facts)
    found = steps(ticket, tick(at(now), CALENDAR))
    assert ", ".join(f"{clock} {step}" for clock, step in found) == due


@pytest.mark.parametrize("now", ["24 08:00", "24 08:59", "24 12:00", "24 20:00", "22 12:00", "23 08:30"])
def test_an_hour_of_work_ago_is_the_latest_moment_since_which_one_was_worked(now: str) -> None:
    moment = ago(at(now), CHIEF, CALENDAR)
    assert worked(moment, at(now), CALENDAR) == CHIEF
    assert worked(moment + timedelta(seconds=1), at(now), CALENDAR) < CHIEF
