"""Times as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_CLOCK = r"(?:\D{1,4}(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?)?"
_NUMBERS = re.compile(rf"(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})[./-](?P<year>\d{{4}}|\d{{2}})(?:\s?г\.?)?{_CLOCK}")
_WITH_MONTH_NAME = re.compile(
    rf"(?P<day>\d{{1,2}})\s+(?P<name>[а-я]+)\.?\s+(?P<year>\d{{4}})(?:\s?(?:г|года)\.?)?{_CLOCK}", re.IGNORECASE
)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_NUMBER = re.compile(r"\d{5,10}(?:[.,]\d+)?")

_EXCEL = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet, whose dates are numbers of days."""


class NoTime(ValueError):
    """What is written is no time that is understood."""


def moment_of(written: str, zone: tzinfo) -> datetime:
    """The moment in UTC; without a zone of its own it is one of `zone`. `NoTime` where it is none.

    2026-11-24T12:41:07+04:00 · 24.11.2026 12:41 · 24/11/26 · 24 ноября 2026 г., 12:41 · 46350.53 (a spreadsheet's day)
    """
    try:
        at = _read(" ".join(written.split()))
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NoTime(written) from error
    if not 1900 <= at.year <= 2100:
        raise NoTime(written)
    return at


def _read(written: str) -> datetime:
    if found := _NUMBERS.fullmatch(written):
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
        return _put(found, year, int(found["month"]))
    if found := _WITH_MONTH_NAME.fullmatch(written):
        name = found["name"].lower()
        month = next((number for number, stem in enumerate(_MONTHS, 1) if name.startswith(stem)), 0)
        return _put(found, int(found["year"]), month)
    if _NUMBER.fullmatch(written):
        number = float(written.replace(",", "."))
        if 20_000 <= number < 80_000:
            return _EXCEL + timedelta(seconds=round(number * 86_400))
        if number >= 1e9:
            return datetime.fromtimestamp(number, UTC)
    return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", written))


def _put(found: re.Match[str], year: int, month: int) -> datetime:
    hour, minute, second = (int(found[group] or 0) for group in ("hour", "minute", "second"))
    return datetime(year, month, int(found["day"]), hour, minute, second)
