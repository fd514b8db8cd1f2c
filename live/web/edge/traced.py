"""A span for each request: by what route it was answered and how, in the trace that a proxy of ours has begun.

A websocket is none: it lasts as long as its screen. What comes over one has spans of its own (`Measured.command`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from live.runtime import traces
from live.runtime.deadlines import opens_websocket
from live.runtime.logs import request_ids
from live.settings import Edge
from live.web.edge.measured import ROUTE, known_method
from live.web.edge.request_ids import told_by_proxy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from opentelemetry.trace import SpanContext

FAULTS = 500
"""The status from which on an answer tells of a fault of ours."""


class Traced:
    """Stands between `Requests`, which it asks for the route, and `RequestIds`, which it asks for the id."""

    def __init__(self, app: WSGIApplication, edge: Edge) -> None:
        self._app, self._edge = app, edge

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if opens_websocket(environ):
            return self._app(environ, start_response)
        status = 0

        def started(line: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, headers, *exc_info)

        method = known_method(environ)
        with traces.served(method, {"http.request.method": method}, self._begun(environ)) as span:
            answer = self._app(environ, started)
            span.update_name(f"{method} {environ[ROUTE][0]}")
            span.set_attribute("http.route", environ[ROUTE][0])
            span.set_attribute("http.response.status_code", status)
            span.set_attribute("live.request", request_ids.current())
            if status >= FAULTS:
                traces.failed(span, str(status))
            return answer

    def _begun(self, environ: WSGIEnvironment) -> SpanContext | None:
        given = told_by_proxy(environ, "HTTP_TRACEPARENT", self._edge)
        return traces.carried(given) if given is not None else None
