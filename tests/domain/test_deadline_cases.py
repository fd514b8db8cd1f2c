"""When a ticket falls due, in cases reckoned by hand: nights, weekends, moved days, pauses, zones, the year's end.

A line is: calendar | start | terms or track | pauses | reaction due | resolution due | what it is about. Times are on the
calendar's own clock unless they end in Z (UTC); every weekday is written down so that a wrong case shows. The days off
are Russia's of 2024 to 2027 as decreed: in 2025 the 1st of November was worked and 2 May, 8 May, 13 June, 3 November and
31 December were off; in 2026 the 9th of January, 9 March, 11 May and 31 December.
"""

# ruff: noqa: E501 - a case is one line

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from live.domain.deadline import Calendar, Dues, Pause, Terms, Track, dues
from live.store.centre.calendar import Set, calendar

ULYANOVSK = calendar(2023, 2028, "Europe/Ulyanovsk")


def with_own(**own: Any) -> Calendar:
    return calendar(2023, 2028, "Europe/Ulyanovsk", Set(**own))


CALENDARS = {
    "Ulyanovsk": ULYANOVSK,
    "Moscow": calendar(2023, 2028, "Europe/Moscow"),
    "Yekaterinburg": calendar(2023, 2028, "Asia/Yekaterinburg"),
    "Berlin": Calendar(ZoneInfo("Europe/Berlin")),
    "Berlin nights": Calendar(
        ZoneInfo("Europe/Berlin"),
        ((time(0), time(12)),),
        days_on=frozenset({date(2026, 3, 29), date(2026, 10, 25)}),
    ),
    "short Fridays": with_own(weekdays=((4, ((time(8), time(16)),)),)),
    "Saturdays too": with_own(weekdays=((5, ((time(9), time(14)),)),)),
    "long days": with_own(spans=((time(7), time(22)),)),
    "short eve": with_own(short_days=frozenset({date(2026, 11, 3)})),
    "own day off": with_own(days_off=frozenset({date(2026, 11, 27), date(2025, 11, 1)})),
    "own day on": with_own(days_on=frozenset({date(2026, 11, 28), date(2026, 11, 4)})),
    "both": with_own(days_on=frozenset({date(2026, 11, 28)}), days_off=frozenset({date(2026, 11, 28)})),
}

