"""Working time on Russia's calendar, checked by hand, and the laws that hold for every start and duration.

The district works from 8 to 17, in Europe/Ulyanovsk, four hours ahead of UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.deadline import EARLIEST, Calendar, began, due, worked
from live.domain.refused import Refused
from live.store.centre.calendar import calendar

ULYANOVSK = ZoneInfo("Europe/Ulyanovsk")
RUSSIA = calendar(2023, 2028, "Europe/Ulyanovsk")

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC))
LUNCH = ((time(8), time(12)), (time(13), time(17)))

CASES = """
Tue 2026-11-24 09:00   2:00  Tue 2026-11-24 11:00   within a day
Tue 2026-11-24 08:00   8:00  Tue 2026-11-24 16:00   within a day
Tue 2026-11-24 08:00   9:00  Tue 2026-11-24 17:00   a whole day ends when it closes
Tue 2026-11-24 15:30   2:00  Wed 2026-11-25 08:30   over the night
Tue 2026-11-24 16:30   8:00  Wed 2026-11-25 15:30   over the night
Tue 2026-11-24 17:00   2:00  Wed 2026-11-25 10:00   at closing time
Tue 2026-11-24 23:15   2:00  Wed 2026-11-25 10:00   at night
Tue 2026-11-24 00:00   2:00  Tue 2026-11-24 10:00   at midnight
Tue 2026-11-24 07:59   0:30  Tue 2026-11-24 08:30   a minute before it opens
Tue 2026-11-24 16:59   0:01  Tue 2026-11-24 17:00   the last minute
Tue 2026-11-24 16:59   0:02  Wed 2026-11-25 08:01   one minute more
Tue 2026-11-24 09:00   0:00  Tue 2026-11-24 09:00   no time at all
Tue 2026-11-24 17:00   0:00  Wed 2026-11-25 08:00   no time at all, when nobody works
Sat 2026-11-28 12:00   0:00  Mon 2026-11-30 08:00   no time at all, on a Saturday
Tue 2026-11-24 08:00  27:00  Thu 2026-11-26 17:00   three whole days
Tue 2026-11-24 08:00  45:00  Mon 2026-11-30 17:00   five, over a weekend
Tue 2026-11-24 12:00  90:00  Tue 2026-12-08 12:00   ten
Fri 2026-11-27 10:00   8:00  Mon 2026-11-30 09:00   over a weekend
Fri 2026-11-27 16:00   2:00  Mon 2026-11-30 09:00   over a weekend
Fri 2026-11-27 17:00   8:00  Mon 2026-11-30 16:00   from Friday's closing
Sat 2026-11-28 12:00   2:00  Mon 2026-11-30 10:00   on a Saturday
Sun 2026-11-29 23:59   2:00  Mon 2026-11-30 10:00   on a Sunday
Tue 2026-11-03 16:00   2:00  Thu 2026-11-05 09:00   over Unity Day
Wed 2026-11-04 12:00   8:00  Thu 2026-11-05 16:00   on Unity Day
Fri 2026-02-20 16:30   2:00  Tue 2026-02-24 09:30   over a weekend and a holiday
Fri 2026-03-06 12:00   8:00  Tue 2026-03-10 11:00   over a Sunday holiday that moves to Monday
Thu 2026-04-30 16:00   2:00  Mon 2026-05-04 09:00   over the First of May
Fri 2026-05-08 16:00   2:00  Tue 2026-05-12 09:00   over Victory Day, moved to Monday
Thu 2026-06-11 16:00   2:00  Mon 2026-06-15 09:00   over Russia Day
Wed 2026-12-30 16:00   2:00  Mon 2027-01-11 09:00   over the year's end
Thu 2026-12-31 10:00   2:00  Mon 2027-01-11 10:00   on its last day, a moved day off
Tue 2025-12-30 16:00   8:00  Mon 2026-01-12 15:00   over the year's end, with a ninth of January off
Fri 2026-01-09 10:00   2:00  Mon 2026-01-12 10:00   on a moved day off
Fri 2024-04-26 16:00   2:00  Sat 2024-04-27 09:00   into a Saturday that is worked
Sat 2024-04-27 16:00   2:00  Thu 2024-05-02 09:00   from it, over two moved days off
Sun 2024-04-28 12:00   2:00  Thu 2024-05-02 10:00   the Sunday between is none
Fri 2024-11-01 16:00  10:00  Sat 2024-11-02 17:00   a worked Saturday to its end
Sat 2024-11-02 17:00   2:00  Tue 2024-11-05 10:00   and past it
Sat 2024-12-28 15:00   8:00  Thu 2025-01-09 14:00   from a worked Saturday over the year's end
Fri 2025-10-31 12:00   8:00  Sat 2025-11-01 11:00   into a worked Saturday
Sat 2025-11-01 16:00   2:00  Wed 2025-11-05 09:00   and over the days off after it
Fri 2027-02-19 16:00   2:00  Sat 2027-02-20 09:00   into a worked Saturday
Sat 2027-02-20 16:00   2:00  Wed 2027-02-24 09:00   and over the days off after it
Wed 2027-11-03 16:00   2:00  Mon 2027-11-08 09:00   over a long weekend
Thu 2024-02-29 16:00   2:00  Fri 2024-03-01 09:00   on a leap day
"""


def local(weekday: str, day: str, hour: str) -> datetime:
    """A moment on the district's clock; the weekday is written down so that a wrong case shows."""
    moment = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ULYANOVSK)
    assert moment.strftime("%a") == weekday
    return moment


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_case_checked_by_hand(case: str) -> None:
    *words, _ = case.split(maxsplit=7)
    hours, minutes = map(int, words[3].split(":"))
    start, wanted, working = local(*words[:3]), local(*words[4:7]), timedelta(hours=hours, minutes=minutes)
    assert due(start, working, RUSSIA) == wanted
    assert worked(start, wanted, RUSSIA) == working


