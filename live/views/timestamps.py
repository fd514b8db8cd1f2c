"""Moments as they cross the wire."""

from __future__ import annotations

from datetime import datetime


def stamp(moment: datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC, to the millisecond."""
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
