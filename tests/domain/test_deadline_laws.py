"""What holds of every ticket's due times, whatever the calendar, the track, the pauses and the start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.deadline import Calendar, Dues, Rule, Terms, Track, dues, terms_for
from live.store.centre.calendar import Set, calendar

OWN = Set(
    ((time(9), time(13)), (time(14), time(18))),
    ((4, ((time(9), time(16, 45)),)), (5, ((time(10), time(12)),))),
    frozenset({date(2026, 3, 2), date(2026, 11, 24)}),
    frozenset({date(2026, 3, 1), date(2026, 5, 9)}),
    frozenset({date(2026, 3, 6), date(2026, 12, 30)}),
)
CALENDARS = st.sampled_from(
    [
        calendar(2024, 2029, "Europe/Ulyanovsk"),
        calendar(2024, 2029, "Asia/Yekaterinburg", OWN),
        Calendar(ZoneInfo("Europe/Berlin"), ((time(0), time(23, 59)),)),
        Calendar(ZoneInfo("Europe/Ulyanovsk"), round_the_clock=True),
    ]
)
MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2027, 3, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(), timedelta(days=20))
PAUSES = st.lists(st.tuples(MOMENTS, LENGTHS).map(lambda p: (p[0], p[0] + p[1])), max_size=4)
NEAR = st.tuples(st.timedeltas(timedelta(), timedelta(days=40)), LENGTHS)
"""A pause as (how long after the start, how long)."""
TERMS = st.tuples(st.integers(1, 6000), st.integers(0, 6000)).map(
    lambda m: Terms(timedelta(minutes=m[0]), timedelta(minutes=m[0] + m[1]))
)
WAYS = st.one_of(
    st.just({"track": Track.FORMAL}),
    st.just({"track": Track.FAST}),
    st.dates(date(2025, 6, 1), date(2027, 3, 1)).map(lambda day: {"promised": day}),
)


def paused(start: datetime, near: list[tuple[timedelta, timedelta]]) -> list[tuple[datetime, datetime]]:
    return [(start + after, start + after + length) for after, length in near]


def works_at(days: Calendar, moment: datetime) -> bool:
    day = days.day_of(moment)
    return days.works_on(day) and any(opens <= moment <= closes for opens, closes in days.hours(day))


def no_later(one: Dues, other: Dues) -> bool:
    return one.reaction <= other.reaction and one.resolution <= other.resolution


@settings(deadline=None)
@given(MOMENTS, CALENDARS, TERMS, WAYS, st.lists(NEAR, max_size=4))
def test_nothing_is_due_when_nobody_works(start: datetime, days: Calendar, terms: Terms, way: Any, near: Any) -> None:
    found = dues(start, days, terms, pauses=paused(start, near), **way)
    for moment in (found.reaction, found.resolution):
        assert moment > start and works_at(days, moment)


@settings(deadline=None)
@given(MOMENTS, CALENDARS, TERMS, WAYS, st.lists(NEAR, max_size=4), NEAR)
def test_one_more_pause_never_brings_it_nearer(
    start: datetime, days: Calendar, terms: Terms, way: Any, near: Any, more: Any
) -> None:
    before = dues(start, days, terms, pauses=paused(start, near), **way)
    assert no_later(before, dues(start, days, terms, pauses=paused(start, [*near, more]), **way))


@settings(deadline=None)
@given(MOMENTS, LENGTHS, CALENDARS, TERMS, WAYS, PAUSES, st.lists(NEAR, max_size=3))
def test_what_starts_later_is_due_no_earlier(
    start: datetime, later: timedelta, days: Calendar, terms: Terms, way: Any, stood: Any, near: Any
) -> None:
    stood = [*stood, *paused(start, near)]
    found = dues(start, days, terms, pauses=stood, **way)
    assert no_later(found, dues(start + later, days, terms, pauses=stood, **way))


@settings(deadline=None)
@given(MOMENTS, CALENDARS, TERMS, st.integers(0, 5000), WAYS, st.lists(NEAR, max_size=3))
def test_longer_terms_are_due_no_earlier(
    start: datetime, days: Calendar, terms: Terms, more: int, way: Any, near: Any
) -> None:
    longer = Terms(terms.reaction + timedelta(minutes=more), terms.resolution + timedelta(minutes=more))
    stood = paused(start, near)
    assert no_later(dues(start, days, terms, pauses=stood, **way), dues(start, days, longer, pauses=stood, **way))


@settings(deadline=None)
@given(MOMENTS, CALENDARS, TERMS, WAYS, st.lists(NEAR, max_size=3))
def test_a_reaction_is_due_no_later_than_the_resolution(
    start: datetime, days: Calendar, terms: Terms, way: Any, near: Any
) -> None:
    found = dues(start, days, terms, pauses=paused(start, near), **way)
    assert found.reaction <= found.resolution


def test_of_the_rules_that_fit_the_one_that_says_most_holds() -> None:
    hours = [Terms(timedelta(hours=n), timedelta(hours=n)) for n in range(5)]
    rules = (
        Rule(None, None, hours[0]),
        Rule(None, "urgent", hours[1]),
        Rule("ЖКХ", None, hours[2]),
        Rule("ЖКХ", "urgent", hours[3]),
    )
    assert terms_for(rules, "ЖКХ", "urgent") == hours[3]
    assert terms_for(rules, "ЖКХ", "normal") == hours[2]
    assert terms_for(rules, "Дороги", "urgent") == terms_for(rules, None, "urgent") == hours[1]
    assert terms_for(rules, None, "normal") == hours[0]
    assert terms_for((), "ЖКХ", "normal") == Terms(timedelta(hours=2), timedelta(hours=8))
