"""The web server's launch: the listening socket and the loop that accepts on it."""

from __future__ import annotations

import errno
import resource
import socket
import ssl
from collections.abc import Callable
from typing import Any

import structlog

from live import runtime
from live.runtime.connections import ROUND, Connections, Limits
from live.runtime.deadlines import Timed
from live.runtime.logged import Logged
from live.runtime.tasks import sleep
from live.runtime.worker import Worker, Workers

log = structlog.get_logger()

SLOTS = 20_000
"""Connections at once; each websocket holds one (eventlet's own default is 1,024)."""

FILES = 8192
"""Open files without which a server that others can reach does not start: a connection is one."""

ENDLESS = 1 << 20

PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.EPROTO}
"""What accept() meets that says nothing against the listening socket: no file left for a moment, a client gone."""

PAUSE = 0.1
"""Seconds until the next try, in which others run and may close what they hold."""


class Listening(socket.socket):
    """eventlet stops serving at the first error of accept() that it does not know; these pass.

    A connection that is one too many of its address is closed at once: a task for it would cost more than all the rest.
    """

    connections: Connections | None = None

    def accept(self) -> tuple[socket.socket, Any]:
        while (accepted := self._try_to_accept()) is None or not self._welcomes(accepted):
            sleep(PAUSE if accepted is None else 0)
        return accepted

    def _welcomes(self, accepted: tuple[socket.socket, Any]) -> bool:
        """Whether a connection may come in; one that may not is closed."""
        welcome = self.connections is None or self.connections.welcomes(accepted[1][0])
        if not welcome:
            accepted[0].close()
        return welcome

    def _try_to_accept(self) -> tuple[socket.socket, Any] | None:
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in PASSING:
                raise
            log.warning("a connection was not accepted", error=error.strerror)
            return None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that sends at once; `OSError` where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = Listening(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it. Without, Nagle's delay put a p99 of 45 ms on what takes 15.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind((host, port))
    sock.listen(1024)
    return sock


def tls(certificate: str, key: str) -> ssl.SSLContext:
    """What a server needs for https; `RuntimeError` with one line where the files will not do."""

    def no_password() -> str:
        raise RuntimeError(f"{key} asks for a password: keep the key without one, readable to this program alone.")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, no_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise RuntimeError(f"{key} is not the key of the certificate {certificate}.") from error
        raise RuntimeError(f"{certificate} and {key} are no certificate with its key in PEM.") from error
    except OSError as error:
        raise RuntimeError(f"{certificate} or {key} cannot be read: {error.strerror}.") from error
    return context


def raise_open_files() -> int:
    """How many files this process may have open, which is as many as its owner allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (OSError, ValueError):
        pass  # Some systems name a bound that they do not give.
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return ENDLESS if allowed == resource.RLIM_INFINITY else allowed


def serve(
    app: Callable[..., Any],
    sock: socket.socket,
    secure: ssl.SSLContext | None = None,
    limits: Limits | None = None,
    background: Workers | None = None,
) -> None:
    """Serve a WSGI app on `sock` until interrupted, over TLS where `secure` is given.

    What ends overdue connections stands in `background`, for whoever asks how its tasks do.
    """
    connections = Connections(limits or Limits())
    ending = Worker("connections", connections.end_overdue, ROUND)  # It must not end at its first error.
    if background is not None:
        background.add(ending)
    ending.start()
    app = Logged(Timed(app))
    if runtime.mode == "gevent":
        from live.runtime.gevent_http import Server

        Server(sock, app, connections, secure).serve_forever()
        return
    import eventlet.wsgi

    from live.runtime.eventlet_http import protocol

    if isinstance(sock, Listening):
        sock.connections = connections
    https = {"environ": {"wsgi.url_scheme": "https", "HTTPS": "on"}} if secure else {}
    # Not debug: that sends tracebacks to whoever asks.
    quiet = {"log_output": False, "debug": False}
    eventlet.wsgi.server(sock, app, max_size=SLOTS, protocol=protocol(connections, secure), **quiet, **https)
