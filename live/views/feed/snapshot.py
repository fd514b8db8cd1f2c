"""A screen's whole state as of a number: what it starts from, and returns to after a gap."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.views import Snapshot
from live.views.screens import Screen


def snapshot(connection: Connection, broadcast: Row[Any], screen: Screen, department: str | None = None) -> Snapshot:
    """What each of the screen's sections holds of a broadcast; `department` limits an executor's tickets."""
    state: Snapshot = {}
    for section in screen.sections:
        state.update(section.snapshot(connection, broadcast, department))
    return state
