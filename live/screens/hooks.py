"""The networks' webhooks: prove, read, store, and answer exactly what that network wants."""

from __future__ import annotations

from flask import Blueprint, Response, request

from live.channels import TYPES, Request
from live.desk.call import signal
from live.desk.receive import Arrival, author_changed, keep_dead_letter
from live.domain.refused import Refused
from live.screens.access import PUBLIC, allow
from live.screens.bodies import raw_body
from live.screens.parts import parts

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")


@hooks.post("/<type_>/<key>")
@hooks.post("/<type_>/<key>/<path:tail>")
@allow(PUBLIC)  # Each network proves itself by its channel's secret.
def receive(type_: str, key: str, tail: str = "") -> Response:
    """A call of a network. What its secret vouches for is never refused and never lost."""
    network = TYPES.get(type_)
    if network is None:
        raise Refused("not_found", "There is no such channel.")
    channel = parts().reading.channel(type_, key)
    body = raw_body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    outcome = network.read(Request(body, headers, tail, request.remote_addr or ""), channel.settings)
    origin = f"channel:{channel.id}"
    raw = body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    store = parts().store
    if outcome.submissions:
        for result in parts().intake.receive(
            [Arrival(channel.broadcast_id, origin, s, channel.id, raw) for s in outcome.submissions]
        ):
            if isinstance(result, Refused):
                raise result
    for change in outcome.changes:
        author_changed(store, origin, change.external_id, change.text)
    dead = outcome.dead
    for told in outcome.calls:
        if not signal(store, channel.broadcast_id, origin, told):
            dead = "the recording is of a call that is not known here"
    if dead is not None:
        keep_dead_letter(store, channel.id, dead, raw)
    status, content_type, text = outcome.answer
    return Response(text, status, content_type=content_type)
