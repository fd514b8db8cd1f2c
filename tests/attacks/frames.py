"""Websocket frames as a client sends them, and clients that send what no browser would."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

CONTINUATION, TEXT = 0, 1
WHOLE = 0x80
SIZE = 60_000
"""Bytes of a fragment: below what a frame may have."""

UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
)
MODERN = UPGRADE + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"


def frame(first: int, payload: bytes, mask: bytes = b"\x11\x22\x33\x44") -> bytes:
    """A masked frame with `first` as its first byte: the opcode, and WHOLE where nothing follows."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def answer_to(port: int, request: bytes, seconds: float = 10) -> bytes:
    """What a server answers to these bytes, until it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        line.sendall(request)
        answer = b""
        with contextlib.suppress(OSError):
            while not answer.endswith(b"\r\n\r\n") and (data := line.recv(65536)):
                answer += data
        return answer


@contextlib.contextmanager
def endless_fragments(connected: Callable[[], socket.socket]) -> Iterator[threading.Event]:
    """A message that never ends goes out from a thread, over a new connection whenever one is cut off.

    The event is set once one was.
    """
    first, more = frame(TEXT, b"x" * SIZE), frame(CONTINUATION, b"x" * SIZE)
    leaving, cut = threading.Event(), threading.Event()
    lines: list[socket.socket] = []

    def send() -> None:
        while not leaving.is_set():
            try:
                with connected() as line:
                    lines[:] = [line]
                    line.sendall(first)
                    while not leaving.is_set():
                        line.sendall(more)
            except OSError:
                cut.set()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    try:
        yield cut
    finally:
        leaving.set()
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        sender.join(20)
