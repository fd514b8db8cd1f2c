"""The web server's launch: the listening socket and the loop that accepts on it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any

from live import runtime

SLOTS = 20_000
"""Connections at once; each websocket holds one (eventlet's own default is 1,024)."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that sends at once; `OSError` where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it. Without, Nagle's delay put a p99 of 45 ms on what takes 15.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind((host, port))
    sock.listen(1024)
    return sock


def serve(app: Callable[..., Any], sock: socket.socket, certificate: str | None = None, key: str | None = None) -> None:
    """Serve a WSGI app on `sock` until interrupted, over TLS where a certificate is given."""
    if runtime.mode == "gevent":
        from gevent.pywsgi import WSGIServer
        from geventwebsocket.handler import WebSocketHandler

        tls = {"certfile": certificate, "keyfile": key} if certificate else {}
        WSGIServer(sock, app, handler_class=WebSocketHandler, log=None, **tls).serve_forever()
        return
    import eventlet.wsgi

    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        sock = context.wrap_socket(sock, server_side=True)
    eventlet.wsgi.server(sock, app, max_size=SLOTS, log_output=False, keepalive=75, socket_timeout=None)
