"""By what names this server goes: a link, a QR code or an origin is never made of a name that a stranger sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from live.runtime.connections import LOOPBACK, within
from live.web.edge.refusals import WRONG_HOST, refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOCAL = frozenset({"localhost", "127.0.0.1", "::1", ""})
"""What a health check on this machine asks for."""


class Hosts:
    """Answers 400 to requests for any other name than these; where there are none, it goes by any."""

    def __init__(self, app: WSGIApplication, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._hosts and not self._is_ours(environ):
            return refuse(WRONG_HOST, environ, start_response)
        return self._app(environ, start_response)

    def _is_ours(self, environ: WSGIEnvironment) -> bool:
        asked = _name(environ.get("HTTP_HOST", ""))
        if asked in self._hosts:
            return True
        return asked in LOCAL and within(environ.get("REMOTE_ADDR", ""), LOOPBACK)


def _name(host: str) -> str | None:
    """A host's name without its port; None where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return None
