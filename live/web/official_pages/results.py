"""What the centre can tell everybody of its own work, read from its reports by the name that an address gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext

from live.domain.broadcast import State
from live.domain.followup.figures import CENTRE
from live.domain.followup.matter import State as MatterState
from live.domain.official_pages import result as results
from live.domain.official_pages.discussion import State as DiscussionState
from live.domain.official_pages.result import Answered, Bar, Days, Discussed, Kind, Result
from live.domain.polls.poll import State as PollState
from live.domain.refused import Refused
from live.files.media.cards import Form, drawn
from live.runtime.tasks import offload
from live.views import discussions
from live.views.admin.lists import whole_list
from live.views.discussions import DiscussionView
from live.views.feed.sections.section import Reader
from live.views.questions.masking import hidden
from live.views.report.figures import Period
from live.views.report.open_figures import open_figures
from live.web.services import services
from live.web.urls import absolute


def result_of(origin: str) -> Result:
    """What this name means; `not_found` where nothing does, `illegal` where it is not over, or not for everybody."""
    kind, _, key = origin.partition("/")
    read = _READ.get(kind)
    if read is None:
        raise _missing()
    return read(key)


def is_over(broadcast: Mapping[str, Any]) -> bool:
    """Whether its figures change no more, but by what is answered afterwards."""
    return broadcast["state"] in (State.WRAPPED, State.ARCHIVED) and bool(broadcast["aired_at"])


def text_of(result: Result) -> str:
    """By the centre's template."""
    templates = {item["kind"]: item["text"] for item in whole_list(services().store, "results").items}
    return result.text(templates.get(result.kind) or results.TEMPLATES[result.kind])


def card_of(result: Result, form: Form) -> bytes:
    return offload(drawn, result.card, services().queries.centre().name, form)


def source_of(origin: str | None) -> tuple[str, str] | None:
    """Where what a publication tells comes from: the address, and what it is called."""
    kind, _, key = (origin or "").partition("/")
    if kind == Kind.SHOW:
        return url_for("report_pages.show", slug=key), gettext("report of the show")
    if kind == Kind.POLL:
        slug, _, number = key.rpartition("/")
        return url_for("report_pages.show", slug=slug, _anchor=f"poll-{number}"), gettext("report of the show")
    if kind == Kind.WEEK:
        first, _, last = key.partition("..")
        days: dict[str, Any] = {"from": first, "to": last}
        return url_for("figure_pages.show", **days), gettext("figures")
    if kind == Kind.TICKET:
        return url_for("pages.tickets", open=key), gettext("ticket {number}").format(number=key)
    if kind in (Kind.DISCUSSION, Kind.OUTCOME):
        return url_for("discussions.show", number=key), gettext("discussion № {number}").format(number=key)
    return None


def _show(slug: str) -> Result:
    report = services().queries.report(slug)
    broadcast = report["broadcast"]
    if not is_over(broadcast):
        raise Refused("illegal", "The show is not over yet: its outcome is told once it is wrapped up.")
    day = datetime.fromisoformat(broadcast["aired_at"]).astimezone(ZoneInfo(broadcast["zone"])).date()
    return results.of_show(slug, broadcast["title"], day, report["totals"])


def _week(key: str) -> Result:
    days = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", key)
    try:
        first, last = (date.fromisoformat(day) for day in days.groups()) if days else (date.max, date.min)
    except ValueError:
        raise _missing() from None
    if not first <= last <= services().queries.today() or (last - first).days > LONGEST:
        raise _missing()
    told = open_figures(services().queries.figures(CENTRE, Period(first, last)))
    speed = told["reaction"], told["resolution"]
    facts = (told["received"], told["resolved"], speed[0]["median"], speed[1]["median"], speed[1]["in_time"])
    return results.of_days(Days(first, last, *facts))


LONGEST = 366
"""Days that can be told of at once."""


def _poll(key: str) -> Result:
    slug, _, number = key.rpartition("/")
    asked = next((one for one in services().queries.report(slug)["polls"] if str(one["id"]) == number), None)
    if asked is None:
        raise _missing()
    if asked["state"] != PollState.CLOSED:
        raise Refused("illegal", "The poll is not closed yet.")
    bars = [
        Bar(one["text"], one["share"], results.number_said(one["votes"])) for one in asked["options"] if not one["gone"]
    ]
    return results.of_poll(f"{Kind.POLL}/{key}", asked["question"], bars, asked["voters"])


def _ticket(number: str) -> Result:
    view: Any = services().queries.ticket(Reader(None), number)
    if not view["published"]:
        raise Refused("illegal", "Publish the answer for everybody first: what it may tell is decided there.")
    due = datetime.fromisoformat(view["resolution_due"]).date() if view["resolution_due"] else None
    return results.of_ticket(
        Answered(
            view["number"],
            hidden(view["text"]) or "",
            view["published"],
            view["department"],
            view["locality"],
            view["promise"],
            due,
        )
    )


def _matter(key: str) -> Result:
    view: Any = services().queries.matter(int(key) if key.isdecimal() and len(key) < 10 else 0)
    if view["state"] != MatterState.CLOSED or view["joined_to"] or not view["word"]:
        raise Refused("illegal", "The situation is not over yet, or nobody was told how it ended.")
    return results.of_matter(view["number"], view["title"], view["word"]["text"], view["questions"])


def _discussion(key: str) -> Result:
    one = _discussed(key)
    if one.state != DiscussionState.OPEN:
        raise Refused("illegal", "The discussion is closed: nothing more is gathered in it.")
    return results.of_discussion(_facts(one))


def _outcome(key: str) -> Result:
    one = _discussed(key)
    if one.state != DiscussionState.CONCLUDED:
        raise Refused("illegal", "Nobody has said yet what came of this discussion.")
    return results.of_outcome(_facts(one))


def _discussed(key: str) -> DiscussionView:
    return discussions.one(services().store, int(key) if key.isdecimal() and len(key) < 10 else 0)


def _facts(one: DiscussionView) -> Discussed:
    zone = ZoneInfo(services().queries.centre().zone)
    until = one.until.astimezone(zone).date() if one.until else None
    address, counted = absolute(url_for("discuss.show", number=one.id)), one.total
    about = (one.id, one.title, one.text, address, until, one.taken, one.rest)
    return Discussed(*about, counted.all, counted.for_, counted.against)


_READ: dict[str, Callable[[str], Result]] = {
    Kind.SHOW: _show,
    Kind.WEEK: _week,
    Kind.POLL: _poll,
    Kind.TICKET: _ticket,
    Kind.MATTER: _matter,
    Kind.DISCUSSION: _discussion,
    Kind.OUTCOME: _outcome,
}


def _missing() -> Refused:
    return Refused("not_found", "There is no such result.")
