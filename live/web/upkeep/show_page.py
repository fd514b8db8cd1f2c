"""Whether a show is well, for its crew: one page of words that looks again by itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from live.domain.broadcast import State
from live.views.screens import SCREENS
from live.views.upkeep.show import show_of
from live.web.access import allow
from live.web.services import services
from live.web.upkeep.lights import SIGNS, worst
from live.web.upkeep.show_rows import rows_of

show_health = Blueprint("show_health", __name__)

CREW = SCREENS["desk"].roles | SCREENS["calls"].roles | SCREENS["gallery"].roles
"""Whoever works at a screen while the show goes on, and can do something about what is wrong."""


@show_health.get("/b/<slug>/health")
@allow(CREW, cookie=True, reading=True)
def index(slug: str) -> str:
    show = show_of(services().store, slug)
    rows = sorted(rows_of(show), key=lambda row: -row.light)
    return render_template(
        "upkeep/show.html",
        slug=slug,
        broadcast=show.broadcast,
        rows=rows,
        ill=[row for row in rows if row.light],
        signs=SIGNS,
        worst=worst(rows),
        on_air=show.broadcast["state"] == State.ON_AIR,
        at=services().store.clock().astimezone(ZoneInfo(show.broadcast["zone"])).strftime("%H:%M:%S"),
    )
