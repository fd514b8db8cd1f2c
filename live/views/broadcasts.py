"""A broadcast as it crosses the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from live.domain.broadcast import Kind, State, check_transfer
from live.domain.refused import Refused
from live.protocol.answers.show import DestinationView
from live.protocol.views import BroadcastView
from live.store.show import broadcasts
from live.views.timestamps import stamp


def broadcast_view(row: Row[Any]) -> BroadcastView:
    return {
        "slug": row.slug,
        "title": row.title,
        "head": row.head_name,
        "kind": row.kind,
        "state": row.state,
        "intake_open": bool(row.intake_open),
        "rehearsal": bool(row.rehearsal),
        "rehearsal_pace": row.rehearsal_pace,
        "starts_at": stamp(row.starts_at),
        "minutes": row.minutes,
        "item_seconds": row.item_seconds,
        "zone": row.zone,
        "aired_at": stamp(row.aired_at),
        "wrap": {"done": row.wrap_done, "of": row.wrap_total} if row.wrap_total is not None else None,
        "unwrapping": bool(row.unwrapping),
        "version": row.version,
    }


def destinations(connection: Connection, row: Row[Any]) -> list[DestinationView]:
    """Where a question of this broadcast may be handed to."""
    here = broadcasts.to_domain(row)
    found: list[DestinationView] = []
    for other in broadcasts.all_of(connection):
        try:
            check_transfer(here, broadcasts.to_domain(other))
        except Refused:
            continue
        found.append(
            {
                "slug": other.slug,
                "title": other.title,
                "kind": other.kind,
                "starts_at": stamp(other.starts_at),
                "zone": other.zone,
            }
        )
    return sorted(found, key=lambda one: (one["starts_at"] is None, one["starts_at"] or "", one["title"]))


@dataclass(frozen=True, slots=True)
class FormTexts:
    """What a broadcast's form says of its own, and whether it asks for a name on air. None: as everywhere."""

    greeting: str | None
    thanks: str | None
    policy_url: str | None
    operator: str | None
    names_on_air: bool


def form_texts(row: Row[Any]) -> FormTexts:
    return FormTexts(row.greeting, row.thanks, row.policy_url, row.operator, bool(row.names_on_air))


def shelf_of(kind: str, state: str, at: datetime | None, zone: str, now: datetime) -> str:
    """Where a broadcast stands in a list: today, coming, standing or past. `at`: when it is planned, or went on air."""
    if kind == Kind.STANDING.value:
        return "standing"
    own = ZoneInfo(zone)
    today, day = now.astimezone(own).date(), at.astimezone(own).date() if at is not None else None
    if day == today or state in (State.ON_AIR, State.WRAPPING):
        return "today"
    gone = state == State.PLANNED and day is not None and day < today
    return "past" if gone or state in (State.WRAPPED, State.ARCHIVED) else "coming"


def year_of(at: datetime | None, zone: str) -> int:
    """The year of a moment by a clock; 0 where there is none."""
    return at.astimezone(ZoneInfo(zone)).year if at is not None else 0
