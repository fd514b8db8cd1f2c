"""What everybody may know of how fair a show was: no person, no text, and no count that is small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from live.domain.followup.fairness import Group, Share, open_reason, pooled, shares
from live.views.report.fairness import Fairness, groups_of
from live.views.report.open_figures import LEAST, shown
from live.views.timestamps import stamp

LONGEST_LIST = 30


class OpenShare(TypedDict):
    """`name`: null of those without one, "" of all the others together. `low`–`high`: what chance would give of 95
    draws in 100; `verdict`: below, within or above it."""

    name: str | None
    received: int
    aired: int
    low: int
    high: int
    verdict: str


class OpenDecline(TypedDict):
    """`reason`: "" of all the others together."""

    reason: str
    questions: int


class OpenWait(TypedDict):
    """In seconds, from when a question was received; null where too few waited."""

    median: int | None
    p90: int | None


class OpenWaiting(TypedDict):
    source: str
    shortlisted: OpenWait
    aired: OpenWait


class OpenRoot(TypedDict):
    at: str | None
    leaves: int | None
    root: str


class OpenFairness(TypedDict):
    """Counts below LEAST are null, or told together with others where they would stand in a list.

    How many of a list were `aired` is told: it was seen by all.
    """

    broadcast: str
    title: str
    zone: str
    state: str
    at: str
    received: int | None
    aired: int
    declined: int | None
    topics: list[OpenShare]
    places: list[OpenShare]
    sources: list[OpenShare]
    declines: list[OpenDecline]
    waiting: list[OpenWaiting]
    roots: list[OpenRoot]


def open_fairness(of: Fairness) -> OpenFairness:
    report, broadcast = of.report, of.report["broadcast"]
    sources = _shares(of, "source")
    return {
        "broadcast": broadcast["slug"],
        "title": broadcast["title"],
        "zone": broadcast["zone"],
        "state": broadcast["state"],
        "at": report["at"],
        "received": shown(report["totals"]["received"]),
        "aired": report["totals"]["aired"],
        "declined": shown(report["totals"]["declined"]),
        "topics": _shares(of, "topic"),
        "places": _shares(of, "locality"),
        "sources": sources,
        "declines": _declines(report["declined"]),
        "waiting": _waiting(report["waiting"], {one["name"] for one in sources}),
        "roots": [{"at": stamp(one.at), "leaves": shown(one.leaves), "root": one.root} for one in of.roots],
    }


def _shares(of: Fairness, kind: str) -> list[OpenShare]:
    return [_share(one) for one in shares(pooled(groups_of(of.report, kind), LEAST, LONGEST_LIST))]


def _share(one: Share) -> OpenShare:
    return {
        "name": one.name,
        "received": one.received,
        "aired": one.aired,
        "low": one.low,
        "high": one.high,
        "verdict": one.verdict.value,
    }


def _declines(counted: Iterable[Mapping[str, Any]]) -> list[OpenDecline]:
    by: dict[str, int] = {}
    for one in counted:
        reason = open_reason(one["reason"])
        by[reason] = by.get(reason, 0) + one["questions"]
    told = pooled([Group(reason, many, 0, 0) for reason, many in by.items()], LEAST, LONGEST_LIST)
    return [{"reason": one.name or "", "questions": one.received} for one in told]


def _waiting(counted: Iterable[Mapping[str, Any]], told: set[str | None]) -> list[OpenWaiting]:
    return [
        {"source": one["source"], "shortlisted": _wait(one["shortlisted"]), "aired": _wait(one["aired"])}
        for one in counted
        if one["source"] in told
    ]


def _wait(spread: Mapping[str, Any]) -> OpenWait:
    enough = spread["questions"] >= LEAST
    return {"median": spread["median"] if enough else None, "p90": spread["p90"] if enough else None}
