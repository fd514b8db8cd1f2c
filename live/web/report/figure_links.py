"""Where the numbers of the figures lead: to the list behind each, and to where a topic, a place or a department is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request, url_for

from live.domain.followup.figures import ALL
from live.views.report.figures import AGES, Period
from live.web.access import device_credentials, may_open
from live.web.services import services

EARLIEST = "2000-01-01"
"""From when on everything is."""


class Lists:
    """Of a scope over a period; `line`: the standing broadcast's slug, whose desk shows what is about a topic."""

    def __init__(self, scope: str, period: Period, line: str | None) -> None:
        credentials = device_credentials()
        self._scope, self._period = scope, period
        self._board = may_open("pages.tickets", credentials, None)
        self._line = None
        if line is not None and not scope:
            line_id = services().queries.broadcast_id(line)
            self._line = line if may_open("pages.desk", credentials, line_id) else None

    def of(self, measure: str, kind: str = ALL, name: str = "", period: Period | None = None, **more: Any) -> str:
        """The list of a number; `more`: of one `hour` of each day, or of one `mark`."""
        days = period or self._period
        return self._list(measure, kind, name, days.first.isoformat(), days.last.isoformat(), more)

    def of_age(self, age: int) -> str:
        """What is open and has one of the ages of AGES, or is older."""
        today = services().queries.today()
        youngest = AGES[age - 1] + 1 if age else 0
        first = (today - timedelta(AGES[age])).isoformat() if age < len(AGES) else EARLIEST
        return self._list("open", ALL, "", first, (today - timedelta(youngest)).isoformat(), {})

    def all_open(self) -> str:
        return self._list("open", ALL, "", EARLIEST, services().queries.today().isoformat(), {})

    def _list(self, measure: str, kind: str, name: str, first: str, last: str, more: dict[str, Any]) -> str:
        asked = {"measure": measure, "from": first, "to": last, **more}
        asked |= {"kind": kind} if kind != ALL else {}
        asked |= {"name": name} if name else {}
        asked |= {"department": self._scope} if self._scope else {}
        return url_for("figure_lists.show", **asked)

    def of_group(self, kind: str, name: str) -> str | None:
        """Where what is about a topic, place or source is worked on, by the desk or the board; a department's page."""
        if not name:
            return None
        if kind == "department":
            days: dict[str, Any] = {end: request.args[end] for end in ("from", "to") if request.args.get(end)}
            return url_for("figure_pages.show", department=name, **days)
        if kind not in ("topic", "place", "source"):
            return None
        about: dict[str, Any] = {kind: name}
        if self._line is not None:
            return url_for("pages.desk", slug=self._line, tab="all", **about)
        if self._board and kind != "source":
            about |= {"department": self._scope} if self._scope else {}
            return url_for("pages.tickets", tab="all", **about)
        return None
