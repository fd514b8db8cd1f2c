"""The networks' webhooks: prove, read, store, and answer exactly what that network wants."""

from __future__ import annotations

from flask import Blueprint, Response, request

from live.channels import TYPES, Request
from live.desk.inbound import store_outcome
from live.domain.refused import Refused
from live.web.access import PUBLIC, allow
from live.web.edge.strangers import is_known
from live.web.request import raw_body
from live.web.services import services

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")


@hooks.post("/<type_>/<key>")
@hooks.post("/<type_>/<key>/<path:tail>")
@allow(PUBLIC)  # Each network proves itself by its channel's secret.
def receive(type_: str, key: str, tail: str = "") -> Response:
    """A call of a network. What its secret vouches for is never refused and never lost; no network is called here."""
    network = TYPES.get(type_)
    if network is None:
        raise Refused("not_found", "There is no such channel.")
    channel = services().queries.channel(type_, key)
    body = raw_body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    outcome = network.read(Request(body, headers, tail, request.remote_addr or ""), channel.settings)
    if outcome.answer[0] < 400:
        is_known(request.environ)
    store_outcome(services().store, services().intake.receive, channel, outcome, body, services().ballots.cast)
    status, content_type, text = outcome.answer
    return Response(text, status, content_type=content_type)
