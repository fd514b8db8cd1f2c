"""A resident follows a question by its code: what became of it, and their own word on the answer. It needs no script.

The code in the address proves who asks, and nothing else does: no cookie is set. A form's own field is signed, so that
it is one that we gave out for this ticket, or for the question itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from live.domain.files.attached import Arrived
from live.domain.follow_code import typed
from live.domain.refused import Refused
from live.domain.ticket import MOST_REOPENED
from live.followup.residents import LONGEST, STARS, not_solved, rate
from live.views.signing import timed_signer
from live.views.tickets.own import link_of_asker
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.exchange.attached import attached
from live.web.exchange.kept_files import sent
from live.web.labels import REASONS_TO_ASKERS
from live.web.report.fairness_tables import end
from live.web.residents.ask_card import qr
from live.web.residents.photos import MOST, carried_photos, to_carry
from live.web.residents.proof_file import proof_text
from live.web.services import services
from live.web.urls import absolute

track_pages = Blueprint("track", __name__, url_prefix="/track")

RATE_LIMIT = "60 per minute; 600 per hour"
"""How often one address may look: a code has 64 random bits, and mobile networks let many people out by one address."""

FILE_LIMIT = "300 per minute; 3000 per hour"
"""The same of answers' files, of which a page has many."""

LONGEST_TYPED = 200
"""A whole address may be typed for its code."""

FORM_DAYS = 30

THANKS = {
    "rate": lazy_gettext("Thank you: your mark is kept."),
    "not_solved": lazy_gettext("It is being worked on again. What you wrote has been handed on."),
}

DONE = {
    **THANKS,
    "add": lazy_gettext("Thank you. What you have added is with those who work on your question."),
    "withdraw": lazy_gettext("The question is withdrawn."),
}


def no_referrer(response: BaseResponse) -> BaseResponse:
    """The address is a secret: it is neither handed on nor indexed."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


track_pages.after_request(no_referrer)


@track_pages.get("")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def enter() -> str | BaseResponse:
    """Where a code that was written down is typed."""
    written = request.args.get("code", "").strip()[:LONGEST_TYPED]
    for code in typed(written):
        if _is_known(code):
            return redirect(url_for("track.page", code=code))
    if written:
        return _unknown_code(written)
    return render_template("track/enter.html", code="", wrong="")


def _is_known(code: str) -> bool:
    try:
        services().queries.track(code)
    except Refused:
        return False
    return True


def _unknown_code(code: str) -> Response:
    return unknown(gettext("There is no question with this code. Compare it letter by letter."), code)


def unknown(wrong: str, code: str = "") -> Response:
    """Where what was opened leads nowhere: why, and the field for a code."""
    page = render_template("track/enter.html", code=code[:LONGEST_TYPED], wrong=wrong)
    return make_response(page, STATUS["not_found"])


@track_pages.get("/<code>/qr.svg")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def picture(code: str) -> Response:
    """The page's address as a QR code: asked at a computer, followed on a telephone."""
    known = services().queries.track(code)
    return qr(absolute(url_for("track.page", code=known["code"])))


@track_pages.get("/<code>/proof.txt")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def proof(code: str) -> Response:
    """That the question was counted, as a text that a program can check."""
    known = services().queries.track(code)["proof"]
    if known is None:
        raise Refused("not_found", "There is no proof yet: it is made once the broadcast is finished.")
    return attached(proof_text(known).encode(), f"proof-{known['code']}.txt")


@track_pages.get("/<code>/files/<int(max=9007199254740991):file>")
@allow(PUBLIC)
@limited(FILE_LIMIT)
def answer_file(code: str, file: int) -> BaseResponse:
    """What an answer carries."""
    return sent(services().queries.track_file(code, file, preview=False))


@track_pages.get("/<code>/files/<int(max=9007199254740991):file>/preview")
@allow(PUBLIC)
@limited(FILE_LIMIT)
def answer_file_preview(code: str, file: int) -> BaseResponse:
    return sent(services().queries.track_file(code, file, preview=True))


