"""Clients that keep a server waiting: they send a byte now and then, or nothing, or take no answer."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

from tests.attacks.frames import MODERN

PAUSE = 0.3
"""Seconds between two bytes."""

HOST = b"Host: 127.0.0.1\r\n"


class Slow:
    """A connection on which `first` is sent at once and then `drop` again and again; whether it has ended."""

    def __init__(self, port: int, first: bytes, drop: bytes = b"", takes: bool = True) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(120)
        self.socket.connect(("127.0.0.1", port))
        self.received = b""
        self.ended = threading.Event()
        self._drop = drop
        for work, wanted in ((self._give, True), (self._take, takes)):
            if wanted:
                threading.Thread(target=work, args=(first,), daemon=True).start()

    def _give(self, first: bytes) -> None:
        with contextlib.suppress(OSError):
            self.socket.sendall(first)
            while self._drop and not self.ended.is_set():
                time.sleep(PAUSE)
                self.socket.sendall(self._drop)
            return
        self.ended.set()  # Nobody takes what is sent any more.

    def _take(self, _: bytes) -> None:
        with contextlib.suppress(OSError):
            while data := self.socket.recv(4096):
                self.received += data
        self.ended.set()

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


POST = b"POST /login HTTP/1.1\r\n" + HOST
PONG = b"\x81\x81\x00\x00\x00\x003"
KINDS = ("silent", "line", "head", "body", "chunks", "reader", "websocket")


def slow_ones(port: int, path: str) -> dict[str, Slow]:
    """One of each kind. `path` is of something that is asked for many times, and never taken."""
    asked = f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"\r\n"
    return {
        "silent": Slow(port, b""),
        "line": Slow(port, b"GET /login", b"x"),
        "head": Slow(port, b"GET /login HTTP/1.1\r\n" + HOST + b"X: ", b"y"),
        "body": Slow(port, POST + b"Content-Length: 60000\r\n\r\n", b"a"),
        "chunks": Slow(port, POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        "reader": Slow(port, asked * 3000, b" ", takes=False),
        "websocket": Slow(port, MODERN, PONG),
    }


@contextlib.contextmanager
def kept_waiting(port: int, path: str) -> Iterator[dict[str, Slow]]:
    ones = slow_ones(port, path)
    try:
        yield ones
    finally:
        for one in ones.values():
            one.close()
