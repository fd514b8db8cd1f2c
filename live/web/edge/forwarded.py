"""Whose word on an address counts: a reverse proxy's that we know, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import ClosingIterator

from live.runtime.connections import JOIN, Connection, within
from live.runtime.deadlines import CONNECTION, opens_websocket
from live.settings import Edge
from live.web.edge.refusals import TOO_MANY, refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)

UNHEARD = "live.unheard"
"""In the environment of a request that somebody forwarded whose word does not count: it is nobody's on this machine."""


class Forwarded:
    """Puts into a request's environment where it comes from, and leaves nothing there that says otherwise."""

    def __init__(self, app: WSGIApplication, edge: Edge) -> None:
        self._app, self._edge = app, edge
        self._believing = ProxyFix(self._visiting, x_for=edge.proxies, x_proto=edge.proxies, x_host=edge.proxies)
        self._told = self._missed = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._edge.proxies and within(environ.get("REMOTE_ADDR", ""), self._edge.proxy_from):
            return self._believing(environ, start_response)
        self._forget_headers(environ)
        return self._app(environ, start_response)

    def _forget_headers(self, environ: WSGIEnvironment) -> None:
        dropped = [name for name in HEADERS if environ.pop(name, None) is not None]
        if not dropped:
            return
        environ[UNHEARD] = True
        if not self._told:
            self._told = True
            log.warning(
                "a request came through a proxy that is not believed: behind your own proxy set LIVE_PROXIES=1 and its "
                "address in LIVE_PROXY_FROM, or limits count all people as one and cookies are not Secure",
                peer=environ.get("REMOTE_ADDR"),
            )

    def _miss_headers(self, environ: WSGIEnvironment) -> None:
        """Say once that a proxy is expected and tells nothing; what looks after this machine comes without one."""
        if not self._missed and environ.get("PATH_INFO") not in ("/healthz", "/readyz", "/metrics"):
            self._missed = True
            log.warning(
                "LIVE_PROXIES is set, but a request came without X-Forwarded-For: let the proxy send it, or take "
                "LIVE_PROXIES away where there is none",
                peer=environ.get("REMOTE_ADDR"),
            )

    def _visiting(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The request of somebody who came through a proxy: its own connection says nothing of them."""
        forwarded = environ.get("HTTP_X_FORWARDED_FOR")
        if not forwarded:
            self._miss_headers(environ)
        for name in HEADERS:
            environ.pop(name, None)
        through: Connection | None = environ.get(CONNECTION)
        if through is None or not forwarded:
            return self._app(environ, start_response)
        visitor = through.visitor(environ["REMOTE_ADDR"])
        if visitor is None:
            return refuse(TOO_MANY, environ, start_response)
        through.works()
        if opens_websocket(environ):
            visitor.expect(JOIN)
        else:
            visitor.works()
        environ[CONNECTION] = visitor
        try:
            answer = self._app(environ, start_response)
        except BaseException:
            visitor.leave()
            raise
        return ClosingIterator(answer, visitor.leave)
