"""A broadcast as it crosses the wire."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from live.protocol.views import BroadcastView
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
        "zone": row.zone,
        "aired_at": stamp(row.aired_at),
        "wrap": {"done": row.wrap_done, "of": row.wrap_total} if row.wrap_total is not None else None,
        "unwrapping": bool(row.unwrapping),
        "version": row.version,
    }
