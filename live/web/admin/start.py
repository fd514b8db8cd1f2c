"""The administrator's first steps: what is still missing and why it matters, a trial question, the end of the demo.

Each step is a page of its own; here stands which of them are done, in the order in which they lean on each other.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.first_start import remove_demo
from live.domain.refused import Refused
from live.protocol.commands import read
from live.protocol.events import Log
from live.views.admin.start import Step, start_of
from live.views.upkeep.backups import backups_of
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.commands import perform
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.upkeep import ago
from live.web.urls import screen_links

admin_start = Blueprint("admin_start", __name__, url_prefix="/admin/start")

STEPS = {
    Step.CENTRE: (
        lazy_gettext("The centre's name and clock"),
        lazy_gettext("By this clock boards say what is due today, and every new broadcast begins."),
    ),
    Step.HOURS: (
        lazy_gettext("Working hours and days off"),
        lazy_gettext("Terms are reckoned in working hours: with the wrong ones every deadline is wrong."),
    ),
    Step.DEPARTMENTS: (
        lazy_gettext("Departments, and who answers for each"),
        lazy_gettext("A ticket goes to a department, a missed deadline to its chief. Without one nobody hears of it."),
    ),
    Step.SETTLEMENTS: (
        lazy_gettext("Settlements"),
        lazy_gettext("Questions are then found and sorted by their place. Paste the list of the district's."),
    ),
    Step.TOPICS: (
        lazy_gettext("Topics, each with its department"),
        lazy_gettext("What was not answered on air goes to its topic's department. Without one it goes to nobody."),
    ),
    Step.STANDING: (
        lazy_gettext("The standing line"),
        lazy_gettext("It takes what is asked between shows and after the end. Without it such messages wait unread."),
    ),
    Step.SHOW: (
        lazy_gettext("The first show"),
        lazy_gettext("Its date, the head's name, how long it lasts, and the standing line behind it."),
    ),
    Step.CREW: (
        lazy_gettext("People: at least a moderator and a producer"),
        lazy_gettext("One reads what comes in, the other runs the air. In a small district both may be one person."),
    ),
    Step.CHANNELS: (
        lazy_gettext("Channels: networks and the telephone"),
        lazy_gettext("The form works by itself. A network counts once a message has come by it: write it one."),
    ),
    Step.TRIAL: (
        lazy_gettext("A trial question on the prompter"),
        lazy_gettext("From the form to the screen that the presenter reads: if it arrives, the evening will work."),
    ),
}
"""What a step is called, and why it matters."""

WHERE: dict[Step, tuple[str, dict[str, Any]]] = {
    Step.CENTRE: ("admin_centre.show", {}),
    Step.HOURS: ("admin.show_list", {"name": "calendar"}),
    Step.DEPARTMENTS: ("admin_departments.index", {}),
    Step.SETTLEMENTS: ("admin.show_list", {"name": "localities"}),
    Step.TOPICS: ("admin.show_list", {"name": "topics"}),
    Step.STANDING: ("admin_broadcasts.choose", {"kind": "standing"}),
    Step.SHOW: ("admin_broadcasts.choose", {}),
    Step.CREW: ("admin_people.index", {}),
    Step.CHANNELS: ("admin_channels.index", {}),
}
"""Where each is taken; the trial is taken here."""

PROMPTER = "prompter"


@admin_start.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _page(request.args.get("tried", ""), done=request.args.get("done", ""))


@admin_start.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def act() -> str | tuple[str, int] | BaseResponse:
    """One of the page's buttons."""
    slug, do = request.form.get("broadcast", ""), request.form.get("do", "trial")
    try:
        if do == "demo":
            remove_demo(services().store, g.actor.acting(ADMIN))
            return redirect(url_for("admin_start.index", done="demo"), 303)
        if do == "trial":
            _give(slug, "rehearsal.trial")
            if _link(slug) is None:
                _give(slug, "link.add", screen=PROMPTER, name=gettext("Trial"))
            return redirect(url_for("admin_start.index", tried=slug, _anchor="trial"), 303)
        if do == "clear":
            _give(slug, "rehearsal.reset")
            return redirect(url_for("admin_start.index", done="cleared"), 303)
    except Refused as refused:
        if refused.code not in ("illegal", "not_found", "conflict"):
            raise
        return _page(slug, wrong=sentence_of(refused)), STATUS[refused.code]
    raise Refused("invalid", "The form is out of date. Open it anew.")


def _give(slug: str, type_: str, **fields: Any) -> None:
    """A command, as the administrator who has pressed the button."""
    body = read(Log.BROADCAST, {"id": str(uuid4()), "type": type_, **fields})
    perform(services().queries.broadcast_id(slug), slug, body, g.actor)


def _link(slug: str) -> dict[str, Any] | None:
    """The newest valid link to a prompter of this broadcast whose address can be shown."""
    return next((dict(one) for one in screen_links(slug) if one["screen"] == PROMPTER and one["url"]), None)


def _page(tried: str, *, done: str = "", wrong: str = "") -> str:
    start = start_of(services().store)
    shows = dict(start.shows)
    return render_template(
        "admin/start.html",
        start=start,
        copies=backups_of(services().store, services().settings.backups),
        ago=ago,
        steps=STEPS,
        where={step: url_for(endpoint, **fields) for step, (endpoint, fields) in WHERE.items()},
        tried=tried if tried in shows else "",
        link=_link(tried) if tried in shows else None,
        done=done,
        wrong=wrong,
        username=g.actor.name,
    )
