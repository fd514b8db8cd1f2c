"""Strangers who mean harm, in a process of their own: askers without end, and holders of connections. Loopback only.

All come from one address, `FROM`, which is this machine's as the server is; nothing is ever sent anywhere else.
"""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.workers import next_message

FROM = "127.0.0.9"
CONNECTIONS = 256
"""Connections over which requests are offered."""

NEW_A_SECOND = 2000
"""Connections that a holder opens a second, at most, in place of those that were ended."""

TURN = 0.01
"""Seconds between two looks: an attacker that never rests would measure what it takes of the machine itself."""


@dataclass(frozen=True, slots=True)
class Attack:
    """With a `rate`, `first` is a request, offered so often a second; without, what each of `connections` begins with.

    Such a holder then sends `more` every `pause` seconds; without a pause as fast as it is taken.
    """

    first: bytes
    rate: int | None = None
    connections: int = CONNECTIONS
    more: bytes = b""
    pause: float = 0.0


@dataclass(slots=True)
class Met:
    """What became of it: connections opened and ended by the server, requests written, and the answers' statuses."""

    opened: int = 0
    ended: int = 0
    written: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


def attack(pipe: Connection, port: int, orders: Attack) -> None:
    """Begins at once, says "begun", and goes on until it is told anything; then tells what it `Met`."""
    attacker = Attacker(port, orders)
    pipe.send("begun")
    while not pipe.poll():
        attacker.turn()
    next_message(pipe)
    pipe.send(attacker.met)
    attacker.close()


class Line:
    """One connection of an attacker."""

    __slots__ = ("sock", "left", "due", "busy")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.left, self.due, self.busy = b"", 0.0, False


class Attacker:
    """Keeps its connections open, and sends over them what is due."""

    def __init__(self, port: int, orders: Attack) -> None:
        self._port, self._orders = port, orders
        self.met = Met()
        self._selector = selectors.DefaultSelector()
        self._lines: set[Line] = set()
        self._began = time.monotonic()
        self._opened_until = self._began

    def turn(self) -> None:
        self._open()
        now = time.monotonic()
        for line in list(self._lines):
            self._give(line, now)
        for key, _ in self._selector.select(0):
            self._take(key.data)
        time.sleep(TURN)

    def close(self) -> None:
        for line in list(self._lines):
            self._forget(line)

    def _open(self) -> None:
        now = time.monotonic()
        room = self._orders.connections - len(self._lines)
        for _ in range(min(room, int((now - self._opened_until) * NEW_A_SECOND) + 1)):
            sock = socket.socket()
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # No port stays behind.
            try:
                sock.bind((FROM, 0))
                if sock.connect_ex(("127.0.0.1", self._port)) not in (0, errno.EINPROGRESS):
                    raise OSError
            except OSError:
                sock.close()
                break
            line = Line(sock)
            if self._orders.rate is None:
                line.left = self._orders.first
            self._lines.add(line)
            self._selector.register(sock, selectors.EVENT_READ, line)
            self.met.opened += 1
        self._opened_until = now

    def _give(self, line: Line, now: float) -> None:
        orders = self._orders
        if not line.left and now >= line.due:
            if orders.rate is None:
                line.left, line.due = orders.more, now + orders.pause
            elif not line.busy and self.met.written < (now - self._began) * orders.rate:
                line.left, line.busy = orders.first, True
                self.met.written += 1
        if not line.left:
            return
        try:
            line.left = line.left[line.sock.send(line.left) :]
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno != errno.ENOTCONN:  # It is not connected yet.
                self._end(line)

    def _take(self, line: Line) -> None:
        try:
            data = line.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end(line)
            return
        if data.startswith(b"HTTP/1.1 "):
            status = data[9:12].decode()
            self.met.statuses[status] = self.met.statuses.get(status, 0) + 1
            line.busy = False

    def _end(self, line: Line) -> None:
        self.met.ended += 1
        self._forget(line)

    def _forget(self, line: Line) -> None:
        self._lines.discard(line)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(line.sock)
        line.sock.close()
