"""The quick way for the networks' calls: past Flask, whose contexts and hooks cost more than reading a call.

It does what the route does, by the route's own functions, and answers where that is a success, with the headers that
the route gave to one before. What is not plain goes to the route as it came, its body put back: no such channel, a body
that is too long or has no length, a call that is refused. Of what was stored already, or could not be, the route is
told what became of it, and stores nothing a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from live.channels import Request
from live.web.edge.measured import came_to
from live.web.edge.plain import Learned, body_of, is_plain
from live.web.hooks import BECAME, read_call, take_call
from live.web.request import USUAL
from live.web.services import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"/hooks/([a-z_]{1,20})/([A-Za-z0-9_-]{1,100})")
_RULE = "/hooks/<type_>/<key>"
"""The route's rule, for the count of requests."""

DONE = "200 OK"


class FastHooks:
    """Stands before `app`'s WSGI function `route`."""

    def __init__(self, app: Flask, route: WSGIApplication) -> None:
        self._app, self._route, self._learned = app, route, Learned()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _PATH.fullmatch(environ.get("PATH_INFO", "")) if environ["REQUEST_METHOD"] == "POST" else None
        body = body_of(environ, USUAL) if path is not None and is_plain(environ) else None
        if path is None or body is None:
            return self._route(environ, start_response)
        services: Services = self._app.extensions["live"]
        call = Request(body, _headers(environ), address=environ.get("REMOTE_ADDR", ""))
        try:
            channel, outcome = read_call(services, path[1], path[2], call)
        except Exception:  # Nothing is stored yet: the route meets with the same, and says or logs it.
            return self._route(environ, start_response)
        try:
            take_call(services, environ, channel, outcome, body)
            environ[BECAME] = outcome.answer
        except Exception as error:  # The route raises it, where it is logged and told.
            environ[BECAME] = error
        carried = self._learned.of(DONE)
        if environ[BECAME] is not outcome.answer or outcome.answer[0] != 200 or carried is None:
            return self._route(environ, self._learned.learning(start_response))
        came_to(environ, _RULE)
        _, content_type, text = outcome.answer
        told = text.encode()
        start_response(DONE, [("Content-Type", content_type), ("Content-Length", str(len(told))), *carried])
        return [told]


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    """The request's headers by their names in lower case, as the route would read them."""
    told = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    return told | {"content-type": environ.get("CONTENT_TYPE", ""), "content-length": environ["CONTENT_LENGTH"]}