FAST = """
# The fast track: 2 and 8 hours of work, from 8 to 17
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | | Tue 2026-11-24 11:00 | Tue 2026-11-24 17:00 | within a day, to its end
Ulyanovsk | Tue 2026-11-24 08:00 | 2/8 | | Tue 2026-11-24 10:00 | Tue 2026-11-24 16:00 | from opening
Ulyanovsk | Tue 2026-11-24 16:00 | 2/8 | | Wed 2026-11-25 09:00 | Wed 2026-11-25 15:00 | over the night
Ulyanovsk | Tue 2026-11-24 22:00 | 2/8 | | Wed 2026-11-25 10:00 | Wed 2026-11-25 16:00 | in the evening
Ulyanovsk | Tue 2026-11-24 03:00 | 2/8 | | Tue 2026-11-24 10:00 | Tue 2026-11-24 16:00 | before dawn
Ulyanovsk | Tue 2026-11-24 17:00 | 2/8 | | Wed 2026-11-25 10:00 | Wed 2026-11-25 16:00 | at closing time
Ulyanovsk | Fri 2026-11-27 16:30 | 2/8 | | Mon 2026-11-30 09:30 | Mon 2026-11-30 15:30 | over a weekend
Ulyanovsk | Sat 2026-11-28 12:00 | 2/8 | | Mon 2026-11-30 10:00 | Mon 2026-11-30 16:00 | on a Saturday
Ulyanovsk | Sun 2026-11-29 23:59 | 2/8 | | Mon 2026-11-30 10:00 | Mon 2026-11-30 16:00 | on a Sunday
Ulyanovsk | Sat 2024-12-28 16:00 | 2/8 | | Thu 2025-01-09 09:00 | Thu 2025-01-09 15:00 | the year's end from a worked Saturday
Ulyanovsk | Wed 2025-01-08 12:00 | 2/8 | | Thu 2025-01-09 10:00 | Thu 2025-01-09 16:00 | the last of the new year's holidays
Ulyanovsk | Fri 2025-02-21 16:00 | 2/8 | | Mon 2025-02-24 09:00 | Mon 2025-02-24 15:00 | a Sunday holiday moved to May
Ulyanovsk | Fri 2025-03-07 16:00 | 2/8 | | Mon 2025-03-10 09:00 | Mon 2025-03-10 15:00 | a Saturday holiday moved to June
Ulyanovsk | Wed 2025-04-30 16:00 | 2/8 | | Mon 2025-05-05 09:00 | Mon 2025-05-05 15:00 | the First of May with a moved Friday
Ulyanovsk | Wed 2025-05-07 16:00 | 2/8 | | Mon 2025-05-12 09:00 | Mon 2025-05-12 15:00 | Victory Day with a moved Thursday
Ulyanovsk | Wed 2025-06-11 16:00 | 2/8 | | Mon 2025-06-16 09:00 | Mon 2025-06-16 15:00 | Russia Day with a moved Friday
Ulyanovsk | Fri 2025-10-31 16:00 | 2/8 | | Sat 2025-11-01 09:00 | Sat 2025-11-01 15:00 | into a worked Saturday
Ulyanovsk | Sat 2025-11-01 15:00 | 2/8 | | Sat 2025-11-01 17:00 | Wed 2025-11-05 14:00 | from it, over a moved Monday
Ulyanovsk | Tue 2025-12-30 16:00 | 2/8 | | Mon 2026-01-12 09:00 | Mon 2026-01-12 15:00 | the longest holidays
Ulyanovsk | Wed 2025-12-31 10:00 | 2/8 | | Mon 2026-01-12 10:00 | Mon 2026-01-12 16:00 | on the moved last day of the year
Ulyanovsk | Fri 2026-01-09 12:00 | 2/8 | | Mon 2026-01-12 10:00 | Mon 2026-01-12 16:00 | on a moved day off
Ulyanovsk | Fri 2026-02-20 16:00 | 2/8 | | Tue 2026-02-24 09:00 | Tue 2026-02-24 15:00 | a Monday holiday
Ulyanovsk | Fri 2026-03-06 16:00 | 2/8 | | Tue 2026-03-10 09:00 | Tue 2026-03-10 15:00 | a Sunday holiday, kept on Monday
Ulyanovsk | Thu 2026-04-30 16:00 | 2/8 | | Mon 2026-05-04 09:00 | Mon 2026-05-04 15:00 | the First of May
Ulyanovsk | Fri 2026-05-08 16:00 | 2/8 | | Tue 2026-05-12 09:00 | Tue 2026-05-12 15:00 | Victory Day, kept on Monday
Ulyanovsk | Thu 2026-06-11 16:00 | 2/8 | | Mon 2026-06-15 09:00 | Mon 2026-06-15 15:00 | Russia Day
Ulyanovsk | Tue 2026-11-03 16:00 | 2/8 | | Thu 2026-11-05 09:00 | Thu 2026-11-05 15:00 | Unity Day in the midst of a week
Ulyanovsk | Wed 2026-12-30 08:00 | 2/8 | | Wed 2026-12-30 10:00 | Wed 2026-12-30 16:00 | the last working day of the year
Ulyanovsk | Wed 2026-12-30 16:00 | 2/8 | | Mon 2027-01-11 09:00 | Mon 2027-01-11 15:00 | and past it
Ulyanovsk | Fri 2027-02-19 16:00 | 2/8 | | Sat 2027-02-20 09:00 | Sat 2027-02-20 15:00 | into a worked Saturday of 2027
Ulyanovsk | Sat 2027-02-20 12:00 | 2/8 | | Sat 2027-02-20 14:00 | Wed 2027-02-24 11:00 | from it, over two days off
# Other terms
Ulyanovsk | Tue 2026-11-24 08:00 | 1/9 | | Tue 2026-11-24 09:00 | Tue 2026-11-24 17:00 | a whole day
Ulyanovsk | Tue 2026-11-24 15:00 | 1/4 | | Tue 2026-11-24 16:00 | Wed 2026-11-25 10:00 | urgent
Ulyanovsk | Tue 2026-11-24 12:00 | 2/63 | | Tue 2026-11-24 14:00 | Thu 2026-12-03 12:00 | seven working days
Ulyanovsk | Tue 2026-11-24 16:50 | 0.25/1 | | Wed 2026-11-25 08:05 | Wed 2026-11-25 08:50 | a quarter of an hour
# The hours and days of a centre
short Fridays | Fri 2026-11-27 15:00 | 2/8 | | Mon 2026-11-30 09:00 | Mon 2026-11-30 15:00 | Friday ends at 16
Saturdays too | Fri 2026-11-27 16:00 | 2/8 | | Sat 2026-11-28 10:00 | Mon 2026-11-30 10:00 | Saturday is worked from 9 to 14
long days | Tue 2026-11-24 20:30 | 2/8 | | Wed 2026-11-25 07:30 | Wed 2026-11-25 13:30 | from 7 to 22
short eve | Tue 2026-11-03 15:00 | 2/8 | | Thu 2026-11-05 09:00 | Thu 2026-11-05 15:00 | the eve of a holiday ends at 16
short eve | Tue 2026-11-03 16:00 | 2/8 | | Thu 2026-11-05 10:00 | Thu 2026-11-05 16:00 | at its end
own day off | Thu 2026-11-26 16:00 | 2/8 | | Mon 2026-11-30 09:00 | Mon 2026-11-30 15:00 | a Friday that is off here
own day off | Fri 2025-10-31 16:00 | 2/8 | | Wed 2025-11-05 09:00 | Wed 2025-11-05 15:00 | the worked Saturday is off here
own day on | Fri 2026-11-27 16:00 | 2/8 | | Sat 2026-11-28 09:00 | Sat 2026-11-28 15:00 | a Saturday that is worked here
own day on | Tue 2026-11-03 16:00 | 2/8 | | Wed 2026-11-04 09:00 | Wed 2026-11-04 15:00 | a holiday that is worked here
both | Fri 2026-11-27 16:00 | 2/8 | | Sat 2026-11-28 09:00 | Sat 2026-11-28 15:00 | what is on and off is on
# Zones: the same moment is another hour there
Moscow | Tue 2026-11-24 13:30Z | 2/8 | | Wed 2026-11-25 06:30Z | Wed 2026-11-25 12:30Z | 16:30 there
Ulyanovsk | Tue 2026-11-24 13:30Z | 2/8 | | Wed 2026-11-25 06:00Z | Wed 2026-11-25 12:00Z | 17:30 there
Yekaterinburg | Tue 2026-11-24 13:30Z | 2/8 | | Wed 2026-11-25 05:00Z | Wed 2026-11-25 11:00Z | 18:30 there
Yekaterinburg | Tue 2026-11-24 11:30Z | 2/8 | | Wed 2026-11-25 04:30Z | Wed 2026-11-25 10:30Z | 16:30 there
Yekaterinburg | Sun 2026-11-29 20:00Z | 2/8 | | Mon 2026-11-30 05:00Z | Mon 2026-11-30 11:00Z | Monday already
Moscow | Fri 2026-11-27 21:30Z | 2/8 | | Mon 2026-11-30 07:00Z | Mon 2026-11-30 13:00Z | Saturday already
Moscow | Tue 2026-11-24 03:00Z | 2/8 | | Tue 2026-11-24 07:00Z | Tue 2026-11-24 13:00Z | six in the morning
Ulyanovsk | Thu 2026-12-31 20:30Z | 2/8 | | Mon 2027-01-11 06:00Z | Mon 2027-01-11 12:00Z | the next year already
Berlin | Fri 2026-03-27 15:00Z | 2/8 | | Mon 2026-03-30 07:00Z | Mon 2026-03-30 13:00Z | over the clocks' going forward
Berlin | Fri 2026-10-23 14:00Z | 2/8 | | Mon 2026-10-26 08:00Z | Mon 2026-10-26 14:00Z | and back
Berlin nights | Sat 2026-03-28 19:00Z | 2/8 | | Sun 2026-03-29 01:00Z | Sun 2026-03-29 07:00Z | work in the very night: an hour less
Berlin nights | Sat 2026-10-24 19:00Z | 2/8 | | Sun 2026-10-25 00:00Z | Sun 2026-10-25 06:00Z | an hour more
"""

