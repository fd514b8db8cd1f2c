"""What was asked about more than is usual for its hour, as the page of figures tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from live.store.centre.settings import centre_zone
from live.store.followup import rises
from live.store.transaction import Store

SHOWN = timedelta(days=1)
"""For so long what was told of stays on the page."""


@dataclass(frozen=True, slots=True)
class Risen:
    """A topic, or a place, by the centre's clock: how many asked within an hour, and how many are usual then."""

    kind: str
    name: str
    at: datetime
    many: int
    usual: float


def rises_of(store: Store) -> list[Risen]:
    """The newest first."""
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        rows = rises.told_since(connection, store.clock() - SHOWN)
    return [Risen(row.kind, row.name, row.at.astimezone(zone), row.many, row.usual) for row in rows]