@pytest.mark.parametrize(
    ("start", "wanted"),
    [
        ("2026-11-24T03:59:00+00:00", "2026-11-24T06:00:00+00:00"),  # 07:59 there
        ("2026-11-24T20:30:00+00:00", "2026-11-25T06:00:00+00:00"),  # already Wednesday there
        ("2026-11-27T20:30:00+00:00", "2026-11-30T06:00:00+00:00"),  # already Saturday there
        ("2026-11-29T20:30:00+00:00", "2026-11-30T06:00:00+00:00"),  # already Monday there
        ("2026-12-31T21:00:00+00:00", "2027-01-11T06:00:00+00:00"),  # already the next year there
        ("2026-11-24T12:00:00+03:00", "2026-11-24T11:00:00+00:00"),  # 13:00 there
    ],
)
def test_the_day_is_the_districts_whatever_zone_the_start_is_in(start: str, wanted: str) -> None:
    found = due(datetime.fromisoformat(start), timedelta(hours=2), RUSSIA)
    assert found == datetime.fromisoformat(wanted)
    assert found.tzinfo is UTC


def test_the_night_of_a_clock_change_costs_nobody_an_hour() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 3, 27, 16, tzinfo=berlin.zone)
    assert due(start, timedelta(hours=2), berlin) == datetime(2026, 3, 30, 9, tzinfo=berlin.zone)
    assert worked(start, datetime(2026, 3, 30, 17, tzinfo=berlin.zone), berlin) == timedelta(hours=10)


def test_nothing_is_worked_backwards() -> None:
    start = datetime(2026, 11, 24, 9, tzinfo=ULYANOVSK)
    assert worked(start, start - timedelta(hours=1), RUSSIA) == timedelta()


BY_SPANS = """
lunch 2026-11-24 11:00  2:00  2026-11-24 14:00  over the lunch
lunch 2026-11-24 12:00  1:00  2026-11-24 14:00  at its beginning
lunch 2026-11-24 12:30  2:00  2026-11-24 15:00  in the middle of it
lunch 2026-11-24 10:00  2:00  2026-11-24 12:00  up to it
lunch 2026-11-24 08:00  8:00  2026-11-24 17:00  a whole day
lunch 2026-11-24 16:00  8:00  2026-11-25 16:00  over the night and the lunch
lunch 2026-11-27 16:30  2:00  2026-11-30 09:30  over a weekend
short 2026-11-24 15:00  2:00  2026-11-25 09:00  a short day ends an hour sooner
broken 2026-11-24 15:00  2:00  2026-11-25 09:30  a short day whose last span is half an hour ends before it
night 2026-11-28 21:00  3:00  2026-11-28 24:00  to the midnight that a Saturday ends with
night 2026-11-28 23:00  2:00  2026-11-30 09:00  and past it, into Monday
clock 2026-11-24 23:00  2:00  2026-11-25 01:00  round the clock, over midnight
clock 2026-11-28 12:00  8:00  2026-11-28 20:00  round the clock, on a Saturday
clock 2026-12-31 23:30  8:00  2027-01-01 07:30  round the clock, into a holiday
"""


