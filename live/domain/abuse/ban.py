"""A ban: whose messages go into a tray of their own. It refuses nobody, and nothing of theirs is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from ipaddress import IPv6Address, ip_address, ip_network

from live.domain.refused import Refused

ADDRESS = "ip"
"""The kind of a ban by a network address; the others are those of contacts (`submission.kind_of`)."""

MOST = 10_000
"""Bans that hold at a time."""

LONGEST = 500
"""Characters of a reason."""


def of_address(written: str) -> str | None:
    """An address as it is banned: alone, or with the 64 bits that one subscriber of IPv6 is given; None for none."""
    address, slash, bits = written.strip().partition("/")
    try:
        found = ip_address(address)
        if slash:
            ip_network(f"{address}/{bits}", strict=False)
    except ValueError:
        return None
    if slash and bits != ("64" if isinstance(found, IPv6Address) else "32"):
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return f"{ADDRESS}:{found.ipv4_mapped}"
    if isinstance(found, IPv6Address):
        return f"{ADDRESS}:{IPv6Address(int(found) >> 64 << 64)}/64"
    return f"{ADDRESS}:{found}"


def checked_reason(written: str) -> str:
    """Why somebody is banned, in one line; `invalid` without."""
    reason = " ".join(written.split())
    if not reason or not reason.isprintable() or len(reason) > LONGEST:
        raise Refused("invalid", "Say why, in at most {most} characters.", most=LONGEST)
    return reason


def end_of(last_day: date | None, zone: tzinfo, now: datetime) -> datetime | None:
    """When a ban ends: with its last day; None where somebody has to lift it. `invalid` where that day is over."""
    if last_day is None:
        return None
    if last_day < now.astimezone(zone).date():
        raise Refused("invalid", "The last day of a ban cannot be past.")
    if last_day.year > 2200:
        raise Refused("invalid", "This day is too far away: leave it empty for a ban without an end.")
    midnight = datetime(last_day.year, last_day.month, last_day.day, tzinfo=zone) + timedelta(days=1)
    return midnight.astimezone(now.tzinfo)
