"""What a personal link of a collection opens: an issue to read, confirm, answer and hand on. It needs no script."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.followup.collection import LONGEST_ANSWER
from live.domain.refused import Refused
from live.followup.collections import reading as verbs
from live.views.collections import pages as views
from live.web.access import PUBLIC, allow
from live.web.collections.forms import addressee
from live.web.collections.showing import around, file_of, moment
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.urls import absolute

reading_pages = Blueprint("readings", __name__, url_prefix="/readings")

RATE_LIMIT = "20 per minute; 200 per hour"
"""How often one address may open what is no collection."""

WRITES = "20 per minute; 100 per hour"
"""How often one address may confirm, answer and hand on."""

DONE = {
    "read": lazy_gettext("Thank you: the coordinator sees that you have read it."),
    "answer": lazy_gettext("Your answer is with the coordinator."),
    "hand": lazy_gettext("Handed on: a link of their own is on its way to them."),
}

Page = str | tuple[str, int] | BaseResponse


@reading_pages.after_request
def no_referrer(response: BaseResponse) -> BaseResponse:
    """The address is a secret: it is neither handed on nor indexed."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _guess(answer: BaseResponse) -> bool:
    return answer.status_code == STATUS["not_found"]


@reading_pages.get("/<token>")
@allow(PUBLIC)  # The token is the proof.
@limited(RATE_LIMIT, counts=_guess)
def show(token: str) -> str:
    return _show(token, done=request.args.get("done", ""))


@reading_pages.post("/<token>")
@allow(PUBLIC)
@limited(WRITES)
def say(token: str) -> Page:
    """They have read it, answer it or hand it on. What was typed stays on the page where it is refused."""
    do = request.form.get("do", "")
    try:
        if do == "read":
            verbs.confirm(services().store, token, request.remote_addr)
        elif do == "answer":
            verbs.answer(services().store, token, request.form.get("words", ""), request.remote_addr)
        elif do == "hand":
            department, official = addressee(request.form.get("to", ""))
            verbs.hand_on(services().store, token, department, official, absolute(""), request.remote_addr)
        else:
            raise Refused("invalid", "The request is not understood.")
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _show(token, wrong=sentence_of(refused), refused=do), STATUS[refused.code]
    return redirect(url_for("readings.show", token=token, done=do), 303)


@reading_pages.get("/<token>/list/<what>")
@allow(PUBLIC)
@limited(RATE_LIMIT, counts=_guess)
def behind(token: str, what: str) -> str:
    topic, place = request.args.get("topic"), request.args.get("place")
    told, listed = views.list_read_by(services().store, token, what, topic, place)
    return render_template("collections/listed.html", token=token, listed=listed, **around(told))


@reading_pages.get("/<token>/file.<any(docx, xlsx):kind>")
@allow(PUBLIC)
@limited(RATE_LIMIT, counts=_guess)
def file(token: str, kind: str) -> Response:
    return file_of(views.read_by(services().store, token).told, kind)


def _show(token: str, done: str = "", wrong: str = "", refused: str = "") -> str:
    reading = views.read_by(services().store, token)
    return render_template(
        "collections/reading.html",
        token=token,
        reader=reading.reader,
        others=reading.others,
        words=request.form.get("words", "") if refused == "answer" else reading.reader.answer or "",
        refused=refused,
        longest=LONGEST_ANSWER,
        moment=moment,
        wrong=wrong,
        done=DONE.get(done, ""),
        **around(reading.told, partial(url_for, "readings.behind", token=token)),
    )
