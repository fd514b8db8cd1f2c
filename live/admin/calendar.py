"""The lists behind the tickets' clocks: the centre's calendar, and its terms by topic and priority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from live.admin.centre import checked_zone
from live.domain.deadline import END_OF_DAY, check_spans, hour_of
from live.domain.refused import Refused
from live.domain.ticket import Priority

YEARS = range(2000, 2101)
MOST_DAYS = 500
"""Days of one kind that a calendar names."""

MOST_SPANS = 12
"""Of work in a day."""

MOST_MINUTES = 120_000
"""Of work: about a year."""


def _day(value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused("invalid", "“{text}” is no day such as 31.12.2026.", text=value) from None
    if day.year not in YEARS:
        written = f"{day.day:02}.{day.month:02}.{day.year:04}"
        raise Refused("invalid", "“{text}” is no day such as 31.12.2026.", text=written)
    return day.isoformat()


def _hour(value: Any) -> str:
    if value == END_OF_DAY:
        return END_OF_DAY
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except (TypeError, ValueError):
        raise Refused("invalid", "“{text}” is no time of day such as 08:30.", text=value) from None


def _minutes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_MINUTES:
        text = f"{value / 60:g}" if isinstance(value, int) else value
        raise Refused("invalid", "“{text}” is no length of working time such as 2 or 2:30 (hours).", text=text)
    return value


Day = Annotated[str, BeforeValidator(_day)]
Hour = Annotated[str, BeforeValidator(_hour)]
Minutes = Annotated[int, BeforeValidator(_minutes)]
Days = Annotated[list[Day], Field(max_length=MOST_DAYS)]


class Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(Fields):
    opens: Hour
    closes: Hour


class Hours(Fields):
    """The hours of a day, apart and in order. Before a day had several, `opens` and `closes` were all of them."""

    spans: Annotated[list[Span], Field(max_length=MOST_SPANS)]

    @model_validator(mode="before")
    @classmethod
    def of_one_span(cls, given: Any) -> Any:
        if isinstance(given, dict) and "spans" not in given and {"opens", "closes"} <= given.keys():
            rest = {name: value for name, value in given.items() if name not in ("opens", "closes")}
            return {**rest, "spans": [{"opens": given["opens"], "closes": given["closes"]}]}
        return given


class Weekday(Hours):
    """Hours of one day of the week, 1 is Monday."""

    day: Annotated[int, Field(ge=1, le=7)]


class CalendarItem(Hours):
    """`zone` null: each ticket goes by the clock of its broadcast. `round_the_clock`: every hour counts."""

    zone: str | None = None
    round_the_clock: bool = False
    weekdays: list[Weekday] = []
    days_off: Days = []
    days_on: Days = []
    short_days: Days = []


class Deadline(Fields):
    """Minutes of work for a topic, a priority, both, or (neither said) everything else.

    `approval` null: FAST_TERMS has it.
    """

    topic: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] | None = None
    priority: Priority | None = None
    reaction: Minutes
    resolution: Minutes
    approval: Minutes | None = None


def checked_calendar(items: Sequence[CalendarItem]) -> list[dict[str, Any]]:
    """The one calendar, its days in order and none twice."""
    if len(items) != 1:
        raise Refused("invalid", "There is exactly one calendar.")
    one = items[0]
    if one.zone is not None:
        checked_zone(one.zone)
    days = [weekday.day for weekday in one.weekdays]
    if len(set(days)) < len(days):
        raise Refused("invalid", "A day of the week stands there twice.")
    for hours in (one, *one.weekdays):
        hours.spans.sort(key=lambda span: span.opens)
        check_spans(tuple((hour_of(span.opens), hour_of(span.closes)) for span in hours.spans))
    if both := sorted(set(one.days_off) & set(one.days_on)):
        raise Refused("invalid", "{day} is both a day off and a working day.", day=_written_day(both[0]))
    if idle := sorted(set(one.days_off) & set(one.short_days)):
        raise Refused("invalid", "{day} is both a day off and a short day.", day=_written_day(idle[0]))
    found = one.model_dump()
    for name in ("days_off", "days_on", "short_days"):
        found[name] = sorted(set(found[name]))
    return [found | {"weekdays": sorted(found["weekdays"], key=lambda weekday: weekday["day"])}]


def checked_deadlines(items: Sequence[Deadline]) -> list[dict[str, Any]]:
    """Terms: for each topic and priority once, and nothing resolved before it is taken up."""
    checked, before = [], set()
    for number, item in enumerate(items, 1):
        topic = " ".join((item.topic or "").split()) or None
        if topic is not None and not topic.isprintable():
            raise Refused("invalid", "The request holds control characters.")
        if (topic, item.priority) in before:
            raise Refused("invalid", "Entry {place} is for the same topic and priority as one above it.", place=number)
        if item.resolution < item.reaction:
            raise Refused("invalid", "Entry {place} is resolved sooner than it is taken up.", place=number)
        before.add((topic, item.priority))
        left_out = {"approval"} if item.approval is None else set()
        checked.append({**item.model_dump(exclude=left_out), "topic": topic})
    return checked


def _written_day(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y")