PAUSED = """
# The clock stands: what was left when it stopped is left when it runs on
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | 2026-11-24 10:00/2026-11-24 12:00 | Tue 2026-11-24 13:00 | Wed 2026-11-25 10:00 | within a day
Ulyanovsk | Tue 2026-11-24 15:00 | 2/8 | 2026-11-24 16:00/2026-11-25 09:00 | Wed 2026-11-25 10:00 | Wed 2026-11-25 16:00 | over a night
Ulyanovsk | Tue 2026-11-24 15:00 | 2/8 | 2026-11-24 18:00/2026-11-25 07:00 | Tue 2026-11-24 17:00 | Wed 2026-11-25 14:00 | the night alone costs nothing
Ulyanovsk | Fri 2026-11-27 15:00 | 2/8 | 2026-11-27 16:00/2026-11-30 09:00 | Mon 2026-11-30 10:00 | Mon 2026-11-30 16:00 | over a weekend
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | 2026-11-24 12:00/2026-11-25 12:00 | Tue 2026-11-24 11:00 | Wed 2026-11-25 17:00 | what was late stays late
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | 2026-11-24 11:00/2026-11-24 12:00 | Tue 2026-11-24 11:00 | Wed 2026-11-25 09:00 | from the very moment it was due
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | 2026-11-24 10:00/2026-11-24 11:00;2026-11-24 13:00/2026-11-24 14:00 | Tue 2026-11-24 12:00 | Wed 2026-11-25 10:00 | two
Ulyanovsk | Tue 2026-11-24 09:00 | 2/3 | 2026-11-24 10:00/2026-11-24 12:00;2026-11-24 12:30/2026-11-24 13:30 | Tue 2026-11-24 14:00 | Tue 2026-11-24 15:00 | the second in what the first has added
Ulyanovsk | Tue 2026-11-24 09:00 | 2/8 | 2026-11-24 11:00/2026-11-24 13:00;2026-11-24 10:00/2026-11-24 12:00 | Tue 2026-11-24 14:00 | Wed 2026-11-25 11:00 | one over another counts once
Ulyanovsk | Tue 2026-11-24 12:00 | 2/8 | 2026-11-24 10:00/2026-11-24 13:00 | Tue 2026-11-24 15:00 | Wed 2026-11-25 12:00 | it stood before the clock began
Ulyanovsk | Tue 2026-11-24 12:00 | 2/8 | 2026-11-24 09:00/2026-11-24 11:00 | Tue 2026-11-24 14:00 | Wed 2026-11-25 11:00 | and was over by then
Ulyanovsk | Tue 2025-12-30 09:00 | 2/8 | 2025-12-30 10:00/2026-01-12 08:00 | Mon 2026-01-12 09:00 | Mon 2026-01-12 15:00 | over the year's end
Ulyanovsk | Fri 2025-10-31 09:00 | 2/8 | 2025-10-31 16:00/2025-11-01 09:00 | Fri 2025-10-31 11:00 | Sat 2025-11-01 10:00 | into a worked Saturday
short eve | Tue 2026-11-03 14:00 | 2/8 | 2026-11-03 15:00/2026-11-05 09:00 | Thu 2026-11-05 10:00 | Thu 2026-11-05 16:00 | over the short eve of a holiday
Berlin | Fri 2026-03-27 14:00Z | 2/8 | 2026-03-27 15:00Z/2026-03-30 07:00Z | Mon 2026-03-30 08:00Z | Mon 2026-03-30 14:00Z | over the clocks' going forward
"""

