"""A line to a server that takes its time: everything arrives, in its order, so much later.

Chromium's own emulation of a network slows requests, not websockets; this slows whatever goes over TCP. Each direction
takes half of the round trip. Neither is limited in throughput: what comes close together arrives close together. A
connection is made without delay, which none of what is measured here waits for.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable
from io import BufferedIOBase

from tests.support.proxy import Line

CHUNK = 65536
Due = tuple[float, bytes]


class SlowLine(Line):
    """Listens on a free port for what goes to `target`, a port of 127.0.0.1; `round_trip` is in seconds."""

    def __init__(self, target: int, round_trip: float) -> None:
        self.one_way = round_trip / 2
        super().__init__(target)
        self.url = f"http://127.0.0.1:{self.port}"

    def _there(self, sent: BufferedIOBase, target: socket.socket) -> None:
        self._later(lambda: sent.read1(CHUNK), target)

    def _back(self, target: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            self._later(lambda: target.recv(CHUNK), client)
            client.shutdown(socket.SHUT_RDWR)

    def _later(self, read: Callable[[], bytes], to: socket.socket) -> None:
        """Reads until the end, and writes each piece when it is due; returns once the last is written."""
        to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        due: queue.SimpleQueue[Due] = queue.SimpleQueue()
        writing = threading.Thread(target=_write, args=(due, to), daemon=True)
        writing.start()
        data = b"-"
        while data:
            try:
                data = read()
            except (OSError, ValueError):
                data = b""
            due.put((time.monotonic() + self.one_way, data))
        writing.join()


def _write(due: queue.SimpleQueue[Due], to: socket.socket) -> None:
    """Until an empty piece says that no more comes, or nobody takes it."""
    while True:
        at, data = due.get()
        time.sleep(max(0.0, at - time.monotonic()))
        if not data:
            return
        with contextlib.suppress(OSError):
            to.sendall(data)
