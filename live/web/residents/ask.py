"""The residents' form: one question, with consent, once; and a thank-you with its number and follow-up code.

It needs no cookie, since inside another site's page a browser sends none: what it must remember stands in its own
fields and in the thank-you's address, signed.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from live.desk.intake.joining import join_asked
from live.desk.receive import Arrival, set_aside
from live.domain.characters import visible
from live.domain.files.attached import Arrived
from live.domain.files.place import written_on_map
from live.domain.follow_code import spaced
from live.domain.official_pages.discussion import conversation_of
from live.domain.refused import Refused
from live.domain.submission import Consent, Submission, checked_text
from live.files.contacts import author_of
from live.settings import Settings
from live.views.discussions import DiscussionView, open_on
from live.views.signing import signer, timed_signer
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.residents.ask_card import public_broadcast
from live.web.residents.photos import MOST, carried_photos, sent_photos, take_photos, to_carry
from live.web.services import services
from live.web.urls import absolute

ask = Blueprint("ask", __name__)

FIELDS = ("text", "name", "locality", "contact")

POINT = "point"
"""The field with the two numbers of where it is, which a button fills in; not needed, and not seen."""

JOINS = "joins"
"""The field with the number of somebody else's question that is theirs too."""
DISCUSSION = "discussion"
"""The field with the number of the discussion to which it is written."""
LENGTHS = {"name": 200, "locality": 200, "contact": 200}

APPEALS = "https://pos.gosuslugi.ru/"
"""Where an appeal under Federal Law 59 is sent, which a question to the line is not."""

FORM_DAYS = 7
"""For how long an opened form may be sent."""

CONSENT = "2026-11"
"""The version of the form's texts of consent: whoever changes one of them raises it, for it is what was agreed to."""

WAVE = "30 per minute"
"""How often one text is taken, from whatever addresses: a hundred copies of it must not stand before everybody else."""

TRAP = "website"
"""A field that people do not see. Whoever fills it in is most likely a program, but may be a browser that helps too
much: the question is kept apart until somebody has read it, and the sender is told nothing else."""


@ask.get("/q/<slug>")
@allow(PUBLIC)
def short(slug: str) -> BaseResponse:
    """The form's short address, for a caption and a QR code."""
    return redirect(url_for("ask.form", slug=slug))


@ask.get("/b/<slug>/ask")
@allow(PUBLIC)
def form(slug: str) -> BaseResponse:
    return _page(slug, {DISCUSSION: request.args.get(DISCUSSION, "")})


def _wait() -> Response:
    """Too many from one address: what was written stays where it is, to be sent again."""
    return _sent_later(
        gettext(
            "Too many questions came from your network just now, and this one is not sent yet. What you wrote is still "
            "here: wait a minute and press the button again."
        )
    )


def _wait_for_the_wave() -> Response:
    """Too many of one text, from whatever addresses: nothing is dropped, but none of it comes before the others."""
    return _sent_later(
        gettext(
            "Very many people send this very text just now, and yours is not sent yet. What you wrote is still here: "
            "wait a minute and press the button again, or say it in your own words."
        )
    )


def _sent_later(notice: str) -> Response:
    assert request.view_args is not None
    return _page(request.view_args["slug"], _written(), notice=notice, status=STATUS["too_many"])