@pytest.mark.parametrize("case", BY_SPANS.strip().splitlines())
def test_spans_checked_by_hand(case: str) -> None:
    name, day, start, working, due_day, end, _ = case.split(maxsplit=6)
    tuesday = frozenset({date(2026, 11, 24)})
    days = {
        "lunch": Calendar(ULYANOVSK, LUNCH),
        "short": Calendar(ULYANOVSK, LUNCH, short_days=tuesday),
        "broken": Calendar(ULYANOVSK, ((time(8), time(16)), (time(16, 30), time(17))), short_days=tuesday),
        "night": Calendar(ULYANOVSK, LUNCH, weekdays={5: ((time(20), time(0)),)}),
        "clock": Calendar(ULYANOVSK, LUNCH, days_off=tuesday, round_the_clock=True),
    }[name]
    hours, minutes = map(int, working.split(":"))
    expected = datetime.fromisoformat(f"{due_day} {end.replace('24:00', '00:00')}").replace(tzinfo=ULYANOVSK)
    if end == "24:00":
        expected += timedelta(days=1)
    began_at = datetime.fromisoformat(f"{day} {start}").replace(tzinfo=ULYANOVSK)
    assert due(began_at, timedelta(hours=hours, minutes=minutes), days) == expected


@settings(deadline=None)
@given(MOMENTS, st.one_of(st.none(), MOMENTS))
def test_a_residents_clock_never_begins_after_we_received_it_nor_long_before(
    received: datetime, asked: datetime | None
) -> None:
    since = began(asked, received)
    assert received - EARLIEST <= since <= received
    assert since == asked or asked is None or not received - EARLIEST <= asked <= received


@settings(deadline=None)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_who_wrote_later_has_a_clock_that_begins_no_earlier(received: datetime, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert began(early, received) <= began(late, received)


@pytest.mark.parametrize("closes", [time(8), time(6)])
def test_a_day_that_closes_before_it_opens_is_no_calendar(closes: time) -> None:
    with pytest.raises(Refused, match="working day cannot last"):
        Calendar(ULYANOVSK, ((time(8), closes),))


def test_a_day_without_an_hour_is_no_calendar() -> None:
    with pytest.raises(Refused, match="without an hour"):
        Calendar(ULYANOVSK, weekdays={4: ()})


@pytest.mark.parametrize("later", [(time(12), time(17)), (time(6), time(7)), (time(12, 59), time(0))])
def test_spans_that_overlap_or_stand_out_of_order_are_no_day(later: tuple[time, time]) -> None:
    with pytest.raises(Refused, match="overlap"):
        Calendar(ULYANOVSK, ((time(8), time(13)), later))


def test_a_worked_weekend_day_counts_even_when_it_is_a_holiday_too() -> None:
    saturday = date(2026, 11, 28)
    assert Calendar(ULYANOVSK, days_off=frozenset({saturday}), days_on=frozenset({saturday})).works_on(saturday)


CALENDARS = st.sampled_from(
    [
        RUSSIA,
        Calendar(ZoneInfo("Europe/Berlin"), ((time(9, 30), time(18)),)),
        Calendar(ZoneInfo("Asia/Vladivostok"), ((time(0), time(23, 59)),)),
        Calendar(ULYANOVSK, LUNCH, weekdays={5: ((time(20), time(0)),)}),
        Calendar(ZoneInfo("Europe/Berlin"), ((time(1), time(2, 30)), (time(3), time(12)), (time(13), time(0)))),
        Calendar(ULYANOVSK, round_the_clock=True),
    ]
)
DURATIONS = st.timedeltas(timedelta(), timedelta(hours=300))


@settings(deadline=None)
@given(MOMENTS, DURATIONS, CALENDARS)
def test_what_is_due_comes_after_exactly_that_much_work(start: datetime, working: timedelta, days: Calendar) -> None:
    end = due(start, working, days)
    assert end >= start
    assert worked(start, end, days) == working


@settings(deadline=None)
@given(MOMENTS, DURATIONS, CALENDARS)
def test_nothing_is_due_when_nobody_works(start: datetime, working: timedelta, days: Calendar) -> None:
    there = due(start, working, days).astimezone(days.zone)
    assert days.works_on(there.date())
    assert any(opens <= there <= closes for opens, closes in days.hours(there.date()))


@settings(deadline=None)
@given(MOMENTS, MOMENTS, DURATIONS, CALENDARS)
def test_what_starts_later_is_due_no_earlier(one: datetime, other: datetime, d: timedelta, days: Calendar) -> None:
    early, late = sorted((one, other))
    assert due(early, d, days) <= due(late, d, days)


@settings(deadline=None)
@given(MOMENTS, DURATIONS, DURATIONS, CALENDARS)
def test_what_takes_longer_is_due_later(start: datetime, one: timedelta, other: timedelta, days: Calendar) -> None:
    short, long = sorted((one, other))
    assert due(start, short, days) <= due(start, long, days)
    assert (due(start, short, days) == due(start, long, days)) is (short == long)


@settings(deadline=None)
@given(st.lists(MOMENTS, min_size=3, max_size=3), CALENDARS)
def test_working_time_adds_up(moments: list[datetime], days: Calendar) -> None:
    first, second, third = sorted(moments)
    assert worked(first, second, days) + worked(second, third, days) == worked(first, third, days)
