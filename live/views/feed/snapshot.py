"""A screen's whole state as of a number: what it starts from, and returns to after a gap."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.views import Snapshot
from live.views.feed.sections.section import EVERYBODY, Reader
from live.views.screens import Screen


def snapshot(connection: Connection, broadcast: Row[Any], screen: Screen, reader: Reader = EVERYBODY) -> Snapshot:
    """What each of the screen's sections holds of a broadcast."""
    state: Snapshot = {}
    for section in screen.sections:
        state.update(section.snapshot(connection, broadcast, reader))
    return state
