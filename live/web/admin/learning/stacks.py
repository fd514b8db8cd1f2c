"""Stacks of like questions: how like they must be, and how often people left them as they were put."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import format_decimal

from live.admin.language.stacks import save_threshold
from live.domain.language.stack import HIGHEST, LOWEST
from live.domain.refused import Refused
from live.views.admin.stacks import stacks_now
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.admin.learning.page import Page, part, shown
from live.web.admin.learning.page import admin_learning as admin_learning
from live.web.errors import STATUS, sentence_of
from live.web.services import services


@admin_learning.post("/stacks")
@allow(ADMIN, cookie=True, screen=SCREEN)
def save_stacks() -> Page:
    try:
        save_threshold(services().store, request.form.get("likeness", ""), g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return shown(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_learning.index", done="switched"), 303)


@part
def stacks() -> dict[str, Any]:
    """What the page's part of stacks is drawn of."""
    now = stacks_now(services().store)
    return {
        "stacks": now,
        "likeness": format_decimal(now.threshold),
        "likeness_bounds": (LOWEST, HIGHEST),
        "stacks_right": None if now.right is None else format_decimal(round(100 * now.right, 1)),
    }
