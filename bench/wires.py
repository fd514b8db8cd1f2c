"""A client's connection to a port of this machine, plain or over TLS."""

from __future__ import annotations

import socket
import ssl

MOST = 262_144
"""Bytes that are read at a time."""

_CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_CONTEXT.check_hostname = False
_CONTEXT.verify_mode = ssl.CERT_NONE
"""The server is one that the benchmark has started itself."""


def opened(port: int, secure: bool, seconds: float) -> socket.socket:
    """Waits so long at most for whatever it is asked."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _CONTEXT.wrap_socket(plain) if secure else plain


def received(sock: socket.socket) -> bytes | None:
    """What has come; nothing where the other side has ended it, None where what came cannot be read yet."""
    try:
        data = sock.recv(MOST)
        while isinstance(sock, ssl.SSLSocket) and sock.pending():
            data += sock.recv(MOST)
    except ssl.SSLWantReadError:
        return None
    return data
