"""Who is banned, as the administrator's page and the command line tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from live.domain.submission import masked_contact
from live.store.centre import bans
from live.store.transaction import Store

PAGE = 100
"""Bans of one page."""

LATELY = 20
"""Bans that are over and still shown."""


@dataclass(frozen=True, slots=True)
class BanView:
    """`subject` is masked where it is a person's contact: whom it bans is found by typing it."""

    id: int
    kind: str
    subject: str
    reason: str
    by: str
    at: datetime
    until: datetime | None
    lifted_at: datetime | None
    lifted_by: str | None


@dataclass(frozen=True, slots=True)
class Bans:
    """`total`: how many hold. `next`: the number before which the next page begins. `over`: the latest that are not."""

    held: Sequence[BanView]
    total: int
    next: int | None
    over: Sequence[BanView] = ()


def all_bans(store: Store, before: int | None = None) -> Bans:
    """A page of those that hold, the newest first."""
    now = store.clock()
    with store.read() as connection:
        rows = bans.in_force(connection, now, PAGE + 1, before)
        total = bans.count(connection, now)
        over = bans.over(connection, now, LATELY) if before is None else []
    shown = [_view(row) for row in rows[:PAGE]]
    return Bans(shown, total, shown[-1].id if len(rows) > PAGE else None, [_view(row) for row in over])


def bans_of(store: Store, subject: str) -> Bans:
    """Those of one contact or address."""
    now = store.clock()
    with store.read() as connection:
        rows = bans.of_subject(store, connection, subject)
        total = bans.count(connection, now)
    held = [row for row in rows if row.lifted_at is None and (row.until is None or row.until > now)]
    over = [row for row in rows if row not in held]
    return Bans([_view(row) for row in held], total, None, [_view(row) for row in over[:LATELY]])


def _view(row: Row[Any]) -> BanView:
    subject = row.subject or ""
    shown = subject.partition(":")[2] if row.kind == "ip" else masked_contact(subject) or ""
    return BanView(row.id, row.kind, shown, row.reason, row.by_name, row.at, row.until, row.lifted_at, row.lifted_by)
