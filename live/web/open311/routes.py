"""Open311 GeoReport v2: the centre's topics as services, its tickets as requests; whoever has a key may hand one in.

Refusals are GeoReport's own document, with its statuses: 403 for a key that is missing or wrong. See docs/open311.md.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from live.desk.external_requests import ticketed
from live.desk.receive import Arrival
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.views.tickets import open311 as views
from live.web.access import PUBLIC, allow, request_credentials
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.exchange.kept_files import sent
from live.web.open311 import documents
from live.web.services import services
from live.web.urls import absolute

open311 = Blueprint("open311", __name__, url_prefix="/open311/v2")
log = structlog.get_logger()

HANDING_IN = frozenset({Role.SOURCE, Role.COORDINATOR})
CHANGED = "2026-11-25T00:00:00Z"
"""When this interface last changed."""

FORM = "<any(json, xml):form>"
RATE_LIMIT = "120 per minute"
"""How often one address may look at requests: everybody may, so nobody may too often."""


def form_asked() -> str:
    """The form of the answer: as the address ends, else as the asker says, else XML, which the standard requires."""
    said = (request.view_args or {}).get("form")
    if said is None and request.path.endswith((".json", ".xml")):
        said = request.path.rpartition(".")[2]
    return said or request.accept_mimetypes.best_match(["text/xml", "application/json"], "text/xml").rpartition("/")[2]


@open311.get(f"/discovery.{FORM}")
@allow(PUBLIC)
def discovery(form: str) -> Response:
    return documents.discovery(form, absolute(url_for("open311.list_services").removesuffix("/services")), CHANGED)


@open311.get("/services")
@open311.get(f"/services.{FORM}")
@allow(PUBLIC)
def list_services(form: str | None = None) -> Response:
    records = [documents.service_record(one) for one in views.services(services().store)]
    return documents.answer(form_asked(), "services", "service", records)


@open311.get("/services/<code>")
@open311.get(f"/services/<code>.{FORM}")
@allow(PUBLIC)
def get_service(code: str, form: str | None = None) -> Response:
    return documents.definition(form_asked(), views.service(services().store, code))


@open311.get("/requests")
@open311.get(f"/requests.{FORM}")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def list_requests(form: str | None = None) -> Response:
    return _requests(views.requests(services().store, documents.wanted(datetime.now(UTC))))


@open311.get("/requests/<number>/pictures/<int(max=9007199254740991):file>")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def picture(number: str, file: int) -> BaseResponse:
    """A picture that a moderator has allowed everybody to see."""
    return sent(views.picture(services().store, number, file))


@open311.get("/requests/<number>")
@open311.get(f"/requests/<number>.{FORM}")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def get_request(number: str, form: str | None = None) -> Response:
    return _requests([views.request(services().store, number)])


def _requests(found: list[views.Request]) -> Response:
    records = [documents.request_record(one) for one in found]
    return documents.answer(form_asked(), "service_requests", "request", records)


@open311.get("/tokens/<token>")
@open311.get(f"/tokens/<token>.{FORM}")
@allow(PUBLIC)
@limited(RATE_LIMIT)
def get_token(token: str, form: str | None = None) -> Response:
    records = [{"service_request_id": views.number_of(services().store, token), "token": token}]
    return documents.answer(form_asked(), "service_requests", "request", records)


@open311.post("/requests")
@open311.post(f"/requests.{FORM}")
def hand_in(form: str | None = None) -> Response:
    """A question of the standing broadcast, ticketed at once. With an Idempotency-Key the same again is the same one.

    Where the desk was quicker than the ticket, a token is told instead of a number.
    """
    key = _key()
    handed = documents.handed(views.services(services().store), request.headers.get("Idempotency-Key"))
    if handed.submission is None or handed.service is None:
        return _wrong([(_status(one), one) for one in handed.wrong])
    store, slug = services().store, views.standing_of(services().store, key.broadcast_id)
    arrival = Arrival(services().queries.broadcast_id(slug), key.id, handed.submission)
    receipt = services().intake.receive_one(arrival)
    assert receipt.number is not None  # Only a channel's message can be a dead letter.
    by = By(key.name, Role.SOURCE.value, credential=key.id, address=request.remote_addr)
    try:
        number = ticketed(store, receipt.broadcast, receipt.number, handed.service.department, by)
    except Refused:
        number = None  # It is stored, and whoever hands it in need not do so again: the desk makes its ticket.
    record: dict[str, Any] = {"service_request_id": number} if number else {"token": receipt.code}
    record |= {"service_notice": gettext("The request is received."), "account_id": None}
    return documents.answer(form_asked(), "service_requests", "request", [record], 200 if receipt.repeated else 201)


hand_in.allowed = HANDING_IN  # type: ignore[attr-defined]  # As `allow` would, but the key may stand in the form.


def _key() -> Any:
    """The key that hands in: a field of the form or of the address, or a Bearer header."""
    token = request.form.get("api_key") or request.args.get("api_key")
    found = services().credentials.of_token(token) if token else next(iter(request_credentials(cookie=False)), None)
    held = frozenset().union(*found.roles.values()) if found is not None and found.screen is None else frozenset()
    if found is None or not held & HANDING_IN:
        raise Refused("forbidden", "This needs an api_key of the centre's that may send questions in.")
    g.actor = found
    return found


def _status(refused: Refused) -> int:
    """GeoReport knows 400 for whatever is wrong, 403 for keys and 404 for what is not there."""
    return 400 if refused.code in ("invalid", "illegal", "closed") else STATUS[refused.code]


def _wrong(errors: list[tuple[int, Refused]]) -> Response:
    records = [{"code": status, "description": sentence_of(one)} for status, one in errors]
    return documents.answer(form_asked(), "errors", "error", records, errors[0][0])


@open311.errorhandler(Refused)
def refused(error: Refused) -> Response:
    response = _wrong([(_status(error), error)])
    if error.code == "unavailable":
        response.headers["Retry-After"] = "5"
    return response


@open311.errorhandler(HTTPException)
def http(error: HTTPException) -> Response:
    status = error.code or 500
    said = Refused("too_many", "Too many requests; wait a little.")
    if status != STATUS["too_many"]:
        said = Refused("invalid", "The request is not understood.")
    response = _wrong([(status, said)])
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response
