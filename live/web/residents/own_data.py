"""What is kept of whoever asked, told to them and erased by them, asked twice: by a question's code or their link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from live.admin.residents.own_data import Kept, erase_person, erase_question, kept_of_person, kept_of_question
from live.domain.refused import Refused
from live.views.signing import timed_signer
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.labels import contact_words
from live.web.residents.track import RATE_LIMIT, no_referrer, too_many, unknown
from live.web.services import services

own_data = Blueprint("own_data", __name__, url_prefix="/track")
own_data.after_request(no_referrer)

FORM_SECONDS = 3600
"""For how long an opened page may be sent: what is held may be more by then."""

KINDS = {
    "questions": lazy_gettext("Questions"),
    "files": lazy_gettext("Photos and other files"),
    "calls": lazy_gettext("Calls"),
    "replies": lazy_gettext("What was written to you"),
    "tickets": lazy_gettext("Tickets of your questions"),
    "consents": lazy_gettext("Consents to processing"),
    "cautions": lazy_gettext("Marks on calls"),
    "bans": lazy_gettext("Marks of the centre"),
    "mentions": lazy_gettext("Posts that mention the district"),
}
"""What is counted, in words for whom it is about; texts are not told here, they stand on each question's page."""


@dataclass(frozen=True, slots=True)
class Whose:
    """One question by its code, or a person by their link. `address` is this page's, `back` the one that led to it."""

    key: str
    address: str
    back: str
    kept: Callable[[], Kept]
    erase: Callable[[], None]


def _of_code(code: str) -> Whose:
    store = services().store
    pages = (url_for("own_data.of_question", code=code), url_for("track.page", code=code))
    return Whose(code, *pages, lambda: kept_of_question(store, code), lambda: erase_question(store, code))


def _of_link(token: str) -> Whose:
    store = services().store
    pages = (url_for("own_data.of_person", token=token), url_for("own_pages.questions", token=token))
    return Whose(token, *pages, lambda: kept_of_person(store, token), lambda: erase_person(store, token))


def _wait() -> Response:
    values = request.view_args or {}
    whose = _of_code(values["code"]) if "code" in values else _of_link(values["token"])
    return _page(whose, wrong=too_many(), status=STATUS["too_many"])


@own_data.get("/<code>/data")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def of_question(code: str) -> Response:
    return _page(_of_code(code))


@own_data.get("/mine/<token>/data")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def of_person(token: str) -> Response:
    return _page(_of_link(token))


@own_data.post("/<code>/data")
@allow(PUBLIC)
@limited(lambda: services().told().ask_limit, answer=_wait)
def erase_of_question(code: str) -> BaseResponse:
    return _erase(_of_code(code))


@own_data.post("/mine/<token>/data")
@allow(PUBLIC)
@limited(lambda: services().told().ask_limit, answer=_wait)
def erase_of_person(token: str) -> BaseResponse:
    return _erase(_of_link(token))


def _erase(whose: Whose) -> BaseResponse:
    """The first time it is asked once more, the second time it is done."""
    step = _sent(whose)
    if step is None:
        wrong = gettext("The page was open for too long. Look at it once more.")
        return _page(whose, wrong=wrong, status=STATUS["invalid"])
    if step == "ask":
        return _page(whose, asks=True)
    try:
        whose.erase()
    except Refused as refused:
        if refused.code != "illegal":
            raise
        return _page(whose, wrong=sentence_of(refused), status=STATUS["illegal"])
    return redirect(f"{whose.address}?erased=1", 303)


def _page(whose: Whose, *, asks: bool = False, wrong: str = "", status: int = 200) -> Response:
    try:
        kept = whose.kept()
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return unknown(sentence_of(refused))
    page = render_template(
        "track/data.html",
        kept=kept,
        contacts=[contact_words(one) for one in kept.contacts],
        counts=[(KINDS[kind], many) for kind, many in kept.counts.items() if kind in KINDS],
        asks=asks,
        form=_forms().dumps([whose.key, "erase" if asks else "ask"]),
        address=whose.address,
        back=whose.back,
        erased="erased" in request.args and not (kept.named or kept.reached),
        wrong=wrong,
        phone=services().told().phone,
    )
    return make_response(page, status)


def _forms() -> URLSafeTimedSerializer:
    return timed_signer(services().settings.signing_secrets, "track-data")


def _sent(whose: Whose) -> str | None:
    """Which of the two forms is sent, given out for this very page."""
    try:
        of, step = _forms().loads(request.form.get("form", ""), max_age=FORM_SECONDS)
    except BadData:
        return None
    return str(step) if of == whose.key else None
