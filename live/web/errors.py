"""Refusals as the protocol says them: problem+json for programs, a page for people, in the reader's language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from live.domain.refused import Refused
from live.protocol.answers.problems import ErrorView, Problem
from live.runtime.deadlines import Interrupted
from live.runtime.logs import request_ids
from live.web.inside import inside
from live.web.sessions import FactorMissing, Unproved, emptied, present_device

log = structlog.get_logger()

STATUS = {
    "invalid": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "illegal": 409,
    "closed": 409,
    "too_large": 413,
    "too_many": 429,
    "unavailable": 503,
    "unknown": 503,
}

_OF_STATUS = {
    400: Refused("invalid", "The request is not understood."),
    401: Refused("unauthorized", "Sign in, or send a key that is known."),
    403: Refused("forbidden", "This is not yours to use."),
    404: Refused("not_found", "There is nothing at this address."),
    405: Refused("invalid", "This address does not know that method."),
    413: Refused("too_large", "The body is too large."),
    429: Refused("too_many", "Too many requests; wait a little."),
}

_OUT_OF_DATE = Refused("invalid", "The form is out of date, or the browser keeps no cookies. Go back and open it anew.")


HEADINGS = {
    "forbidden": lazy_gettext("No access"),
    "not_found": lazy_gettext("Not found"),
    "too_many": lazy_gettext("Too many requests"),
    "unavailable": lazy_gettext("A fault on the server"),
    "unknown": lazy_gettext("A fault on the server"),
}
"""What a person's page says in place of a refusal's code; of any other that it did not work."""

GRAPHIC = "pages.overlay"
"""Whatever is wrong with the graphic's page, viewers see nothing of it: no sentence and no way to sign in."""


def sentence(message: str, params: dict[str, Any]) -> str:
    """A refusal's sentence in the reader's language, its states and roles too."""
    shown = {}
    for name, given in params.items():
        values = [_shown(value) for value in (given if isinstance(given, list | tuple) else [given])]
        if name in _TRANSLATED_PARAMS:
            values = [_term(value, params.get("subject")) for value in values if value]
        shown[name] = ", ".join(values)
    told = gettext(message).format(**shown)
    return told[:1].upper() + told[1:] if "subject" in params else told


def _term(word: str, subject: str | None) -> str:
    """One of the product's own words; a verb as it is said of its subject, since a call and a ticket are held apart."""
    of_subject = f"{subject}.{word}"
    known = gettext(of_subject)
    return known if known != of_subject else gettext(word)


def sentence_of(refused: Refused) -> str:
    return sentence(refused.message, refused.params)


_TRANSLATED_PARAMS = frozenset({"subject", "state", "verb", "moves", "roles"})
"""Parameters that are the product's own words, which are translated; what a person sent is shown as it is."""


def _shown(value: Any) -> str:
    """A value fit to be told: short, and of characters that can be sent."""
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 200 else f"{text[:199]}…"


def broke() -> Refused:
    """Something of ours has failed: its code leads to the lines of the log."""
    return Refused(
        "unavailable",
        "Something broke on our side. Tell the administrator this code: {request}.",
        request=request_ids.current(),
    )


def error_body(refused: Refused) -> ErrorView:
    body: ErrorView = {"code": refused.code, "detail": sentence_of(refused)}
    if refused.current is not None:
        body["current"] = refused.current
    return body


def problem(refused: Refused, status: int) -> Response:
    """application/problem+json (RFC 9457) with `code`; for a command, with the socket's answer in it too."""
    error = error_body(refused)
    document: Problem = {
        "type": "about:blank",
        "title": refused.code,
        "status": status,
        "code": error["code"],
        "detail": error["detail"],
    }
    if "current" in error:
        document["current"] = error["current"]
    if request.path.endswith("/commands"):
        document["ok"], document["error"] = False, error
    response = jsonify(document)
    response.status_code = status
    response.content_type = "application/problem+json"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refused.code in ("unavailable", "too_many"):
        response.headers["Retry-After"] = "5"
    return response


def wants_page() -> bool:
    """Whether a person in a browser asks, rather than a program or a page's script."""
    if request.blueprint == "own_views":
        return False
    return not request.path.startswith(("/api/", "/hooks/", "/open311/")) and request.accept_mimetypes.accept_html


def answer(refused: Refused, status: int | None = None) -> BaseResponse:
    """The refusal as its reader wants it, with its code's own status unless another is said."""
    status = status or STATUS[refused.code]
    if request.endpoint == GRAPHIC:
        return Response(render_template("overlay/nothing.html"), status)
    if not wants_page():
        return problem(refused, status)
    if refused.code == "unauthorized":
        entrance = redirect(url_for("sign_in.login", next=request.full_path.rstrip("?")))
        return emptied(entrance) if present_device().ended else entrance
    if isinstance(refused, FactorMissing):
        return redirect(url_for("own_factor.index"), 303)
    if isinstance(refused, Unproved):
        back = request.full_path.rstrip("?") if request.method == "GET" else urlsplit(request.referrer or "").path
        return redirect(url_for("own_account.confirm", next=inside(back)), 303)
    page = render_template(
        "error.html",
        heading=HEADINGS.get(refused.code, gettext("It did not work")),
        detail=sentence_of(refused),
        # Whoever comes to this device next may be the one whose page it is.
        sign_in=url_for("sign_in.login", next=request.full_path.rstrip("?")) if refused.code == "forbidden" else None,
    )
    return Response(page, status)


def install(app: Flask) -> None:
    @app.errorhandler(Refused)
    def refused(error: Refused) -> BaseResponse:
        return answer(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> BaseResponse:
        if isinstance(error.response, BaseResponse):  # Made by whoever refused: the form keeps what was written.
            return error.response
        refusal = _OUT_OF_DATE if isinstance(error, CSRFError) else _OF_STATUS.get(error.code or 500)
        if refusal is None:
            return error.get_response()
        response = answer(refusal, error.code)
        for name, value in error.get_headers():
            if name != "Content-Type":
                response.headers[name] = value  # Which methods an address does know, for one.
        return response

    @app.errorhandler(Interrupted)
    def interrupted(error: Interrupted) -> BaseResponse:
        return answer(_OF_STATUS[400])

    @app.errorhandler(Exception)
    def broken(error: Exception) -> BaseResponse:
        log.exception("a request failed", method=request.method, endpoint=request.endpoint)
        return answer(broke(), 500)
