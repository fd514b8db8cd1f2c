"""What others have asked already, told to somebody who is writing a question in the form."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext, ngettext

from live.domain.question import ANSWERED, ON_AIR, SHORTLISTED, TICKETED
from live.views.questions.already_asked import AskedBefore, asked_before
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.residents.ask_card import public_broadcast
from live.web.services import services

asked_before_pages = Blueprint("asked_before", __name__)

LONGEST = 1000
"""Characters of what is being written that are looked at."""


def _wait() -> Response:
    return jsonify(asked=[])


@asked_before_pages.get("/b/<slug>/ask/before")
@allow(PUBLIC)
@limited("30 per minute", answer=_wait)
def likely(slug: str) -> Response:
    """{asked: [{number, text, told}]}: what is told of each stands in a sentence. Of too many asked, none."""
    public_broadcast(slug)
    found = asked_before(services().store, slug, request.args.get("text", "")[:LONGEST])
    answered = jsonify(asked=[{"number": one.number, "text": one.text, "told": _told(one)} for one in found])
    answered.headers["Cache-Control"] = "no-store"
    return answered


def _told(one: AskedBefore) -> str:
    """How many ask it, and what has become of it."""
    asked = ngettext("%(num)d person asked this", "%(num)d people asked this", one.askers)
    if one.answer:
        return f"{asked}. " + gettext("The answer: {answer}").format(answer=one.answer)
    if one.due is not None:
        return f"{asked}. " + gettext("The answer comes by {day}.").format(day=f"{one.due:%d.%m.%Y}")
    became = {
        SHORTLISTED.value: gettext("It is chosen for the air."),
        ON_AIR.value: gettext("It is on air now."),
        ANSWERED.value: gettext("It was answered on air."),
        TICKETED.value: gettext("It was handed over to a department."),
    }
    return f"{asked}. {became[one.state]}"
