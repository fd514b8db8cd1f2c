"""What the forms of the roster send, read: days and hours of the centre's clock, a person, topics and places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import request

from live.admin.shifts.night import hour_of
from live.admin.shifts.roster import Planned
from live.domain.duty.shift import Pattern, span_of
from live.domain.refused import Refused
from live.web.admin import zone

FIELDS = ("day", "begins", "ends", "person", "places", "weeks", "every")

YEARS = range(2000, 2101)


def typed() -> dict[str, Any]:
    """As it was typed, to stand there again where it is refused."""
    fields: dict[str, Any] = {name: request.form.get(name, "") for name in FIELDS}
    return fields | {"topics": request.form.getlist("topic"), "weekdays": request.form.getlist("weekday")}


def day_of(written: str) -> date:
    """A day as a browser's field sends it; `invalid` for what is none."""
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        raise Refused("invalid", "“{text}” is no day.", text=written[:40]) from None
    if day.year not in YEARS:
        raise Refused("invalid", "“{text}” is no day.", text=written[:40])
    return day


def moment_of(written: str) -> datetime:
    """A day and an hour as a browser's field sends them, by the centre's clock."""
    day, _, hour = written.strip().replace(" ", "T").partition("T")
    return datetime.combine(day_of(day), hour_of(hour or "00:00"), zone())


def span(fields: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """From when to when a shift is; one whose end is no later ends on the next day."""
    return span_of(day_of(fields["day"]), hour_of(fields["begins"]), hour_of(fields["ends"]), zone())


def pattern(fields: Mapping[str, Any]) -> Pattern:
    begins, ends = hour_of(fields["begins"]), hour_of(fields["ends"])
    weekdays = frozenset(_whole(day, 0, 6) for day in fields["weekdays"])
    every = 2 if fields["every"] == "2" else 1
    return Pattern(day_of(fields["day"]), weekdays, begins, ends, _whole(fields["weeks"], 0, 1000), every)


def planned(fields: Mapping[str, Any]) -> Planned:
    """Whose shift it is, and of what. That nobody is found yet is chosen, never left out."""
    person = fields["person"]
    if not person:
        raise Refused("invalid", "Choose who is on duty, or “nobody yet”: then the roster shows a gap.")
    account = None if person == "nobody" else _whole(person, 1, 2**31 - 1)
    return Planned(account, fields["topics"], fields["places"].splitlines())


def _whole(written: str, least: int, most: int) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 11 and least <= int(written) <= most):
        raise Refused("invalid", "The request is not understood.")
    return int(written)


def absence() -> tuple[datetime, datetime]:
    """From the first day's beginning to the last day's end, by the centre's clock; hours may be said."""
    since, until = request.form.get("since", ""), request.form.get("until", "")
    end = moment_of(until)
    return moment_of(since), end if "T" in until else end + timedelta(days=1)
