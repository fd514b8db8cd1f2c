"""What a stranger may ask for: so many requests a second from an address, and the rest is answered late and in a word.

A stranger is whoever shows nothing that was found to stand for somebody lately. Refusing costs nearly as much as
serving, so whoever asks too much waits for the refusal: with a bound on the connections of an address, that bounds
what all its requests cost. What is served begins in turns, one after another: a crowd of strangers that asks at once
keeps a desk waiting for one of them, and not for all.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from live.feed.turns import Turns
from live.runtime.bucket import Buckets, Rate
from live.runtime.connections import Connection, network_of
from live.runtime.deadlines import CONNECTION
from live.runtime.tasks import sleep
from live.web.edge.refusals import TOO_MANY, refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BURST = 5
"""Seconds' worth of requests that may come at once: a page and its files, or a control room after a restart."""

KNOWN = 5
"""Times as many for an address from which somebody known was connected in the last hour."""

LATE = 1.0
"""Seconds after which a refusal is sent."""

BELIEVED = 600.0
"""Seconds for which what stood for somebody spares its holder the count; what it opens is looked up each time."""

MOST = 20_000
STRANGERS, SHOWN = "live.strangers", "live.shown"
"""Where a request's environment has its count, and what it has shown."""


class Strangers:
    """Counts the requests of each address that show nothing known."""

    def __init__(self, app: WSGIApplication, requests: int) -> None:
        rate = Rate(requests, requests * BURST)
        self._app = app
        self._turns = Turns()
        self.clock = time.monotonic
        self._elsewhere, self._at_known_addresses = Buckets(rate), Buckets(rate.times(KNOWN))
        self._believed: OrderedDict[bytes, float] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        now, shown = self.clock(), _shown(environ)
        environ[STRANGERS], environ[SHOWN] = self, shown
        if shown is not None and self._believed.get(shown, 0.0) > now:
            return self._app(environ, start_response)
        connection: Connection | None = environ.get(CONNECTION)
        if not self._has_some_left(environ, now):
            if connection is not None:
                connection.expect(2 * LATE)
                sleep(LATE)
        elif self._turns.wait(lambda: connection is not None and connection.ended):
            return self._app(environ, start_response)
        return refuse(TOO_MANY, environ, start_response)  # Where its connection gave way, nobody reads it.

    def believe(self, environ: WSGIEnvironment) -> None:
        """What this request showed stands for somebody."""
        shown = environ[SHOWN]
        if shown is None:
            return
        self._believed[shown] = self.clock() + BELIEVED
        self._believed.move_to_end(shown)
        if len(self._believed) > MOST:
            self._believed.popitem(last=False)

    def _has_some_left(self, environ: WSGIEnvironment, now: float) -> bool:
        connection: Connection | None = environ.get(CONNECTION)
        known = connection is not None and connection.comes_from_a_known_address
        buckets = self._at_known_addresses if known else self._elsewhere
        return buckets.take(network_of(environ.get("REMOTE_ADDR", "")), now)


def _shown(environ: WSGIEnvironment) -> bytes | None:
    """What of a request may stand for somebody: a network's hook, a key, a token in the address, else the cookie."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    shown = (
        f"{path} {environ.get('REMOTE_ADDR')}"
        if path.startswith("/hooks/")
        else environ.get("HTTP_AUTHORIZATION") or (query if "token=" in query else environ.get("HTTP_COOKIE"))
    )
    return hashlib.blake2b(shown.encode("utf-8", "replace"), digest_size=16).digest() if shown else None


def is_known(environ: WSGIEnvironment) -> None:
    """Whoever sent this request has proved who they are: neither its connection nor what it shows is a stranger's."""
    connection: Connection | None = environ.get(CONNECTION)
    if connection is not None:
        connection.vouch()
    strangers: Strangers | None = environ.get(STRANGERS)
    if strangers is not None:
        strangers.believe(environ)
