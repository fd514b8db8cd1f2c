"""The administrator's pages: who may open them, and the zone of their clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from live.domain.people import Role

ADMIN = {Role.ADMIN}
SCREEN = "admin"
"""What a link's key names to open these pages."""

ZONE = ZoneInfo("Europe/Ulyanovsk")
"""The centre's own: its lists belong to no broadcast."""


def when(at: datetime) -> str:
    """A moment by the centre's clock."""
    return f"{at.astimezone(ZONE):%d.%m.%Y %H:%M}"
