"""TLS for a client with one thread that reads and another that writes.

The ssl of Python 3.11 locks nothing (python/cpython#134698): what one thread does to a connection changes what OpenSSL
tells the other of its own, and about once in a thousand joins a sound connection ended with an "unknown error".
"""

from __future__ import annotations

import os
import select
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any


class LockedSocket(ssl.SSLSocket):
    """Below, it never blocks: one thread at a time asks OpenSSL, and each waits for the network outside of the lock."""

    _seconds: float | None = None
    _lock: threading.Lock

    def settimeout(self, value: float | None) -> None:
        if not hasattr(self, "_lock"):
            self._lock = threading.Lock()
        self._seconds = value
        super().settimeout(0)

    def gettimeout(self) -> float | None:
        return self._seconds

    def do_handshake(self, block: bool = False) -> None:
        self._in_turn(super().do_handshake)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        return bytes(self._in_turn(super().recv, buflen, flags))

    def send(self, data: Any, flags: int = 0) -> int:
        return int(self._in_turn(super().send, data, flags))

    def _in_turn(self, call: Callable[..., Any], *given: Any) -> Any:
        ends = None if self._seconds is None else time.monotonic() + self._seconds
        while True:
            with self._lock:
                try:
                    return call(*given)
                except ssl.SSLWantReadError:
                    wanted = select.POLLIN
                except ssl.SSLWantWriteError:
                    wanted = select.POLLOUT
            ready = select.poll()
            ready.register(self.fileno(), wanted)
            if not ready.poll(None if ends is None else max(0.0, ends - time.monotonic()) * 1000):
                raise TimeoutError("timed out")


def context() -> ssl.SSLContext:
    """One that believes what the environment says the websockets' client shall."""
    made = ssl.create_default_context(cafile=os.environ.get("WEBSOCKET_CLIENT_CA_BUNDLE"))
    made.sslsocket_class = LockedSocket
    return made
