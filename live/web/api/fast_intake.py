"""The quick way for a program's questions: past Flask, whose contexts, cookies and hooks cost more than storing them.

It answers the plain success alone, with the headers that the route gave to a success before. Whatever is not plain
goes to the route as it came, its body put back: an address with a query, a cookie, a body without a length, a key that
was not seen lately or has a limit, a practice, a body that is refused. What the intake refuses is told by the route
too, which is handed the refusal and stores nothing a second time. So there is one place that says no, and every check
of what comes in is the route's own function.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Flask

from live.desk.receive import Arrival, Receipt, Result
from live.domain.broadcast import TICKETS, practice_of
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.views.admin.credentials import actor
from live.web.api.intake import LIMITS, ROLES, receipt_view
from live.web.edge.measured import came_to
from live.web.edge.plain import Learned, body_of, is_plain
from live.web.edge.strangers import is_known
from live.web.request import decoded
from live.web.request_models import rows_of, submission
from live.web.services import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RECEIVED = "live.received"
"""Where a request's environment has what the intake said of it, for the route to tell."""

_PATH = re.compile(r"/api/v1/broadcasts/([a-z0-9_-]{1,100})/questions(:batch)?")

_RULES = ("/api/v1/broadcasts/<slug>/questions", "/api/v1/broadcasts/<slug>/questions:batch")
"""The route's rules, for the count of requests: of one question, and of several."""

_BEARER = "Bearer "

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""As Flask writes an answer."""


class FastIntake:
    """Stands before `app`'s WSGI function `route`."""

    def __init__(self, app: Flask, route: WSGIApplication) -> None:
        self._app, self._route = app, route
        self._learned = Learned()
        """By whether it is a batch, and the answer's status."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _PATH.fullmatch(environ.get("PATH_INFO", "")) if environ["REQUEST_METHOD"] == "POST" else None
        if path is None or not is_plain(environ):
            return self._route(environ, start_response)
        slug, batch = path[1], path[2] is not None
        arrivals = self._arrivals(environ, slug, batch)
        if not arrivals:
            return self._route(environ, start_response)
        is_known(environ)
        results = _received(self._services, arrivals)
        receipts = [one for one in results if isinstance(one, Receipt)] if isinstance(results, list) else []
        status = "201 CREATED" if not batch and receipts and not receipts[0].repeated else "200 OK"
        headers = self._learned.of(batch, status)
        if len(receipts) < len(arrivals) or headers is None:
            environ[RECEIVED] = results
            return self._route(environ, self._learned.learning(start_response, batch))
        came_to(environ, _RULES[batch])
        views = [receipt_view(receipt) for receipt in receipts]
        body = (_encoded({"results": views} if batch else views[0]) + "\n").encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers])
        return [body]

    @property
    def _services(self) -> Services:
        services: Services = self._app.extensions["live"]
        return services

    def _arrivals(self, environ: WSGIEnvironment, slug: str, batch: bool) -> list[Arrival]:
        """What is to be stored; nothing where the route is to look at it."""
        header = environ.get("HTTP_AUTHORIZATION", "")
        if not header.startswith(_BEARER):
            return []
        sender = self._sender(header.removeprefix(_BEARER).strip(), slug)
        raw = body_of(environ, LIMITS[batch]) if sender is not None else None
        if sender is None or raw is None:
            return []
        broadcast_id, origin = sender
        return [Arrival(broadcast_id, origin, one) for one in _submissions(raw, batch)]

    def _sender(self, token: str, slug: str) -> tuple[int, str] | None:
        """The broadcast's id, and by what credential it is sent to; None where that was not looked up lately, or is
        not simple."""
        services = self._services
        credential = services.credentials.lately(token)
        broadcast_id = services.queries.ids.lately(slug)
        if credential is None or credential.rate is not None or broadcast_id is None:
            return None
        if slug == TICKETS or practice_of(slug) is not None:
            return None
        holder = actor([credential], broadcast_id)
        return (broadcast_id, holder.credential) if holder is not None and holder.may(ROLES) else None


def _submissions(raw: bytes, batch: bool) -> list[Submission]:
    """What the body asks; nothing where any of it is refused."""
    try:
        value = decoded(raw)
        return [submission(row) for row in rows_of(value)] if batch else [submission(value)]
    except Refused:
        return []


def _received(services: Services, arrivals: Sequence[Arrival]) -> list[Result] | Refused:
    try:
        return services.intake.receive(arrivals)
    except Refused as refused:
        return refused
