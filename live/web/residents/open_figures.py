"""The centre's public figures, once it has switched them on: a page for allowed sites too, and the same as JSON."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from flask_babel import gettext
from markupsafe import escape

from live.domain.refused import Refused
from live.views.report.figures import Period
from live.views.report.open_figures import LEAST, OpenFigures, open_figures
from live.web.access import PUBLIC, allow
from live.web.report.figure_tables import duration
from live.web.services import services
from live.web.urls import absolute

open_pages = Blueprint("open_pages", __name__)

SPANS = (7, 30, 365)
"""Days up to yesterday that can be asked for: today is not over yet."""

USUAL = 30

FRESH = 300.0
"""Seconds for which the figures are told as they were counted: a site's page may ask for each of its visitors."""

FRAME = '<iframe src="{address}" title="{title}" style="width:100%;height:1200px;border:0"></iframe>'
"""What an editor of an official site pastes into its page."""

KEPT = "live.open_figures"
"""Where the app keeps, by the days asked for, until when they are told and what was counted."""


@open_pages.get("/open")
@allow(PUBLIC)
def show() -> str:
    days = _days()
    told = _told(days)
    weeks = told["weeks"]
    points = {
        "labels": [f"{date.fromisoformat(week['since']):%d.%m.%Y}" for week in weeks],
        **{name: [week[name] or 0 for week in weeks] for name in ("received", "resolved")},
    }
    return render_template(
        "report/open.html",
        told=told,
        days=days,
        spans=SPANS,
        least=LEAST,
        points=points,
        duration=lambda minutes: duration(60 * minutes if minutes is not None else None),
        centre=services().queries.centre().name,
        day=lambda iso: f"{date.fromisoformat(iso):%d.%m.%Y}",
        json=url_for("open_pages.as_json", days=days),
    )


@open_pages.get("/open.json")
@allow(PUBLIC)
def as_json() -> Response:
    return jsonify(_told(_days()))


def frame() -> str:
    """The line that puts the page into one of an official site."""
    address = absolute(url_for("open_pages.show"))
    return FRAME.format(address=address, title=escape(gettext("Figures of the centre")))


def _days() -> int:
    days: Any = request.args.get("days", USUAL, int)
    if days not in SPANS:
        raise Refused("invalid", "The figures are told of so many days: {days}.", days=[str(one) for one in SPANS])
    return int(days)


def _told(days: int) -> OpenFigures:
    if not services().told().open_figures:
        raise Refused("not_found", "This centre does not publish its figures.")
    kept: dict[int, tuple[float, OpenFigures]] = current_app.extensions.setdefault(KEPT, {})
    until, known = kept.get(days, (0.0, None))
    if known is None or time.monotonic() > until:
        last = services().queries.today() - timedelta(1)
        known = open_figures(services().queries.figures("", Period(last - timedelta(days - 1), last)))
        kept[days] = (time.monotonic() + FRESH, known)
    return known
