"""A person's own news of their work: what they have not seen yet, and how they want to hear of it."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.followup.news import HOURS, WAYS, Kind, Pace
from live.domain.people import Actor
from live.followup.news import choose, see
from live.views.admin.people import person
from live.views.duty import own_duty
from live.views.news import own_news as news_of
from live.web.access import PUBLIC, allow
from live.web.admin import when
from live.web.crew.own_duty import HIGHEST
from live.web.labels import NETWORKS
from live.web.services import services

own_news = Blueprint("own_news", __name__, url_prefix="/account/news")

KINDS = {
    Kind.ASSIGNED: lazy_gettext("A ticket is assigned to me, or to my department"),
    Kind.TAKEN_BACK: lazy_gettext("My ticket is another's now"),
    Kind.REOPENED: lazy_gettext("My ticket is taken up again"),
    Kind.RETURNED: lazy_gettext("An answer of mine was returned with a note"),
    Kind.BAD_MARK: lazy_gettext("A resident gave the answer one or two of five"),
    Kind.NAMED: lazy_gettext("A note names me"),
    Kind.ASKED: lazy_gettext("A note asks me for a word"),
    Kind.PART_ASKED: lazy_gettext("A part of an answer is asked of me, or of my department"),
    Kind.PART_GIVEN: lazy_gettext("A part of the answer to my ticket was given"),
    Kind.PART_DECLINED: lazy_gettext("A department gives no part of the answer to my ticket"),
    Kind.PAGE_SILENT: lazy_gettext("Nothing was posted for long on a page that I answer for"),
}
"""What a person may be told of, as they choose it."""

HAPPENED = {
    Kind.ASSIGNED: lazy_gettext("It is yours to do, or your department's"),
    Kind.TAKEN_BACK: lazy_gettext("Another's now"),
    Kind.REOPENED: lazy_gettext("To be worked on again"),
    Kind.RETURNED: lazy_gettext("The answer was returned with a note"),
    Kind.BAD_MARK: lazy_gettext("A bad mark"),
    Kind.NAMED: lazy_gettext("You are named in a note"),
    Kind.ASKED: lazy_gettext("A note asks for your word"),
    Kind.PART_ASKED: lazy_gettext("Your part of the answer is needed"),
    Kind.PART_GIVEN: lazy_gettext("A part of the answer is there"),
    Kind.PART_DECLINED: lazy_gettext("A part of the answer was declined"),
    Kind.PAGE_SILENT: lazy_gettext("Nothing was posted for long"),
}
"""What has happened, as the list says it."""


@own_news.get("")
@allow(PUBLIC, person=True)
def index() -> str:
    store = services().store
    return render_template(
        "account_news.html",
        person=person(store, g.account),
        news=news_of(store, g.account),
        duty=own_duty(store, g.account),
        kinds=KINDS,
        happened=HAPPENED,
        ways=WAYS,
        paces={pace: f"{hour:%H:%M}" for pace, hour in HOURS.items()},
        at_once=Pace.AT_ONCE,
        networks=NETWORKS,
        when=when,
        done=request.args.get("done", ""),
    )


@own_news.post("/seen")
@allow(PUBLIC, person=True)
def seen() -> BaseResponse:
    see(services().store, g.account, min(request.form.get("up_to", 0, int), HIGHEST))
    return redirect(url_for("own_news.index"), 303)


@own_news.post("/choice")
@allow(PUBLIC, person=True)
def chosen() -> BaseResponse:
    form = request.form
    kinds, ways = form.getlist("kind"), form.getlist("way")
    choose(services().store, g.account, kinds, ways, form.get("pace", ""), "quiet" in form, _themselves())
    return redirect(url_for("own_news.index", done="chosen") + "#how", 303)


def _themselves() -> Actor:
    name = person(services().store, g.account).name
    return Actor(name, frozenset(), f"user:{g.account}", address=request.remote_addr)
