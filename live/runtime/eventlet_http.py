"""eventlet's HTTP with bounds: a connection is counted before it is read, and its head, body and handshake end."""

from __future__ import annotations

import ssl
import traceback
from contextlib import suppress
from functools import partial
from typing import Any

import eventlet.wsgi
from eventlet.wsgi import HttpProtocol

from live.runtime.connections import BODY, HANDSHAKE, HEAD, IDLE, Connection, Connections
from live.runtime.deadlines import CONNECTION, PIECE, UNWANTED


class _Untold:
    """In place of the module `traceback` in eventlet's server. It writes down every error for a log that nobody keeps,
    seven milliseconds each, most of them of a client that has gone; ours are told by live/runtime/logs/logged.py."""

    format_exc = staticmethod(lambda: "")
    print_exc = staticmethod(traceback.print_exc)


eventlet.wsgi.traceback = _Untold


def protocol(connections: Connections, secure: ssl.SSLContext | None) -> type[Protocol]:
    """The protocol of a server whose connections these are, over TLS where `secure` is given."""
    return type("Protocol", (Protocol,), {"connections": connections, "secure": secure})


class Protocol(HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """One connection, in a task of its own; also its TLS handshake.

    Were the listening socket wrapped, one client that resets its connection at the wrong moment would end the server:
    eventlet takes the error for the listening socket's own, and stops accepting.
    """

    connections: Connections
    secure: ssl.SSLContext | None

    def __init__(self, state: list[Any], server: Any) -> None:
        admitted = self.connections.admit(state[0][0], state[1])
        if admitted is None:
            return  # eventlet closes it.
        self.line: Connection = admitted
        self.is_first = True
        try:
            if self.secure is not None:
                self._shake_hands(state)
            super().__init__(state, server)
        except (OSError, ValueError):
            pass  # Plain http where TLS is spoken, a silent one, or a line that broke: its own affair.
        finally:
            self.line.leave()

    def _shake_hands(self, state: list[Any]) -> None:
        assert self.secure is not None
        self.line.expect(HANDSHAKE)
        state[1] = self.secure.wrap_socket(state[1], server_side=True, do_handshake_on_connect=False)
        self.line.socket = state[1]
        state[1].do_handshake()
        self.line.rest(HEAD)

    @property
    def close_connection(self) -> bool:
        """Whether the connection ends with this answer."""
        return self._closes or self.line.closes

    @close_connection.setter
    def close_connection(self, closes: bool) -> None:
        self._closes = closes

    def _read_request_line(self) -> bytes:
        if not self.rfile.closed:
            if not self.is_first:
                self.line.rest(IDLE)
            self.rfile.peek(1)
            self.line.begin(again=not self.is_first)
        self.is_first = False
        line: bytes = super()._read_request_line()
        return line

    def parse_request(self) -> bool:
        # A head that was cut off looks as if it ended there.
        return bool(super().parse_request()) and not self.line.ended

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = self.line
        given = environ["eventlet.input"]
        given.discard = partial(self._discard, given)
        return environ

    def _discard(self, given: Any) -> None:
        self.line.expect(BODY)
        for _ in range(UNWANTED // PIECE):
            if not given.read(PIECE):
                return
        self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            # Where the line broke with something unsent, its file would stay open until the next collection of garbage.
            for file in (self.wfile, self.rfile):
                with suppress(OSError, ValueError):
                    file.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what is no request is its sender's affair, and would fill the log with the sender's words."""
