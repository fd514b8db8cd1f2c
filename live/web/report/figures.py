"""The centre's figures over a period: a page to read and to print, and the same as XLSX."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.followup.figures import CENTRE
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.files.xlsx_writer import workbook
from live.runtime.tasks import offload
from live.views.report.figures import Figures, Period, in_time, mean_of, moment_of
from live.web import audit
from live.web.access import allow, device_credentials, may_open
from live.web.exchange.attached import attached
from live.web.report import figure_tables
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
    scope, period = _asked(g.actor)
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
        rises=services().queries.rises() if scope == CENTRE else [],
        presets=[(days, _address(scope, Period(today - timedelta(days - 1), today))) for days in OFFERED],
        before=_address(scope, period.before()),
        xlsx=_address(scope, period, "figure_pages.spreadsheet"),
        departments=services().queries.figures_scopes() if g.actor.may(OF_ALL) else [],
        lists=_Lists(told),
    )


@figure_pages.get("/figures.xlsx")
@allow(READERS, cookie=True, screen=TICKETS)
def spreadsheet() -> Response:
    scope, period = _asked(g.actor)
    told = services().queries.figures(scope, period)
    audit.told(Act.REPORT_EXPORTED, "figures", form="xlsx")
    return attached(offload(workbook, figure_tables.sheets(told)), f"figures-{period.first}-{period.last}.xlsx")


def _asked(actor: Actor) -> tuple[str, Period]:
    """Whose figures, and of which days; `invalid` and `forbidden` say what is wrong with what was asked."""
    scope = request.args.get("department", CENTRE)
    if not actor.may(OF_ALL):
        if not actor.department:
            raise Refused("illegal", "Nobody has said yet in which department you work. Ask the administrator.")
        if scope not in (CENTRE, actor.department):
            raise Refused("forbidden", "You see the figures of your own department alone.")
        scope = actor.department
    return scope, asked_period()


def asked_period() -> Period:
    """The days that the address says, else the last ones up to today; `invalid` where they are none."""
    today = services().queries.today()
    last = _day("to") or today
    first = _day("from") or last - timedelta(USUAL - 1)
    if first > last:
        raise Refused("invalid", "The period ends before it begins: choose its first and its last day anew.")
    if (last - first).days >= LONGEST or first.year < 2000 or last.year > 9000:
        raise Refused("invalid", "The period is too long: at most {most} days can be told at once.", most=LONGEST)
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


class _Lists:
    """The list behind a number, where there is one that this reader may open: the board, else the line's desk."""

    def __init__(self, told: Figures) -> None:
        credentials = device_credentials()
        self._scope = told.scope
        self._board = may_open("pages.tickets", credentials, None)
        self._line = None
        if told.line is not None and not told.scope:
            line_id = services().queries.broadcast_id(told.line)
            self._line = told.line if may_open("pages.desk", credentials, line_id) else None

    def of_group(self, kind: str, name: str) -> str | None:
        if kind == "department":
            return _department(name)
        narrowed = {"topic": "topic", "place": "place", "source": "source"}.get(kind)
        return self._narrowed(**{narrowed: name}) if narrowed and name else None

    def open_ones(self) -> str | None:
        if self._board:
            return self._on_board(state="open,assigned,in_progress,on_hold")
        return self._on_desk(tab="new")

    def everything(self) -> str | None:
        return self._narrowed()

    def _narrowed(self, **by: Any) -> str | None:
        return self._on_desk(tab="all", **by) or (self._on_board(**by) if "source" not in by else None)

    def _on_desk(self, **by: Any) -> str | None:
        return url_for("pages.desk", slug=self._line, **by) if self._line is not None else None

    def _on_board(self, **by: Any) -> str | None:
        of: dict[str, Any] = {"department": self._scope} if self._scope else {}
        return url_for("pages.tickets", tab="all", **of, **by) if self._board else None


def _department(name: str) -> str | None:
    if not name:
        return None
    days: dict[str, Any] = {end: request.args[end] for end in ("from", "to") if request.args.get(end)}
    return url_for("figure_pages.show", department=name, **days)
