"""The centre's figures over a period: a page to read and to print, and the same as XLSX."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.followup.figures import CENTRE
from live.domain.official_pages.publication import WRITING
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.files.xlsx_writer import workbook
from live.runtime.tasks import offload
from live.views.report.figures import Figures, Period, in_time, mean_of, moment_of
from live.web import audit
from live.web.access import allow
from live.web.exchange.attached import attached
from live.web.report import figure_tables
from live.web.report.figure_links import Lists
from live.web.services import services

figure_pages = Blueprint("figure_pages", __name__)

OF_ALL = frozenset({Role.HEAD, Role.COORDINATOR, Role.ADMIN})
"""Who sees the whole centre and any department; an executor sees the own one alone.

The roles count where they do for the board of tickets, whose work this is.
"""

READERS = OF_ALL | {Role.EXECUTOR}

LONGEST = 3 * 366
"""Days of a period."""

USUAL = 7
"""Days up to today that are shown where no period is said."""

OFFERED = (7, 30, 90, 365)
"""Days up to today that are one press away."""

SHOWN = 20
"""Rows of a group on the page; the XLSX has all of them."""

WEEKLY = 92
"""Days above which the chart goes by weeks."""


@figure_pages.get("/figures")
@allow(READERS, cookie=True, screen=TICKETS)
def show() -> str:
    scope, period = asked_scope(g.actor), asked_period()
    told = services().queries.figures(scope, period)
    today = services().queries.today()
    return render_template(
        "report/figures.html",
        told=told,
        tables=figure_tables,
        moment=moment_of(told),
        duration=figure_tables.duration,
        in_time=in_time,
        mean_of=mean_of,
        shown=SHOWN,
        charts=_charts(told),
        narrowed=_narrowed(told),
        day_of=lambda at: Period(at.date(), at.date()),
        rises=services().queries.rises() if scope == CENTRE else [],
        presets=[(days, _address(scope, Period(today - timedelta(days - 1), today))) for days in OFFERED],
        before=_address(scope, period.before()),
        xlsx=_address(scope, period, "figure_pages.spreadsheet"),
        departments=services().queries.figures_scopes() if g.actor.may(OF_ALL) else [],
        lists=Lists(told.scope, period, told.line),
        publishes=scope == CENTRE and g.actor.may(WRITING),
    )


@figure_pages.get("/figures.xlsx")
@allow(READERS, cookie=True, screen=TICKETS)
def spreadsheet() -> Response:
    scope, period = asked_scope(g.actor), asked_period()
    told = services().queries.figures(scope, period)
    audit.told(Act.REPORT_EXPORTED, "figures", form="xlsx")
    return attached(offload(workbook, figure_tables.sheets(told)), f"figures-{period.first}-{period.last}.xlsx")


def asked_scope(actor: Actor) -> str:
    """Whose figures are asked for; `forbidden` says that they are not this reader's."""
    scope = request.args.get("department", CENTRE)
    if actor.may(OF_ALL):
        return scope
    if not actor.department:
        raise Refused("illegal", "Nobody has said yet in which department you work. Ask the administrator.")
    if scope not in (CENTRE, actor.department):
        raise Refused("forbidden", "You see the figures of your own department alone.")
    return actor.department


def asked_period(longest: int = LONGEST) -> Period:
    """The days that the address says, else the last ones up to today; `invalid` where they are none, or too many."""
    today = services().queries.today()
    last = _day("to") or today
    first = _day("from") or last - timedelta(USUAL - 1)
    if first > last:
        raise Refused("invalid", "The period ends before it begins: choose its first and its last day anew.")
    if (last - first).days >= longest or first.year < 2000 or last.year > 9000:
        raise Refused("invalid", "The period is too long: at most {most} days can be told at once.", most=longest)
    return Period(first, last)


def _day(name: str) -> date | None:
    written = request.args.get(name, "")
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("invalid", "“{text}” is no day such as 2026-12-01.", text=written[:20]) from None


def _address(scope: str, period: Period, endpoint: str = "figure_pages.show") -> str:
    asked: dict[str, Any] = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    if scope:
        asked["department"] = scope
    return url_for(endpoint, **asked)


def _charts(told: Figures) -> dict[str, dict[str, Any]]:
    """What the page's script draws: by day, or by week where the days are many, and by the hour of the day."""
    weekly = told.period.days > WEEKLY
    by = told.weeks if weekly else told.days
    days = [*by]
    return {
        "days": {
            "weekly": weekly,
            "labels": [f"{one:%d.%m.%Y}" if weekly else f"{one:%d.%m}" for one in days],
            **{name: [by[one][name] for one in days] for name in ("received", "resolved")},
        },
        "hours": {
            "weekly": False,
            "labels": [f"{hour}:00" for hour in told.hours],
            **{name: [one[name] for one in told.hours.values()] for name in ("received", "resolved")},
        },
    }


def _narrowed(told: Figures) -> dict[str, list[dict[str, Any]]]:
    """What the list behind each point of a chart is narrowed by."""
    period = told.period
    starts = told.weeks if told.period.days > WEEKLY else told.days
    length = timedelta(6 if period.days > WEEKLY else 0)
    spans = [Period(max(one, period.first), min(one + length, period.last)) for one in starts]
    return {"days": [{"period": one} for one in spans], "hours": [{"hour": hour} for hour in told.hours]}
