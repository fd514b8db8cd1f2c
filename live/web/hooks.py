"""The networks' webhooks: prove, read, store, and answer exactly what that network wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from live.channels import TYPES, Outcome, Request
from live.desk.inbound import store_outcome
from live.domain.refused import Refused
from live.views.queries import Channel
from live.web.access import PUBLIC, allow
from live.web.edge.strangers import is_known
from live.web.request import raw_body
from live.web.services import Services, services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BECAME = "live.became"
"""Where a request's environment has what became of a call that was taken already: its answer, or the error."""

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")


@hooks.post("/<type_>/<key>")
@hooks.post("/<type_>/<key>/<path:tail>")
@allow(PUBLIC)  # Each network proves itself by its channel's secret.
def receive(type_: str, key: str, tail: str = "") -> Response:
    """A call of a network. What its secret vouches for is never refused and never lost; no network is called here."""
    became = request.environ.get(BECAME)
    if isinstance(became, Exception):
        raise became
    if became is None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Request(raw_body(), headers, tail, request.remote_addr or "")
        channel, outcome = read_call(services(), type_, key, call)
        became = outcome.answer
        take_call(services(), request.environ, channel, outcome, call.body)
    status, content_type, text = became
    return Response(text, status, content_type=content_type)


def read_call(services: Services, type_: str, key: str, call: Request) -> tuple[Channel, Outcome]:
    """The channel that is called, and what the call yields; refused where there is none, or it is not proved."""
    network = TYPES.get(type_)
    if network is None:
        raise Refused("not_found", "There is no such channel.")
    channel = services.queries.channel(type_, key)
    return channel, network.read(call, channel.settings)


def take_call(services: Services, environ: WSGIEnvironment, channel: Channel, outcome: Outcome, body: bytes) -> None:
    """Store what a call yields."""
    if outcome.answer[0] < 400:
        is_known(environ)
    store_outcome(services.store, services.intake.receive, channel, outcome, body, services.ballots.cast)
