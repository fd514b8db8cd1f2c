"""What everybody may know of the centre's figures: no person, no official, and no count that is small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from live.views.report.figures import Counts, Figures, in_time

LEAST = 5
"""What is fewer is not told: in a small village three complaints are three neighbours."""

LONGEST_LIST = 20


class OpenTimes(TypedDict):
    """`median` in minutes of working time, `in_time` in percent; null where too few would tell."""

    median: int | None
    in_time: int | None


class OpenGroup(TypedDict):
    name: str
    received: int
    resolved: int | None


class OpenWeek(TypedDict):
    """`since`: its Monday, or the first day of the period."""

    since: str
    received: int | None
    resolved: int | None


OpenFigures = TypedDict(
    "OpenFigures",
    {
        "from": str,
        "to": str,
        "at": str,
        "received": int | None,
        "reacted": int | None,
        "resolved": int | None,
        "reaction": OpenTimes,
        "resolution": OpenTimes,
        "topics": list[OpenGroup],
        "places": list[OpenGroup],
        "weeks": list[OpenWeek],
    },
)
"""The centre's public figures: counts below LEAST are null, or left out where they would stand in a list."""


def open_figures(told: Figures) -> OpenFigures:
    counts = told.now.counts
    return {
        "from": told.period.first.isoformat(),
        "to": told.period.last.isoformat(),
        "at": told.at,
        "received": shown(counts["received"]),
        "reacted": shown(counts["reacted"]),
        "resolved": shown(counts["resolved"]),
        "reaction": _times(told.now.reaction.median, told.now.reaction.many, counts, "reacted", counts["reacted"]),
        "resolution": _times(
            told.now.resolution.median, told.now.resolution.many, counts, "resolved", counts["resolved_termed"]
        ),
        "topics": _group(told.groups["topic"]),
        "places": _group(told.groups["place"]),
        "weeks": [
            {
                "since": max(since, told.period.first).isoformat(),
                "received": shown(week["received"]),
                "resolved": shown(week["resolved"]),
            }
            for since, week in told.weeks.items()
        ],
    }


def shown(many: int) -> int | None:
    """A count as everybody may know it."""
    return many if many >= LEAST else None


def _times(median: int | None, timed: int, counts: Counts, verb: str, of: int) -> OpenTimes:
    part = in_time(counts, verb)
    return {
        "median": round(median / 60) if median is not None and timed >= LEAST else None,
        "in_time": round(100 * part) if part is not None and of >= LEAST else None,
    }


def _group(by: Mapping[str, Counts]) -> list[OpenGroup]:
    """Those with a name and enough of them, the most first."""
    named = [(name, counts) for name, counts in by.items() if name and counts["received"] >= LEAST]
    return [
        {"name": name, "received": counts["received"], "resolved": shown(counts["resolved"])}
        for name, counts in named[:LONGEST_LIST]
    ]
