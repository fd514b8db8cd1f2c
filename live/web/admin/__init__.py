"""The administrator's pages: who may open them, and the zone of their clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g

from live.domain.people import Role
from live.web.services import services

ADMIN = {Role.ADMIN}
SCREEN = "admin"
"""What a link's key names to open these pages."""


def zone() -> ZoneInfo:
    """The centre's own: its lists belong to no broadcast. It is looked up once a request."""
    if "centre_zone" not in g:
        g.centre_zone = ZoneInfo(services().queries.centre().zone)
    found: ZoneInfo = g.centre_zone
    return found


def when(at: datetime) -> str:
    """A moment by the centre's clock."""
    return f"{at.astimezone(zone()):%d.%m.%Y %H:%M}"
