"""gevent's HTTP with the same bounds as eventlet's."""

from __future__ import annotations

import ssl
from typing import Any

from gevent.pywsgi import WSGIServer

from live.runtime.connections import HANDSHAKE, HEAD, IDLE, Connection, Connections
from live.runtime.deadlines import CONNECTION, UNWANTED
from live.runtime.gevent_websocket import WebSocketHandler


class Handler(WebSocketHandler):
    """One connection, in a task of its own."""

    line: Connection
    is_first = True

    def read_requestline(self) -> str:
        if not self.is_first:
            self.line.rest(IDLE)
        self.rfile.peek(1)
        self.line.begin(again=not self.is_first)
        self.is_first = False
        line: str = super().read_requestline()
        return line

    def read_request(self, raw_requestline: str) -> bool:
        # A head that was cut off looks as if it ended there.
        return bool(super().read_request(raw_requestline)) and not self.line.ended

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = self.line
        return environ

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        if self.line.closes and not status.startswith("101"):
            headers = [*headers, ("Connection", "close")]
        return super().start_response(status, headers, exc_info)

    def run_application(self) -> None:
        super().run_application()
        given = self.wsgi_input
        endless = given.chunked_input and given.chunk_length != 0
        if endless or (given.content_length or 0) - given.position > UNWANTED:
            self.close_connection = True
            given.chunked_input, given.content_length = False, given.position  # Nothing to take in before the end.

    def _handle_client_error(self, ex: Exception) -> Any:
        # A line that broke is no request, and no fault of ours to be told with a traceback.
        return None if isinstance(ex, OSError) else super()._handle_client_error(ex)


class Server(WSGIServer):  # type: ignore[misc]  # gevent has no types of it
    """Counts each connection before it is read."""

    def __init__(self, sock: Any, app: Any, connections: Connections, secure: ssl.SSLContext | None) -> None:
        self.connections = connections
        over: dict[str, Any] = {"ssl_context": secure} if secure else {}
        super().__init__(sock, app, handler_class=Handler, log=None, error_log=None, **over)

    def accept_no_more(self) -> None:
        """Let those in who have come already, then close."""
        while accepted := super().do_read():
            self.do_handle(*accepted)
        self.close()

    def do_read(self) -> Any:
        accepted = super().do_read()
        if accepted and not self.connections.welcomes(accepted[1][0]):
            accepted[0].close()
            return None
        return accepted

    def wrap_socket_and_handle(self, client_socket: Any, address: Any) -> None:
        line = self.connections.admit(address[0], client_socket)
        if line is None:
            return
        line.expect(HANDSHAKE)
        try:
            line.socket = self.wrap_socket(client_socket, do_handshake_on_connect=False, **self.ssl_args)
            line.socket.do_handshake()
            line.rest(HEAD)
            self._converse(line, address)
        except (OSError, ValueError):
            pass  # Plain http, a silent one, one without our authority, or a line that broke: its own affair.
        finally:
            line.leave()
            line.socket.close()

    def handle(self, sock: Any, address: Any) -> None:
        line = self.connections.admit(address[0], sock)
        if line is None:
            return
        try:
            self._converse(line, address)
        finally:
            line.leave()

    def _converse(self, line: Connection, address: Any) -> None:
        handler = self.handler_class(line.socket, address, self)
        handler.line = line
        handler.handle()