FORMAL = """
# Three and thirty calendar days after the day it began, to the end of work; a day off falls back
Ulyanovsk | Mon 2026-11-23 09:00 | formal | | Thu 2026-11-26 17:00 | Wed 2026-12-23 17:00 | working days both
Ulyanovsk | Tue 2026-11-24 23:30 | formal | | Fri 2026-11-27 17:00 | Thu 2026-12-24 17:00 | late at night it is still that day
Ulyanovsk | Wed 2026-11-25 09:00 | formal | | Fri 2026-11-27 17:00 | Fri 2026-12-25 17:00 | the third is a Saturday
Ulyanovsk | Thu 2026-11-26 09:00 | formal | | Fri 2026-11-27 17:00 | Fri 2026-12-25 17:00 | a Sunday, and the thirtieth a Saturday
Ulyanovsk | Fri 2026-11-27 09:00 | formal | | Mon 2026-11-30 17:00 | Fri 2026-12-25 17:00 | the thirtieth is a Sunday
Ulyanovsk | Sat 2026-11-28 12:00 | formal | | Tue 2026-12-01 17:00 | Mon 2026-12-28 17:00 | begun on a Saturday
Ulyanovsk | Mon 2025-12-01 09:00 | formal | | Thu 2025-12-04 17:00 | Tue 2025-12-30 17:00 | the thirtieth is a moved day off
Ulyanovsk | Thu 2025-12-04 09:00 | formal | | Fri 2025-12-05 17:00 | Tue 2025-12-30 17:00 | amid the new year's holidays
Ulyanovsk | Mon 2025-12-29 09:00 | formal | | Tue 2025-12-30 17:00 | Wed 2026-01-28 17:00 | registered before them
Ulyanovsk | Tue 2025-12-30 16:00 | formal | | Mon 2026-01-12 17:00 | Thu 2026-01-29 17:00 | no working day is left before: the next
Ulyanovsk | Thu 2026-01-01 09:00 | formal | | Mon 2026-01-12 17:00 | Fri 2026-01-30 17:00 | begun on a holiday
Ulyanovsk | Thu 2026-04-09 09:00 | formal | | Fri 2026-04-10 17:00 | Fri 2026-05-08 17:00 | on Victory Day
Ulyanovsk | Sat 2026-04-11 09:00 | formal | | Tue 2026-04-14 17:00 | Fri 2026-05-08 17:00 | on the Monday it moved to
Ulyanovsk | Fri 2026-01-30 09:00 | formal | | Mon 2026-02-02 17:00 | Fri 2026-02-27 17:00 | February is short
Ulyanovsk | Wed 2024-01-31 09:00 | formal | | Fri 2024-02-02 17:00 | Fri 2024-03-01 17:00 | of a leap year
Ulyanovsk | Wed 2025-10-29 09:00 | formal | | Sat 2025-11-01 17:00 | Fri 2025-11-28 17:00 | on a worked Saturday
short eve | Sat 2026-10-31 09:00 | formal | | Tue 2026-11-03 16:00 | Mon 2026-11-30 17:00 | on a short day
Ulyanovsk | Tue 2026-11-24 20:30Z | formal | | Fri 2026-11-27 13:00Z | Fri 2026-12-25 13:00Z | the next day there already
Moscow | Tue 2026-11-24 20:30Z | formal | | Fri 2026-11-27 14:00Z | Thu 2026-12-24 14:00Z | and not yet there
Berlin | Thu 2026-03-05 09:00 | formal | | Fri 2026-03-06 17:00 | Fri 2026-04-03 17:00 | over the clocks' going forward
Ulyanovsk | Tue 2026-11-24 09:00 | formal | 2026-11-25 09:00/2026-11-30 09:00 | Wed 2026-12-02 17:00 | Tue 2026-12-29 17:00 | five days stood
Ulyanovsk | Tue 2026-11-24 09:00 | formal | 2026-12-01 09:00/2026-12-03 09:00 | Fri 2026-11-27 17:00 | Fri 2026-12-25 17:00 | after the registration
Ulyanovsk | Tue 2026-11-24 09:00 | formal | 2026-11-24 10:00/2026-11-24 16:00 | Fri 2026-11-27 17:00 | Thu 2026-12-24 17:00 | hours within a day
Ulyanovsk | Tue 2026-11-24 20:00 | formal | 2026-11-24 21:00/2026-11-25 03:00 | Fri 2026-11-27 17:00 | Fri 2026-12-25 17:00 | hours past midnight are a day
Ulyanovsk | Tue 2026-12-01 09:00 | formal | 2026-12-02 09:00/2027-01-11 09:00 | Wed 2027-01-13 17:00 | Tue 2027-02-09 17:00 | over the year's end
"""

