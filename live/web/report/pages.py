"""The report of a show: a page to read and to print, and the same as XLSX and DOCX."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template
from flask_babel import gettext

from live.domain.audit import Act
from live.domain.official_pages.publication import WRITING
from live.domain.people import Role
from live.files.xlsx_writer import workbook
from live.runtime.tasks import offload
from live.views.screens import SCREENS
from live.web import audit
from live.web.access import allow
from live.web.exchange.attached import attached
from live.web.official_pages.results import is_over
from live.web.report import fairness_tables, poll_tables, sheets
from live.web.report.charts import charts
from live.web.report.document import report_document
from live.web.services import services

report_pages = Blueprint("report_pages", __name__)

SCREEN = "report"
READERS = frozenset({Role.PRODUCER, Role.MODERATOR, Role.HEAD, Role.COORDINATOR, Role.ADMIN})
SHOWN = 40
"""Topics, and places, on the page; the XLSX has all of them."""

LONG = 280
"""Letters of a text in a table, above which only its beginning stands there until it is opened."""


@report_pages.get("/b/<slug>/report")
@allow(READERS, cookie=True, screen=SCREEN)
def show(slug: str) -> str:
    report = services().queries.report(slug)
    zone = ZoneInfo(report["broadcast"]["zone"])
    whole, air = charts(report["minutes"], zone, report["broadcast"]["aired_at"])
    return render_template(
        "report/report.html",
        slug=slug,
        report=report,
        broadcast=report["broadcast"],
        sheets=sheets,
        zone=zone,
        local=lambda stamp: datetime.fromisoformat(stamp).astimezone(zone) if stamp else None,
        whole=whole,
        air=air,
        long=LONG,
        groups=_groups(report),
        polls=poll_tables.of_page(report, zone),
        promises=sheets.promises(report, zone),
        timeline=sheets.timeline(report, zone),
        with_contacts=g.actor.may(SCREENS["desk"].roles),
        publishes=g.actor.may(WRITING),
        is_over=is_over(report["broadcast"]),
    )


def _groups(report: dict[str, Any]) -> list[dict[str, Any]]:
    """By topic, place and source: the rows that are shown, and how many more there are."""
    titles = {"topic": gettext("By topic"), "locality": gettext("By place"), "source": gettext("By source")}
    heads = {"topic": gettext("Topic"), "locality": gettext("Place"), "source": gettext("Source")}
    groups = []
    for name, title in titles.items():
        rows = report[f"by_{name}"]
        shown = [{**row, "name": sheets.CALLED[name](row["name"])} for row in rows[:SHOWN]]
        most = max((row["received"] for row in rows), default=0)
        groups.append(
            {"title": title, "head": heads[name], "rows": shown, "most": most, "more": len(rows) - len(shown)}
        )
    return groups


@report_pages.get("/b/<slug>/report.xlsx")
@allow(READERS, cookie=True, screen=SCREEN)
def spreadsheet(slug: str) -> Response:
    tables = fairness_tables.with_report(services().queries.fairness(slug))
    audit.told(Act.REPORT_EXPORTED, slug, form="xlsx")
    return attached(offload(workbook, tables), f"report-{slug}.xlsx")  # A thousand minutes take a moment.


@report_pages.get("/b/<slug>/report.docx")
@allow(READERS, cookie=True, screen=SCREEN)
def paper(slug: str) -> Response:
    of = services().queries.fairness(slug)
    audit.told(Act.REPORT_EXPORTED, slug, form="docx")
    return attached(report_document(of), f"report-{slug}.docx")
