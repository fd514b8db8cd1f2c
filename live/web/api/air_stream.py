"""One long answer that tells what is on air, as server-sent events: lights and buttons are fed by it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

from flask import Response, g, request

from live.domain.refused import Refused
from live.feed.air import Listener, Place
from live.views.timestamps import stamp
from live.web.api import on_air
from live.web.services import Services, services

PULSE = 5.0
"""Seconds between two words that nothing has changed; rights are looked at again with each."""

LOOK = 1.0
"""Seconds within which a stream ends once its server is told to end."""

AGAIN = 1000
"""Milliseconds after which a listener comes again whose line has broken."""


def streamed(broadcast_id: int, still_allowed: Callable[[], bool]) -> Response:
    """What stands now at once, unless the listener has it (`Last-Event-ID`); then each change, and a pulse between."""
    known = services()
    listener = known.hub.air.listen(broadcast_id, g.actor.credential, Place.read(request.headers.get("Last-Event-ID")))
    answer = Response(_told(known, listener, still_allowed), content_type=on_air.STREAM)
    answer.call_on_close(lambda: known.hub.air.leave(listener))
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep it back until it has enough.
    return answer


def _told(known: Services, listener: Listener, still_allowed: Callable[[], bool]) -> Iterator[str]:
    yield f"retry: {AGAIN}\n\n"
    pulse_at = 0.0
    while not (known.ending.told or listener.over):
        if told := listener.next(LOOK):
            yield f"id: {told.place}\nevent: on-air\ndata: {told.text}\n\n"
        if time.monotonic() >= pulse_at:
            if not _may_stay(still_allowed):
                return
            yield f"event: pulse\ndata: {json.dumps({'time': stamp(known.store.clock())})}\n\n"
            pulse_at = time.monotonic() + PULSE


def _may_stay(still_allowed: Callable[[], bool]) -> bool:
    """While the database is away nobody's rights are known to be gone."""
    try:
        return still_allowed()
    except Refused:
        return True
