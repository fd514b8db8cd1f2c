"""When a collection goes, what it tells of, when its reader is reminded, and whose voices stand in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.deadline import Calendar
from live.domain.followup.collection import (
    MOST_DAYS,
    SHORTEST_VOICE,
    VOICES,
    Rhythm,
    Schedule,
    Voice,
    begins,
    reminder,
    voices,
)

ULYANOVSK = ZoneInfo("Europe/Ulyanovsk")
BERLIN = ZoneInfo("Europe/Berlin")
"""Where clocks are still changed."""

FRIDAY = datetime(2026, 11, 27, 8, tzinfo=ULYANOVSK)


def local(at: datetime | None, zone: ZoneInfo = ULYANOVSK) -> str:
    assert at is not None
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(Rhythm.DAILY, hour=9), "27.11.2026 09:00"),
        (Schedule(Rhythm.DAILY, hour=8), "28.11.2026 08:00"),
        (Schedule(Rhythm.DAILY, hour=0), "28.11.2026 00:00"),
        (Schedule(Rhythm.WEEKLY, 0, 9), "30.11.2026 09:00"),
        (Schedule(Rhythm.WEEKLY, 4, 9), "27.11.2026 09:00"),
        (Schedule(Rhythm.WEEKLY, 4, 7), "04.12.2026 07:00"),
    ],
)
def test_it_goes_at_the_next_hour_of_its_schedule_by_the_centres_clock(schedule: Schedule, expected: str) -> None:
    assert local(schedule.next_after(FRIDAY, ULYANOVSK)) == expected


def test_what_goes_by_hand_has_no_next_time() -> None:
    assert Schedule(Rhythm.BY_HAND).next_after(FRIDAY, ULYANOVSK) is None


def test_an_hour_that_the_clocks_skip_is_not_skipped() -> None:
    """On 29 March 2026 there is no 02:00 in Berlin."""
    before = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert local(Schedule(Rhythm.DAILY, hour=2).next_after(before, BERLIN), BERLIN) == "29.03.2026 03:00"


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SCHEDULES = st.builds(Schedule, st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]), st.integers(0, 6), st.integers(0, 23))


@given(SCHEDULES, MOMENTS, st.sampled_from([ULYANOVSK, BERLIN]))
def test_the_next_time_is_later_within_its_round_and_the_first_such(
    schedule: Schedule, moment: datetime, zone: ZoneInfo
) -> None:
    at = schedule.next_after(moment, zone)
    most = timedelta(days=7 if schedule.rhythm is Rhythm.WEEKLY else 1, hours=1)
    assert at is not None and moment < at <= moment + most
    assert schedule.next_after(at - timedelta(microseconds=1), zone) == at


@given(st.lists(MOMENTS, min_size=2, max_size=20), SCHEDULES)
def test_issues_follow_on_each_other_without_a_gap_or_a_day_twice(moments: list[datetime], schedule: Schedule) -> None:
    told_until: datetime | None = None
    for until in sorted(set(moments)):
        since = begins(schedule, until, told_until)
        assert since < until and until - since <= timedelta(days=MOST_DAYS)
        if told_until is not None:
            assert since == max(told_until, until - timedelta(days=MOST_DAYS))
        told_until = until


def test_the_first_weekly_issue_tells_of_a_week() -> None:
    assert begins(Schedule(Rhythm.WEEKLY), FRIDAY, None) == FRIDAY - timedelta(days=7)
    assert begins(Schedule(Rhythm.BY_HAND), FRIDAY, None) == FRIDAY - timedelta(days=1)


CALENDAR = Calendar(ULYANOVSK, ((time(8), time(12)), (time(13), time(17))), days_off=frozenset({date(2026, 12, 1)}))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-11-26T09:00", "27.11.2026 09:00"),
        ("2026-11-26T12:30", "27.11.2026 13:00"),
        ("2026-11-27T09:00", "30.11.2026 08:00"),
        ("2026-11-30T20:00", "02.12.2026 08:00"),
    ],
)
def test_a_reminder_comes_a_day_later_at_work(sent: str, expected: str) -> None:
    assert local(reminder(datetime.fromisoformat(sent).replace(tzinfo=ULYANOVSK), CALENDAR)) == expected


def voice(number: int, topic: str = "Дороги", place: str = "Ундоры", askers: int = 1, length: int = 50) -> Voice:
    return Voice(number, topic, place, askers, length)


def test_the_voices_are_those_that_most_ask_one_of_each_trouble_first() -> None:
    asked = [voice(1), voice(2, askers=9), voice(3, askers=8), voice(4, "Вода"), voice(5, length=SHORTEST_VOICE - 1)]
    assert voices(asked) == [2, 4, 3, 1]


@given(st.lists(st.builds(voice, st.integers(1, 10**6), st.sampled_from("абвгдежз"), askers=st.integers(1, 9))))
def test_there_are_five_voices_at_most_and_none_twice(asked: list[Voice]) -> None:
    distinct = {one.question: one for one in asked}
    found = voices(distinct.values())
    assert len(found) == len(set(found)) == min(VOICES, len(distinct))
    assert {distinct[one].topic for one in found} >= set() and set(found) <= set(distinct)
