"""The list behind a number of the figures: the questions and tickets that it counts."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from live.domain.broadcast import TICKETS
from live.domain.followup.figures import ALL, HOURLY, HOURLY_KINDS, KINDS, LISTED
from live.domain.refused import Refused
from live.views.report.figure_list import Counted, Number, Start
from live.views.report.figures import Period
from live.web.access import allow, device_credentials, may_open
from live.web.labels import question_state, ticket_state
from live.web.report import figure_tables
from live.web.report.figures import LONGEST, READERS, asked_period, asked_scope
from live.web.report.sheets import settlement, source, topic
from live.web.services import services

figure_lists = Blueprint("figure_lists", __name__)

ANY = 400 * 366
"""Days: what is open is told of all days that there are."""

MARKS = range(1, 6)

TITLES = {
    **figure_tables.COUNTED,
    "open": lazy_gettext("Still open"),
    "reacted_late": lazy_gettext("Reacted to too late"),
    "resolved_late": lazy_gettext("Resolved too late"),
    "reaction_timed": lazy_gettext("Reacted to: those whose time is counted"),
    "resolution_timed": lazy_gettext("Resolved: those whose time is counted"),
}


@figure_lists.get("/figures/list")
@allow(READERS, cookie=True, screen=TICKETS)
def show() -> str:
    scope, period = asked_scope(g.actor), asked_period(ANY)
    of = _number(scope)
    page = services().queries.figure_list(of, period, _start(period))
    later = _page(day=page.later[0].isoformat(), shown=page.later[1]) if page.later is not None else None
    return render_template(
        "report/figure_list.html",
        of=of,
        period=period,
        page=page,
        by_day=[(day, list(some)) for day, some in groupby(page.counted, key=lambda one: one.day)],
        narrowed=_narrowed(of),
        title=TITLES[of.measure],
        tables=figure_tables,
        # What is open whenever it came has no period that the figures could show.
        back=url_for("figure_pages.show", **_asked("department", *(("from", "to") if period.days <= LONGEST else ()))),
        later=later,
        beginning=_page() if request.args.get("day") else None,
        opened=_Opened(),
        zone=ZoneInfo(services().queries.centre().zone),
        topic=topic,
        settlement=settlement,
        source=source,
        question_state=question_state,
        ticket_state=ticket_state,
    )


def _number(scope: str) -> Number:
    """Which number is asked for; `not_found` where the page of figures has none such."""
    asked = request.args
    measure, kind, name = asked.get("measure", ""), asked.get("kind", ALL), asked.get("name", "")
    hour, mark = _whole("hour", range(24)), _whole("mark", MARKS)
    if measure not in LISTED or kind not in KINDS or (kind == ALL and name):
        raise _no_such()
    if hour is not None and (measure not in HOURLY or kind not in HOURLY_KINDS or (scope and kind != ALL)):
        raise _no_such()
    if mark is not None and (measure != "rated" or kind != ALL):
        raise _no_such()
    return Number(scope, kind, name, measure, hour, mark)


def _whole(name: str, of: range) -> int | None:
    written = request.args.get(name)
    if written is None:
        return None
    if written not in map(str, of):
        raise _no_such()
    return int(written)


def _start(period: Period) -> Start | None:
    """Where a later page begins; `not_found` for what no page leads to."""
    if (day := request.args.get("day")) is None:
        return None
    shown = request.args.get("shown", "0")
    try:
        start = date.fromisoformat(day), int(shown)
    except ValueError:
        raise _no_such() from None
    if not period.first <= start[0] <= period.last or not 0 <= start[1] < 10**9:
        raise _no_such()
    return start


def _no_such() -> Refused:
    return Refused("not_found", "There is nothing at this address.")


def _page(**start: Any) -> str:
    """The same list, from its beginning or from where it is said to start."""
    return url_for(
        "figure_lists.show", **_asked(*(name for name in request.args if name not in ("day", "shown"))), **start
    )


def _asked(*names: str) -> dict[str, Any]:
    return {name: request.args[name] for name in names if request.args.get(name)}


def _narrowed(of: Number) -> list[str]:
    """What the number is of, besides its days."""
    found = []
    if of.kind == "end":
        found.append(str(figure_tables.ENDS.get(of.name, of.name)))
    elif of.kind != ALL:
        found.append(f"{figure_tables.HEADS[of.kind]}: {figure_tables.called(of.kind, of.name)}")
    if of.hour is not None:
        found.append(
            gettext("from {since} to {until} of each day").format(since=f"{of.hour}:00", until=f"{of.hour + 1}:00")
        )
    if of.mark is not None:
        found.append(gettext("the mark is {mark}").format(mark=of.mark))
    return found


class _Opened:
    """Where a question or a ticket of the list is opened, for who may."""

    def __init__(self) -> None:
        self._credentials = device_credentials()
        self._board = may_open("pages.tickets", self._credentials, None)
        self._desks: dict[int, bool] = {}

    def ticket(self, one: Counted) -> str | None:
        return url_for("pages.tickets", open=one.ticket) if self._board else None

    def question(self, one: Counted) -> str | None:
        if one.broadcast_id not in self._desks:
            self._desks[one.broadcast_id] = may_open("pages.desk", self._credentials, one.broadcast_id)
        if not self._desks[one.broadcast_id]:
            return None
        return url_for("pages.desk", slug=one.slug, tab="all", open=one.number)
