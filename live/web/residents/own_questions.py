"""All questions of one person by the link that was sent to them: it proves who asks as no code of one question does."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.refused import Refused
from live.views.tickets.own import own_questions
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import sentence_of
from live.web.residents.track import RATE_LIMIT, no_referrer, unknown
from live.web.services import services

own_pages = Blueprint("own_pages", __name__, url_prefix="/track/mine")
own_pages.after_request(no_referrer)

STANDS = {
    "new": lazy_gettext("Your question has come in"),
    "blocked": lazy_gettext("Your question has come in"),
    "shortlisted": lazy_gettext("It is on the list for the broadcast"),
    "on_air": lazy_gettext("It is being answered on air right now"),
    "answered_air": lazy_gettext("Answered on air"),
    "answered_written": lazy_gettext("You were answered in writing"),
    "answered_none": lazy_gettext("Your message was read"),
    "declined": lazy_gettext("It was not taken"),
    "ticketed": lazy_gettext("In work"),
    "ticket_held": lazy_gettext("It waits"),
    "ticket_answered": lazy_gettext("There is an answer"),
}
"""Where a question stands, as its own page says it."""


@own_pages.get("/<token>")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def questions(token: str) -> str | BaseResponse:
    try:
        own = own_questions(services().store, token)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return unknown(sentence_of(refused))
    return render_template("track/mine.html", own=own, token=token, stands=STANDS)