@track_pages.get("/<code>")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def page(code: str) -> BaseResponse:
    try:
        return shown(code, done=request.args.get("done", ""))
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return _unknown_code(code)


def wait() -> Response:
    """Too many from one address: what was written stays where it is."""
    assert request.view_args is not None
    return shown(request.view_args["code"], wrong=too_many(), status=STATUS["too_many"])


def too_many() -> str:
    return gettext("Too many messages came from your network just now. Wait a minute and press the button again.")


@track_pages.post("/<code>")
@allow(PUBLIC)
@limited(lambda: services().told().ask_limit, answer=wait)
def feedback(code: str) -> BaseResponse:
    """The resident's word: a mark, or that nothing is solved."""
    number, verb, text = form_of(code), request.form.get("do", ""), request.form.get("words", "")
    if not number or verb not in THANKS:
        return too_old(code)
    try:
        if verb == "rate":
            stars = request.form.get("stars", "")
            rate(services().store, code, number, int(stars) if stars in map(str, STARS) else 0, text)
        elif text.strip():
            not_solved(services().store, code, number, text)
        else:
            return shown(code, wrong=gettext("Write what is not solved."), status=STATUS["invalid"])
    except Refused as refused:
        return not_done(code, refused)
    return seen_to(code, verb)


def too_old(code: str) -> Response:
    """What was sent is no form that we gave out for this page, or did long ago."""
    return shown(code, wrong=gettext("The page was open for too long. Look at it once more."), status=STATUS["invalid"])


def not_done(code: str, refused: Refused, photos: Sequence[Arrived] = ()) -> Response:
    """The page once more, with why what was sent does not count; what is nothing of the asker's is raised on."""
    if refused.code not in ("invalid", "illegal", "conflict"):
        raise refused
    wrong = sentence_of(refused)
    if refused.code != "invalid":
        wrong = gettext("Meanwhile this has changed: look at how it stands now.")
    return shown(code, wrong=wrong, status=STATUS[refused.code], photos=photos)


def seen_to(code: str, done: str) -> BaseResponse:
    return redirect(url_for("track.page", code=code, done=done, lang=request.args.get("lang")), 303)


def _forms() -> URLSafeTimedSerializer:
    return timed_signer(services().settings.signing_secrets, "track-form")


def form_of(code: str) -> str | None:
    """The ticket that the form which is sent was given out for, on this very page; "" for one of the question's own."""
    try:
        of, number = _forms().loads(request.form.get("form", ""), max_age=FORM_DAYS * 86400)
    except BadData:
        return None
    return str(number) if of == code.strip().lower() else None


def carrier(code: str) -> str:
    """By what photos that came with a form of this page are known as its own."""
    return f"track {code.strip().lower()}"


def shown(
    code: str, *, done: str = "", wrong: str = "", status: int = 200, photos: Sequence[Arrived] | None = None
) -> Response:
    """`photos`: those that stay chosen; those of the form that was sent where nothing else is said."""
    known = services().queries.track(code)
    numbers = ["", *(one["number"] for one in known["tickets"])]
    kept = carried_photos(carrier(code)) if photos is None else photos
    page = render_template(
        "track/track.html",
        question=known,
        end=end,
        declined=REASONS_TO_ASKERS.get(known["reason"] or "", REASONS_TO_ASKERS["other"]),
        forms={number: _forms().dumps([known["code"], number]) for number in numbers},
        done=DONE.get(done, ""),
        wrong=wrong,
        said=request.form.get("number"),
        text=request.form.get("words", "")[:LONGEST],
        longest=LONGEST,
        stars=list(STARS),
        most=MOST_REOPENED,
        most_photos=MOST,
        kept_photos=len(kept),
        photos=to_carry(carrier(code), kept),
        own=link_of_asker(services().store, code),
        phone=services().told().phone,
    )
    return make_response(page, status)
