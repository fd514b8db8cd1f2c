"""How the official pages are kept: a page to read and to print, and the same as XLSX; what everybody reads of it."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from flask_babel import format_decimal, gettext

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.characters import alike
from live.domain.official_pages.score import AGES, Measures, Row
from live.domain.refused import Refused
from live.files.xlsx_writer import Sheet, workbook
from live.runtime.tasks import offload
from live.views.page_scores import BodyKept, PageScores, page_scores
from live.views.report.figures import Period
from live.views.report.open_figures import LEAST
from live.web import audit
from live.web.access import PUBLIC, allow
from live.web.exchange.attached import attached
from live.web.labels import NETWORKS, SCORE_PARTS
from live.web.report.figure_tables import duration
from live.web.report.figures import READERS, asked_period
from live.web.services import services

page_score_pages = Blueprint("page_score_pages", __name__)

LONGEST = 366
"""Days of a period."""

OFFERED = (7, 30, 90)
FRESH = 300.0
"""Seconds for which everybody is told what was counted last."""

KEPT = "live.open_page_scores"
USUAL = 30


@page_score_pages.get("/page-scores")
@allow(READERS, cookie=True, screen=TICKETS)
def show() -> str:
    period = asked_period(LONGEST)
    today = services().queries.today()
    told = page_scores(services().store, period)
    body = request.args.get("body", "")
    chosen = next((one for one in told.bodies if alike(one.body) == alike(body)), None) if body else None
    return render_template(
        "official_pages/scores.html",
        told=told,
        chosen=chosen,
        parts=SCORE_PARTS,
        networks=NETWORKS,
        ages=AGES,
        duration=duration,
        value=value,
        points=lambda parts: sum(_points(row) or 0 for row in parts),
        moment=told.at.astimezone(ZoneInfo(told.zone)),
        local=lambda at: at.astimezone(ZoneInfo(told.zone)).strftime("%d.%m.%Y, %H:%M"),
        presets=[(days, _address(Period(today - timedelta(days - 1), today))) for days in OFFERED],
        before=_address(period.before()),
        of_body=lambda name: _address(period, body=name),
        xlsx=url_for("page_score_pages.spreadsheet", **_days(period)),
    )


@page_score_pages.get("/page-scores.xlsx")
@allow(READERS, cookie=True, screen=TICKETS)
def spreadsheet() -> Response:
    period = asked_period(LONGEST)
    told = page_scores(services().store, period)
    audit.told(Act.REPORT_EXPORTED, "page-scores", form="xlsx")
    return attached(offload(workbook, sheets(told)), f"page-scores-{period.first}-{period.last}.xlsx")


@page_score_pages.get("/open-pages")
@allow(PUBLIC)
def open_pages() -> str:
    """The bodies and their scores, where the centre lets everybody read them."""
    told = _open()
    return render_template(
        "official_pages/open_scores.html",
        told=told,
        parts=SCORE_PARTS,
        value=value,
        centre=services().queries.centre().name,
        json=url_for("page_score_pages.open_json"),
    )


@page_score_pages.get("/open-pages.json")
@allow(PUBLIC)
def open_json() -> Response:
    told = _open()
    return jsonify(
        {
            "from": told["first"].isoformat(),
            "to": told["last"].isoformat(),
            "median": told["middle"],
            "bodies": [{"body": one["body"], "score": one["score"], **one["values"]} for one in told["bodies"]],
        }
    )


def _open() -> dict[str, Any]:
    """The last days, as they were counted some minutes ago at most."""
    if not services().told().open_page_scores:
        raise Refused("not_found", "This centre does not publish how its pages are kept.")
    until, known = current_app.extensions.get(KEPT, (0.0, None))
    if known is None or time.monotonic() > until:
        last: date = services().queries.today() - timedelta(1)
        told = page_scores(services().store, Period(last - timedelta(USUAL - 1), last))
        known = {
            "first": told.period.first,
            "last": last,
            "middle": told.middle,
            "bodies": list(map(_of_body, told.bodies)),
        }
        current_app.extensions[KEPT] = (time.monotonic() + FRESH, known)
    return dict(known)


def _of_body(one: BodyKept) -> dict[str, Any]:
    """No count that would tell who asked: what is reckoned of fewer questions than LEAST is left out."""
    few = {"answered": one.kept.now.asked, "first": one.kept.now.answered, "marks": one.kept.now.marks}
    values = {
        row.part.value: None if row.value is None or few.get(row.part, LEAST) < LEAST else round(row.value, 1)
        for row in one.kept.parts
    }
    return {"body": one.body, "score": one.kept.score, "values": values}


def value(number: float | None) -> str:
    return "—" if number is None else str(format_decimal(number, format="#,##0.#"))


def _address(period: Period, body: str | None = None) -> str:
    return url_for("page_score_pages.show", **_days(period), body=body)


def _days(period: Period) -> dict[str, Any]:
    return {"from": period.first, "to": period.last}


def sheets(told: PageScores) -> list[Sheet]:
    """The bodies, their pages, and how each score is reckoned."""
    counted = [
        *(gettext("Posts"), gettext("Own ones"), gettext("With a video"), gettext("Seen")),
        *(gettext("Asked"), gettext("Under posts"), gettext("Answered"), gettext("First answer, hours")),
        *(gettext("Last answer, hours"), gettext("Open"), gettext("Average mark"), gettext("Days without a post")),
    ]
    bodies = [[one.body, one.kept.score, one.kept.score_before, *_cells(one.kept.now)] for one in told.bodies]
    pages = [
        [
            one.body,
            page.page.address,
            page.page.official,
            page.kept.score,
            page.kept.score_before,
            *_cells(page.kept.now),
        ]
        for one in told.bodies
        for page in one.pages
    ]
    reckoned = [
        [one.body, str(SCORE_PARTS[row.part][0]), row.value, row.aim, row.share, row.weight, _points(row)]
        for one in told.bodies
        for row in one.kept.parts
    ]
    head = [gettext("Body"), gettext("Score"), gettext("The period before")]
    of_page = [gettext("Body"), gettext("Page"), gettext("Official"), *head[1:]]
    parts = [
        gettext("Part"),
        gettext("Reached"),
        gettext("Aim"),
        gettext("Share"),
        gettext("Weight"),
        gettext("Points"),
    ]
    return [
        Sheet(gettext("Bodies"), [*head, *counted], bodies, (50, 10, 14, *(14 for _ in counted))),
        Sheet(gettext("Pages"), [*of_page, *counted], pages, (50, 40, 30, 10, 14, *(14 for _ in counted))),
        Sheet(gettext("How it is reckoned"), [head[0], *parts], reckoned, (50, 40, 12, 12, 12, 12, 12)),
    ]


def _points(row: Row) -> float | None:
    return None if row.share is None else row.weight * row.share


def _cells(now: Measures) -> list[Any]:
    def hours(seconds: float | None) -> float | None:
        return None if seconds is None else round(seconds / 3600, 2)

    return [
        *(now.posts, now.own, now.videos, now.reach, now.asked, now.public, now.answered),
        *(hours(now.first), hours(now.last), sum(now.open), now.mark, now.silent),
    ]
