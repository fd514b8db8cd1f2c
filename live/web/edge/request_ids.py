"""Gives each request an id, which its answer carries: a proxy's own where we know the proxy, else a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from live.runtime.connections import within
from live.runtime.logs import request_ids
from live.settings import Edge

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-Id"

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may call a request: nothing that would forge a line of the log."""


class RequestIds:
    """Stands before everything that answers, `Forwarded` too, which puts another address in place of the proxy's."""

    def __init__(self, app: WSGIApplication, edge: Edge) -> None:
        self._app, self._edge = app, edge

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        carried = (HEADER, request_ids.begin(self._believed(environ)))

        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            return start_response(status, [*headers, carried], *exc_info)

        return self._app(environ, started)

    def _believed(self, environ: WSGIEnvironment) -> str | None:
        """The id that the proxy has given; None for a stranger's, and for what is none."""
        given = told_by_proxy(environ, "HTTP_X_REQUEST_ID", self._edge)
        return given if given is not None and WELL_FORMED.fullmatch(given) else None


def told_by_proxy(environ: WSGIEnvironment, header: str, edge: Edge) -> str | None:
    """A header that a proxy of ours has set; None where there is none, or a stranger sends it. Asked while the
    environment still has the proxy's own address."""
    given: str | None = environ.get(header)
    if given is None or not edge.proxies:
        return None
    return given if within(environ.get("REMOTE_ADDR", ""), edge.proxy_from) else None
