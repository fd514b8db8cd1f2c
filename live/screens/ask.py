"""The residents' form: one question, with consent, once; and a thank-you with its number and follow-up code."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.channels.contacts import contact_of
from live.desk.receive import Arrival
from live.domain.refused import Refused
from live.domain.submission import Author, Submission, checked_text
from live.screens.access import PUBLIC, allow
from live.screens.errors import STATUS, sentence
from live.screens.limits import limiter
from live.screens.parts import parts
from live.views.reading import TICKETS

ask = Blueprint("ask", __name__)

FIELDS = ("text", "name", "locality", "contact")
LENGTHS = {"name": 200, "locality": 200, "contact": 200}


@ask.get("/b/<slug>/ask")
@allow(PUBLIC)
def form(slug: str) -> tuple[str, int]:
    return _page(slug, {"submit_id": uuid.uuid4().hex}, {})


@ask.post("/b/<slug>/ask")
@allow(PUBLIC)
@limiter.limit("6 per minute; 60 per hour")
def submit(slug: str) -> tuple[str, int] | BaseResponse:
    """Store the question and show its number. The same form sent twice is one question."""
    if slug == TICKETS:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    values = {name: request.form.get(name, "") for name in (*FIELDS, "submit_id", "consent")}
    errors = _wrong(values)
    if errors:
        return _page(slug, values, errors, 400)
    author = Author(values["name"].strip() or None, contact_of(values["contact"].strip()))
    submission = Submission(
        checked_text(values["text"]),
        "form",
        author,
        values["locality"].strip() or None,
        external_id=values["submit_id"],
    )
    broadcast_id = parts().reading.broadcast_id(slug)
    try:
        receipt = parts().intake.receive_one(Arrival(broadcast_id, f"form:{broadcast_id}", submission))
    except Refused as refused:
        if refused.code == "closed":
            return _page(slug, values, {}, STATUS["closed"], closed=True)
        if refused.code == "conflict":
            # The same form, sent again after its text was changed: another question.
            errors = {"text": gettext("This question was sent already. To ask another one, send the form once more.")}
            return _page(slug, {**values, "submit_id": uuid.uuid4().hex}, errors, STATUS["conflict"])
        raise
    session["asked"] = {"number": receipt.number, "code": receipt.code, "broadcast": slug}
    return redirect(url_for("ask.thanks", slug=slug), 303)


@ask.get("/b/<slug>/ask/thanks")
@allow(PUBLIC)
def thanks(slug: str) -> Response | str | BaseResponse:
    asked = session.get("asked")
    if not asked or asked["broadcast"] != slug:
        return redirect(url_for("ask.form", slug=slug))
    broadcast = parts().reading.broadcast(slug)
    given = {"number": asked["number"], "code": asked["code"]}
    return render_template("ask/thanks.html", slug=slug, broadcast=broadcast, **given)


def _wrong(values: dict[str, str]) -> dict[str, str]:
    """What is wrong, by field, each with a sentence that helps."""
    errors: dict[str, str] = {}
    try:
        checked_text(values["text"])
    except Refused as refused:
        errors["text"] = sentence(refused.message, refused.params)
    for name, limit in LENGTHS.items():
        if len(values[name]) > limit or any(ord(c) < 32 or ord(c) == 127 for c in values[name]):
            errors[name] = gettext("At most {limit} characters, in one line.").format(limit=limit)
    if not values["consent"]:
        errors["consent"] = gettext("Without your consent the question cannot be taken.")
    if not 8 <= len(values["submit_id"]) <= 64 or not values["submit_id"].isalnum():
        errors["text"] = gettext("The form is out of date; open it anew.")
    return errors


def _page(
    slug: str, values: dict[str, str], errors: dict[str, str], status: int = 200, closed: bool | None = None
) -> tuple[str, int]:
    reading = parts().reading
    broadcast = reading.broadcast(slug)
    if slug == TICKETS:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    shut = not reading.takes_questions(slug) if closed is None else closed
    page = render_template("ask/ask.html", slug=slug, broadcast=broadcast, values=values, errors=errors, closed=shut)
    return page, status
