"""Who is on duty, as the screens were last told of it; and a person's own duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.duty_views import DutyNoteView, DutyView, ShiftView
from live.store.centre import access, duty, shifts, staff
from live.store.centre.duty import Duty
from live.store.transaction import Store
from live.views.timestamps import stamp

NONE: DutyView = {"kept": False, "now": [], "coming": [], "notes": []}


def duty_view(connection: Connection, limit: int) -> DutyView:
    told = duty.last_told(connection)
    rows = shifts.by_ids(connection, told.shown)
    by_begin = sorted(rows.values(), key=lambda row: (row.begins, row.id))
    now = [shift_view(row, told) for row in by_begin if row.id in {*told.told, *told.running}]
    coming = [shift_view(row, told) for row in by_begin if row.id in told.coming]
    left = shifts.notes(connection, [one for one in told.unread if one in rows])
    newest = sorted(left, key=lambda row: (row.at, row.id), reverse=True)
    return {
        "kept": told.kept,
        "now": now[:limit],
        "coming": coming[:limit],
        "notes": [_note(row, rows[row.shift_id]) for row in newest],
    }


def shift_view(row: Row[Any], told: Duty) -> ShiftView:
    shift = shifts.to_domain(row)
    stood_in = row.taken_by is not None and row.account_id is not None and row.taken_by != row.account_id
    return {
        "shift": row.id,
        "who": shifts.name_of(row),
        "account": shift.holder,
        "instead_of": row.planned_name if stood_in else None,
        "begins": str(stamp(row.begins)),
        "ends": str(stamp(row.ends)),
        "topics": sorted(row.topics),
        "places": sorted(row.places),
        "taken": row.taken_by is not None,
        "handed": row.handed_at is not None,
        "told": row.id in told.told,
        "away": row.id in told.absent,
    }


def _note(row: Row[Any], shift: Row[Any]) -> DutyNoteView:
    return {
        "shift": row.shift_id,
        "text": row.note or "",
        "by": row.by_name,
        "account": shift.taken_by,
        "at": str(stamp(row.at)),
    }


@dataclass(frozen=True, slots=True)
class OwnBot:
    """A bot of the centre's. `bound`: this person is told of alarms there."""

    id: int
    network: str
    title: str | None
    bound: bool


@dataclass(frozen=True, slots=True)
class OwnAbsence:
    id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class OwnShift:
    begins: datetime
    ends: datetime
    topics: Sequence[str]
    places: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """What a person's own page says of their duty. `email`: None where nobody has written one down."""

    shifts: Sequence[OwnShift]
    absences: Sequence[OwnAbsence]
    bots: Sequence[OwnBot]
    email: str | None


AHEAD = timedelta(days=60)


def own_duty(store: Store, account_id: int) -> OwnDuty:
    """A person's shifts of the next weeks, when they are away, and how they are told of alarms."""
    now = store.clock()
    with store.read() as connection:
        rows = shifts.between(connection, now, now + AHEAD)
        own = [row for row in rows if shifts.to_domain(row).holder == account_id]
        known = staff.of_account(connection, account_id)
        bots = [
            OwnBot(row.id, row.type, row.title, row.id in known and known[row.id].bound_at is not None)
            for row in staff.bots(connection)
        ]
        [person] = access.accounts(connection, [account_id])
        away = [OwnAbsence(row.id, row.since, row.until) for row in shifts.absences_of(connection, account_id, now)]
    return OwnDuty(
        [OwnShift(row.begins, row.ends, sorted(row.topics), sorted(row.places)) for row in own],
        away,
        bots,
        person.email,
    )
