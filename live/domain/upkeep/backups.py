"""Copies by schedule: at which hour, when one is due, whether it may begin now, and from when on one is missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from live.domain.refused import Refused

MOST_KEPT = 365

AGAIN = timedelta(minutes=30)
"""After a try that failed, the next one."""

WAITS = timedelta(hours=28)
"""While a show is on air no copy begins, unless the last is older: a day, and as long as a show may last."""

STALE = timedelta(days=2)
"""A centre whose last copy is older is warned."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A copy every day at `hour` by the centre's clock, where it is `on`; the newest `keep` of them stay."""

    on: bool = True
    hour: int = 3
    keep: int = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the copies: since when there is anything to copy, the last try, and the last that is whole."""

    since: datetime | None
    tried: datetime | None
    good: datetime | None


def checked(on: bool, hour: str, keep: str) -> Plan:
    """A plan as it was typed; `invalid` with a sentence where it is none."""
    if not (_is_number(hour) and int(hour) <= 23):
        raise Refused("invalid", "The hour is a whole number from 0 to 23, such as 3 for three in the morning.")
    if not (_is_number(keep) and 1 <= int(keep) <= MOST_KEPT):
        raise Refused("invalid", "At least one copy is kept, and {most} at most.", most=MOST_KEPT)
    return Plan(on, int(hour), int(keep))


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 5


def last_moment(plan: Plan, now: datetime, zone: str) -> datetime:
    """The latest moment of the plan that has come."""
    return _moment(plan, now, zone, days=0) if _moment(plan, now, zone, days=0) <= now else _moment(plan, now, zone, -1)


def next_moment(plan: Plan, now: datetime, zone: str) -> datetime:
    """The moment of the plan that comes next."""
    return _moment(plan, now, zone, days=0) if _moment(plan, now, zone, days=0) > now else _moment(plan, now, zone, 1)


def _moment(plan: Plan, now: datetime, zone: str, days: int) -> datetime:
    here = now.astimezone(ZoneInfo(zone))
    day = here.date() + timedelta(days=days)
    return datetime.combine(day, time(plan.hour), here.tzinfo).astimezone(now.tzinfo)


def is_due(plan: Plan, known: Known, now: datetime, zone: str) -> bool:
    """Whether the plan's last moment has come and has no copy yet; after a failure not before AGAIN has passed."""
    moment = last_moment(plan, now, zone)
    if not plan.on or known.since is None or moment <= known.since:
        return False
    if known.good is not None and known.good >= moment:
        return False
    return known.tried is None or known.tried < moment or now - known.tried >= AGAIN


def may_begin(on_air: bool, good: datetime | None, now: datetime) -> bool:
    """Whether a copy, by plan or wished for, may begin now."""
    return not on_air or good is None or now - good > WAITS


def is_stale(known: Known, now: datetime) -> bool:
    """Whether the last whole copy is older than anybody should bear."""
    reckoned_from = known.good or known.since
    return reckoned_from is not None and now - reckoned_from > STALE
