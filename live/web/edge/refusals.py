"""Refusals that cost next to nothing: a sentence, and no page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from live.domain.refused import Refused
from live.web.errors import STATUS
from live.web.languages import LOCALES, messages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOO_MANY = Refused("too_many", "Too many requests; wait a little.")
WRONG_HOST = Refused("invalid", "This server does not go by that name.")


def refuse(refused: Refused, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The answer to a request that goes no further: a line for a browser, problem+json for a program."""
    status, language = HTTPStatus(STATUS[refused.code]), _language(environ)
    sentence = messages(language).get(refused.message) or refused.message
    if "text/html" in environ.get("HTTP_ACCEPT", ""):
        kind, body = "text/plain; charset=utf-8", sentence
    else:
        about = {"type": "about:blank", "title": refused.code, "status": status, "code": refused.code}
        kind, body = "application/problem+json", json.dumps({**about, "detail": sentence}, ensure_ascii=False)
    encoded = body.encode()
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(encoded))),
        ("Content-Language", language),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if refused.code == "too_many":
        headers.append(("Retry-After", "5"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [encoded]


def _language(environ: WSGIEnvironment) -> str:
    """As the address asks, or a program: a device's own choice stands in its cookie, which is not opened here."""
    asked = parse_qs(environ.get("QUERY_STRING", "")[:200]).get("lang", [""])[0]
    if asked in LOCALES:
        return asked
    accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return "en" if environ.get("PATH_INFO", "").startswith("/api/") and accepted.startswith("en") else "ru"
