"""Who is on duty, as the screens were last told of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.duty_views import DutyView, NoteView, ShiftView
from live.store.centre import duty, shifts
from live.store.centre.duty import Duty
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


def _note(row: Row[Any], shift: Row[Any]) -> NoteView:
    return {
        "shift": row.shift_id,
        "text": row.note or "",
        "by": row.by_name,
        "account": shift.taken_by,
        "at": str(stamp(row.at)),
    }