PROMISED = """
# To the end of the promised day, or of the working day before it
Ulyanovsk | Tue 2026-11-24 09:00 | by 2026-12-01 | | Tue 2026-11-24 11:00 | Tue 2026-12-01 17:00 | a working day
Ulyanovsk | Tue 2026-11-24 09:00 | by 2026-12-05 | | Tue 2026-11-24 11:00 | Fri 2026-12-04 17:00 | a Saturday
Ulyanovsk | Tue 2026-11-24 09:00 | by 2026-12-06 | | Tue 2026-11-24 11:00 | Fri 2026-12-04 17:00 | a Sunday
Ulyanovsk | Tue 2026-11-24 09:00 | by 2027-01-01 | | Tue 2026-11-24 11:00 | Wed 2026-12-30 17:00 | the new year
Ulyanovsk | Tue 2026-03-10 09:00 | by 2026-05-11 | | Tue 2026-03-10 11:00 | Fri 2026-05-08 17:00 | a moved day off
Ulyanovsk | Wed 2025-10-29 09:00 | by 2025-11-01 | | Wed 2025-10-29 11:00 | Sat 2025-11-01 17:00 | a worked Saturday
short eve | Mon 2026-11-02 09:00 | by 2026-11-03 | | Mon 2026-11-02 11:00 | Tue 2026-11-03 16:00 | a short day
short Fridays | Tue 2026-11-24 09:00 | by 2026-11-28 | | Tue 2026-11-24 11:00 | Fri 2026-11-27 16:00 | a Saturday after a short Friday
Ulyanovsk | Tue 2026-11-24 16:00 | by 2026-11-24 | | Tue 2026-11-24 17:00 | Tue 2026-11-24 17:00 | today: taken up by then
Ulyanovsk | Tue 2026-11-24 18:00 | by 2026-11-24 | | Wed 2026-11-25 10:00 | Wed 2026-11-25 16:00 | today, which is over: as any ticket
Ulyanovsk | Tue 2026-11-24 09:00 | by 2026-11-23 | | Tue 2026-11-24 11:00 | Tue 2026-11-24 17:00 | yesterday
Ulyanovsk | Sat 2026-11-28 12:00 | by 2026-11-29 | | Mon 2026-11-30 10:00 | Mon 2026-11-30 16:00 | a Sunday, on Saturday
Ulyanovsk | Tue 2026-11-24 09:00 | by 2026-12-01 | 2026-11-24 10:00/2026-11-24 12:00 | Tue 2026-11-24 13:00 | Tue 2026-12-01 17:00 | a pause puts no promise off
Yekaterinburg | Tue 2026-11-24 04:00Z | by 2026-12-01 | | Tue 2026-11-24 06:00Z | Tue 2026-12-01 12:00Z | of that zone
"""


