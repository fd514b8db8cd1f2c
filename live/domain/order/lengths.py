"""A length as people write it: minutes, minutes and seconds, or hours too."""

from __future__ import annotations

import re

from live.domain.order.forecast import LENGTHS
from live.domain.refused import Refused

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:\.0+)?")
_MINUTES = re.compile(r"(\d{1,4})(?:[.,](\d{1,3}))?\s*(?:мин\w*\.?|min\w*\.?|m|м)?", re.IGNORECASE)


def length_of(written: str) -> int:
    """Seconds of “3:30”, “0:03:30”, “3,5” or “3 мин”; `invalid` for what is none, or too short or long for an item.

    A spreadsheet takes 3:30 for half past three and hands over 03:30:00, which is hours: that is told, not guessed.
    """
    text = " ".join(written.split())
    clock, minutes = _CLOCK.fullmatch(text), _MINUTES.fullmatch(text)
    if clock is not None:
        seconds = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    elif minutes is not None:
        seconds = round(float(f"{minutes[1]}.{minutes[2] or 0}") * 60)
    else:
        raise Refused("invalid", "“{text}” is no length: write minutes and seconds as 3:30.", text=text[:40])
    return checked_length(seconds, text)


def checked_length(seconds: int, text: str) -> int:
    """The same seconds; `invalid` where no item is so long, or so short. `text` is what was written."""
    if seconds > LENGTHS[-1]:
        raise Refused(
            "invalid",
            "“{text}” is over an hour. Where a table has made hours of minutes, write 0:03:30.",
            text=text[:40],
        )
    if seconds not in LENGTHS:
        raise Refused("invalid", "“{text}” is too short: an item takes five seconds at least.", text=text[:40])
    return seconds
