"""The administrator's page of health: each part by a sign, a word and, where it is not well, what to do."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from live.views.upkeep.all_books import all_books
from live.views.upkeep.backups import backups_of
from live.views.upkeep.health import health_of
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.services import services
from live.web.upkeep import health_rows
from live.web.upkeep.lights import SIGNS, Light, worst

admin_health = Blueprint("admin_health", __name__, url_prefix="/admin/health")


@admin_health.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    store = services().store
    health = health_of(store)
    groups = health_rows.groups(health, backups_of(store, services().settings.backups), all_books(store))
    rows = [row for _, rows in groups for row in rows]
    return render_template(
        "upkeep/health.html",
        groups=[(title, sorted(rows, key=lambda row: -row.light), worst(rows)) for title, rows in groups if rows],
        signs=SIGNS,
        worst=worst(rows),
        ill=[row for row in rows if row.light],
        lights=Light,
        at=when(health.now),
        username=g.actor.name,
    )