def moment(text: str, days: Calendar, weekday: bool = True) -> datetime:
    words = text.split(maxsplit=1) if weekday else ["", text]
    zone = UTC if words[1].endswith("Z") else days.zone
    found = datetime.fromisoformat(words[1].removesuffix("Z")).replace(tzinfo=zone)
    assert not weekday or found.strftime("%a") == words[0], text
    return found


def pauses(text: str, days: Calendar) -> list[Pause]:
    ends = [part.split("/") for part in text.split(";") if part]
    return [(moment(since, days, False), moment(until, days, False)) for since, until in ends]


def lines(*tables: str) -> list[str]:
    return [line for table in tables for line in table.strip().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("case", lines(FAST, PAUSED, FORMAL, PROMISED))
def test_a_case_reckoned_by_hand(case: str) -> None:
    name, start, way, stood, reaction, resolution, _ = (part.strip() for part in case.split("|"))
    days = CALENDARS[name]
    track, terms, promised = Track.FAST, Terms(), None
    if way == "formal":
        track = Track.FORMAL
    elif way.startswith("by "):
        promised = date.fromisoformat(way.removeprefix("by "))
    else:
        terms = Terms(*(timedelta(hours=float(hours)) for hours in way.split("/")))
    found = dues(moment(start, days), days, terms, track=track, pauses=pauses(stood, days), promised=promised)
    assert found == Dues(moment(reaction, days), moment(resolution, days))


def test_after_the_reaction_a_pause_moves_the_resolution_alone() -> None:
    start = datetime(2026, 11, 24, 9, tzinfo=ULYANOVSK.zone)
    stood = [(start.replace(hour=10, minute=30), start.replace(hour=12, minute=30))]
    found = dues(start, ULYANOVSK, pauses=stood, reacted=start.replace(hour=10))
    assert found == Dues(start.replace(hour=11), start.replace(day=25, hour=10))


def test_a_short_day_that_is_no_longer_than_the_hour_it_loses_keeps_it() -> None:
    day = date(2026, 11, 3)
    brief = replace(ULYANOVSK, spans=((time(8), time(9)),), short_days=frozenset({day}))
    assert brief.hours(day)[-1][1] == datetime(2026, 11, 3, 9, tzinfo=ULYANOVSK.zone)
