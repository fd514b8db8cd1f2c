"""How fair a show was, for everybody, once its crew has published it: a page without personal data, and as JSON."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from live.domain.refused import Refused
from live.views.report.open_fairness import OpenFairness, open_fairness
from live.views.report.open_figures import LEAST
from live.web.access import PUBLIC, allow
from live.web.report import fairness_tables, sheets
from live.web.services import services

open_fairness_pages = Blueprint("open_fairness_pages", __name__)

FRESH = 300.0
"""Seconds for which it is told as it was counted: everybody may ask."""

MOST = 50
"""Shows of which it is kept so."""

KEPT = "live.open_fairness"
"""Where the app keeps, by a show's slug, until when it is told and what was counted."""


@open_fairness_pages.get("/b/<slug>/open-fairness")
@allow(PUBLIC)
def show(slug: str) -> str:
    told = _told(slug)
    zone = ZoneInfo(told["zone"])
    return render_template(
        "report/open_fairness.html",
        told=told,
        tables=fairness_tables,
        sheets=sheets,
        least=LEAST,
        local=lambda at: fairness_tables.local(datetime.fromisoformat(at), zone),
        groups=[
            {
                "kind": kind,
                "title": fairness_tables.TITLES[kind],
                "head": fairness_tables.HEADS[kind],
                "rows": rows,
                "more": 0,
            }
            for kind, rows in (("topic", told["topics"]), ("locality", told["places"]), ("source", told["sources"]))
        ],
        centre=services().queries.centre().name,
        json=url_for("open_fairness_pages.as_json", slug=slug),
    )


@open_fairness_pages.get("/b/<slug>/open-fairness.json")
@allow(PUBLIC)
def as_json(slug: str) -> Response:
    return jsonify(_told(slug))


def _told(slug: str) -> OpenFairness:
    """A show that is not published is told apart from none by nobody."""
    kept: dict[str, tuple[float, OpenFairness]] = current_app.extensions.setdefault(KEPT, {})
    if not _is_open(slug):
        kept.pop(slug, None)
        raise Refused("not_found", "This page is not published.")
    until, known = kept.get(slug, (0.0, None))
    if known is None or time.monotonic() > until:
        known = open_fairness(services().queries.fairness(slug))
        kept.pop(slug, None)
        kept[slug] = (time.monotonic() + FRESH, known)
        for oldest in list(kept)[:-MOST]:
            del kept[oldest]
    return known


def _is_open(slug: str) -> bool:
    try:
        return services().queries.is_fairness_open(slug)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return False