def _same_text() -> str:
    """What one text, however it is spaced and capitalised, is counted by."""
    words = " ".join(request.form.get("text", "").casefold().split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@ask.post("/b/<slug>/ask")
@allow(PUBLIC, reads=take_photos)
@limited(lambda: services().told().ask_limit, answer=_wait)
@limited(
    WAVE,
    whom=_same_text,
    spares=lambda: not request.form.get("text", "").strip(),
    answer=_wait_for_the_wave,
)
def submit(slug: str) -> BaseResponse:
    """Store the question and show its number. The same form sent twice is one question."""
    landing, values, opened = services().queries.landing(slug), _written(), _opened(slug)
    errors = _wrong(values, opened)
    photos: list[Arrived] = []
    if opened is not None and not request.form.get(TRAP) and landing.takes_questions:
        photos, wrong = sent_photos(opened)
        if wrong:
            errors["photos"] = wrong
    if errors or opened is None:
        return _page(slug, values, errors, photos=photos, status=400)
    broadcast_id, point = landing.broadcast_id, written_on_map(values[POINT])
    if request.form.get(TRAP):
        form_body = json.dumps({**values, "consent_version": CONSENT, "id": opened}, ensure_ascii=False)
        set_aside(services().store, broadcast_id, form_body)
        return _thank(slug, None, None)
    submission = Submission(
        checked_text(values["text"]),
        "form",
        author_of(values["name"].strip() or None, values["contact"].strip()),
        values["locality"].strip() or None,
        external_id=opened,
        attachments=(*({"type": "photo"},) * len(photos), *([point] if point else [])),
        files=tuple(photos),
        consent=Consent(CONSENT, name_on_air=landing.texts.names_on_air and bool(values["name_on_air"])),
    )
    discussed = _discussed(slug, values[DISCUSSION])
    where = conversation_of(discussed.id) if discussed else None
    arrival = Arrival(broadcast_id, f"form:{broadcast_id}", submission, address=request.remote_addr, conversation=where)
    try:
        receipt = services().intake.receive_one(arrival)
    except Refused as refused:
        if refused.code == "closed":
            return _page(slug, values, status=STATUS["closed"], closed=True)
        if refused.code == "conflict":
            # The same form, sent again after its text was changed: another question.
            errors = {"text": gettext("This question was sent already. To ask another one, send the form once more.")}
            return _page(slug, values, errors, status=STATUS["conflict"])
        raise
    if receipt.number is not None and receipt.broadcast == slug and (joined := _joined()) is not None:
        join_asked(services().store, broadcast_id, receipt.number, joined)
    return _thank(slug, receipt.number, receipt.code)


def _discussed(slug: str, number: str) -> DiscussionView | None:
    """The discussion that takes what is written here; None where it is closed, or there is none."""
    return open_on(services().store, slug, int(number)) if re.fullmatch("[1-9][0-9]{0,8}", number) else None


def _joined() -> int | None:
    written = request.form.get(JOINS, "")
    return int(written) if re.fullmatch("[1-9][0-9]{0,8}", written) else None


def _thank(slug: str, number: int | None, code: str | None) -> BaseResponse:
    asked = _signer("thanks").dumps([slug, number, code])
    return redirect(url_for("ask.thanks", slug=slug, asked=asked, lang=request.args.get("lang")), 303)


@ask.get("/b/<slug>/ask/thanks")
@allow(PUBLIC)
def thanks(slug: str) -> str | BaseResponse:
    try:
        of, number, code = _signer("thanks").loads(request.args.get("asked", ""))
    except BadData:
        of = None
    if of != slug:
        return redirect(url_for("ask.form", slug=slug))
    landing = services().queries.landing(slug)
    return render_template(
        "ask/thanks.html",
        slug=slug,
        broadcast=landing.broadcast,
        texts=landing.texts,
        number=number,
        code=code,
        spaced=spaced(code) if code else "",
        address=absolute(url_for("track.page", code=code)) if code else "",
    )


def _signer(what: str) -> URLSafeSerializer:
    return signer(services().settings.signing_secrets, f"ask-{what}")


def forms(settings: Settings) -> URLSafeTimedSerializer:
    """What signs by what an opened form is told from every other: `[slug, its name]`."""
    return timed_signer(settings.signing_secrets, "ask-form")


def _opened(slug: str) -> str | None:
    """By what the form that is sent is told from every other; None for one that we did not give out, or long ago."""
    try:
        of, opened = forms(services().settings).loads(request.form.get("form", ""), max_age=FORM_DAYS * 86400)
    except BadData:
        return None
    return str(opened) if of == slug else None


def _written() -> dict[str, str]:
    return {
        name: visible(request.form.get(name, ""))
        for name in (*FIELDS, POINT, JOINS, DISCUSSION, "consent", "name_on_air")
    }


def _wrong(values: dict[str, str], opened: str | None) -> dict[str, str]:
    """What is wrong, by field, each with a sentence that helps."""
    errors: dict[str, str] = {}
    try:
        checked_text(values["text"])
    except Refused as refused:
        errors["text"] = sentence_of(refused)
    for name, limit in LENGTHS.items():
        if len(values[name]) > limit or any(ord(c) < 32 or ord(c) == 127 for c in values[name]):
            errors[name] = gettext("At most {limit} characters, in one line.").format(limit=limit)
    if not values["consent"]:
        errors["consent"] = gettext("Without your consent the question cannot be taken.")
    if opened is None:
        errors.setdefault(
            "text", gettext("The form was open for too long. What you wrote is still here: send it again.")
        )
    return errors


def _page(
    slug: str,
    values: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
    notice: str = "",
    closed: bool | None = None,
    photos: Sequence[Arrived] | None = None,
) -> Response:
    """The form, holding what was written. Sent again after what is wrong was put right, it is the same form.

    `not_found` where nobody has said yet that there is such a broadcast, or it is over.
    """
    landing = services().queries.landing(slug)
    broadcast = public_broadcast(slug) if closed is None else landing.broadcast
    sent = _opened(slug) if status != STATUS["conflict"] else None
    opened = sent or uuid.uuid4().hex
    kept = carried_photos(opened) if photos is None else photos
    page = render_template(
        "ask/ask.html",
        broadcast=broadcast,
        texts=landing.texts,
        values=values,
        errors=errors or {},
        notice=notice,
        closed=not landing.takes_questions if closed is None else closed,
        form=forms(services().settings).dumps([slug, opened]),
        kept_photos=len(kept),
        photos=to_carry(opened, kept),
        most_photos=MOST,
        trap=TRAP,
        policy=services().told().policy,
        polls=landing.polls,
        discussed=_discussed(slug, values.get(DISCUSSION, "")),
        appeals=APPEALS,
        appeals_host=urlsplit(APPEALS).hostname,
    )
    return make_response(page, status)
