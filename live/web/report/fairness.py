"""How fair a show was: a page to read and to print beside its report, and whether everybody may read of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.domain.people import Role
from live.followup.fairness import publish
from live.views.report.fairness import Fairness
from live.web.access import allow, device_credentials, may_open
from live.web.report import fairness_tables
from live.web.report.pages import READERS, SCREEN, SHOWN
from live.web.services import services
from live.web.urls import absolute

fairness_pages = Blueprint("fairness_pages", __name__)

PUBLISHERS = frozenset({Role.PRODUCER, Role.ADMIN})
"""Who lets everybody read of it."""

DECLINES_SHOWN = 200
"""Declined questions on the page; the XLSX has all of them."""


@fairness_pages.get("/b/<slug>/fairness")
@allow(READERS, cookie=True, screen=SCREEN)
def show(slug: str) -> str:
    of = services().queries.fairness(slug)
    zone = ZoneInfo(of.report["broadcast"]["zone"])
    broadcast_id = services().queries.broadcast_id(slug)
    return render_template(
        "report/fairness.html",
        slug=slug,
        of=of,
        broadcast=of.report["broadcast"],
        totals=of.report["totals"],
        tables=fairness_tables,
        zone=zone,
        groups=_groups(of),
        declines=fairness_tables.declines(of, zone)[:DECLINES_SHOWN],
        publishes=may_open("fairness_pages.switch", device_credentials(), broadcast_id),
        address=absolute(url_for("open_fairness_pages.show", slug=slug)),
    )


@fairness_pages.post("/b/<slug>/fairness")
@allow(PUBLISHERS, cookie=True, screen=SCREEN)
def switch(slug: str) -> BaseResponse:
    publish(services().store, slug, request.form.get("open") == "yes", g.actor.acting(PUBLISHERS))
    return redirect(url_for("fairness_pages.show", slug=slug), 303)


def _groups(of: Fairness) -> list[dict[str, Any]]:
    """By topic, place and source: the rows that are shown, and how many more there are."""
    return [
        {
            "kind": kind,
            "title": fairness_tables.TITLES[kind],
            "head": fairness_tables.HEADS[kind],
            "rows": rows[:SHOWN],
            "more": len(rows[SHOWN:]),
        }
        for kind, rows in of.shares.items()
    ]
