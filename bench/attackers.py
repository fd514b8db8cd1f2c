"""Strangers who mean harm, in a process of their own: askers without end, and holders of connections. Loopback only.

All come from one address, `FROM`, which is this machine's as the server is; nothing is ever sent anywhere else.
"""

from __future__ import annotations

import contextlib
import errno
import re
import selectors
import socket
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Protocol

from bench.workers import next_message

FROM = "127.0.0.9"
CONNECTIONS = 256
"""Connections over which requests are offered."""

NEW_A_SECOND = 2000
"""Connections that are opened a second, at most, in place of those that were ended."""

PIPELINED = 10
"""Requests that are written at a time to one connection, whatever became of those before them."""

TURN = 0.01
"""Seconds between two looks: an attacker that never rests would measure what it takes of the machine itself."""

STOOD = 1.0
"""Seconds after which a connection counts as standing; what is ended before, and answered nothing, was refused.

One that stands may still be in the kernel's queue, where the server has not come to it yet.
"""

LOOK = 0.25
"""Seconds between two counts of the connections that stand."""

ANSWER = 60.0
"""Seconds that an attack which has heard nothing yet goes on after it was told to end: a short one may be faster."""

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_CUT = len(b"HTTP/1.1 200") - 1
"""Bytes at the end of what came that may be the beginning of an answer."""


@dataclass(frozen=True, slots=True)
class Attack:
    """With a `rate`, `first` is a request, offered so often a second; without, what each of `connections` begins with.

    Such a holder then sends `more` every `pause` seconds; without a pause as fast as it is taken. What it sends is
    `answered`, or nothing that a server would answer.
    """

    first: bytes
    rate: int | None = None
    connections: int = CONNECTIONS
    more: bytes = b""
    pause: float = 0.0
    answered: bool = True


@dataclass(slots=True)
class Met:
    """What became of it.

    Of the connections: `opened`, `refused` by the server at once, `ended` by it later, `given_up` because it took no
    more, and the most that `stood_at_once`. Of the requests: `offered` at the rate, of these `written` to a connection,
    and the answers by status.
    """

    opened: int = 0
    refused: int = 0
    ended: int = 0
    given_up: int = 0
    stood_at_once: int = 0
    offered: int = 0
    written: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


def attack(pipe: Connection, port: int, orders: Attack) -> None:
    """Begins at once, says "begun", and goes on until it is told anything; then tells what it `Met`."""
    go_on(pipe, Holder(port, orders) if orders.rate is None else Asker(port, orders), orders.answered)


class Ordered(Protocol):
    """What goes on in turns, and counts."""

    met: Met

    def turn(self) -> None: ...
    def close(self) -> None: ...


def go_on(pipe: Connection, attacker: Ordered, answered: bool = False) -> None:
    """The same of one that is made already; `answered`: it is not ended before something was."""
    pipe.send("begun")
    while not pipe.poll():
        attacker.turn()
        time.sleep(TURN)
    next_message(pipe)
    until = time.monotonic() + ANSWER
    while answered and not attacker.met.statuses and time.monotonic() < until:
        attacker.turn()
        time.sleep(TURN)
    pipe.send(attacker.met)
    attacker.close()


class Line:
    """One connection of an attacker."""

    __slots__ = ("sock", "since", "left", "due", "heard", "cut")

    def __init__(self, sock: socket.socket, since: float) -> None:
        self.sock, self.since = sock, since
        self.left, self.due = b"", 0.0
        self.heard, self.cut = False, b""

    def send(self) -> bool:
        """Whether all that is left went out; OSError where the line is broken."""
        try:
            self.left = self.left[self.sock.send(self.left) :]
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                raise
            return False  # It is not connected yet.
        return not self.left


class Attacker(ABC):
    """Keeps its connections open, and counts what comes over them."""

    def __init__(self, port: int, orders: Attack) -> None:
        self._port, self._orders = port, orders
        self.met = Met()
        self._selector = selectors.DefaultSelector()
        self._lines: dict[Line, None] = {}
        self._began = self._opened_until = self._looked = time.monotonic()

    def turn(self) -> None:
        now = time.monotonic()
        self._open(now)
        self._send(now)
        for key, _ in self._selector.select(0):
            self._take(key.data, now)
        if now - self._looked >= LOOK:
            self._looked = now
            standing = sum(now - line.since >= STOOD for line in self._lines)
            self.met.stood_at_once = max(self.met.stood_at_once, standing)

    @abstractmethod
    def _send(self, now: float) -> None:
        """Write on the connections what is due by now."""

    def close(self) -> None:
        for line in list(self._lines):
            self._forget(line)

    def _open(self, now: float) -> None:
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
            self._begin(Line(sock, now))
        self._opened_until = now

    def _begin(self, line: Line) -> None:
        self._lines[line] = None
        self._selector.register(line.sock, selectors.EVENT_READ, line)
        self.met.opened += 1

    def _take(self, line: Line, now: float) -> None:
        try:
            data = line.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end(line, now)
            return
        line.heard = True
        told = line.cut + data
        for status in _STATUS.findall(told):
            self.met.statuses[status.decode()] = self.met.statuses.get(status.decode(), 0) + 1
        line.cut = told[-_CUT:]

    def _end(self, line: Line, now: float) -> None:
        if line.heard or now - line.since >= STOOD:
            self.met.ended += 1
        else:
            self.met.refused += 1
        self._forget(line)

    def _forget(self, line: Line) -> None:
        self._lines.pop(line, None)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(line.sock)
        line.sock.close()


class Holder(Attacker):
    """Holds connections, each with a beginning that asks for more, and now and then sends a little of it."""

    def _begin(self, line: Line) -> None:
        super()._begin(line)
        line.left = self._orders.first

    def _send(self, now: float) -> None:
        for line in list(self._lines):
            if not line.left and now >= line.due:
                line.left, line.due = self._orders.more, now + self._orders.pause
            if line.left:
                try:
                    line.send()
                except OSError:
                    self._end(line, now)


class Asker(Attacker):
    """Offers requests at the rate that was ordered, whether those before them were answered or not."""

    def __init__(self, port: int, orders: Attack) -> None:
        super().__init__(port, orders)
        self._together = orders.first * PIPELINED
        self._turns: deque[Line] = deque()

    def _begin(self, line: Line) -> None:
        super()._begin(line)
        self._turns.append(line)

    def _send(self, now: float) -> None:
        due = (now - self._began) * (self._orders.rate or 0)
        takers = self._takers(now)
        while self.met.offered + PIPELINED <= due:
            self.met.offered += PIPELINED
            line = next(takers, None)
            if line is not None:
                line.left = self._together
                self._written(line, now)

    def _takers(self, now: float) -> Iterator[Line]:
        """The lines that have nothing left to be sent, each once; another time it goes on where it stopped."""
        for _ in range(len(self._turns)):
            line = self._turns.popleft()
            if line not in self._lines:
                continue
            is_free = not line.left or self._written(line, now)
            if line in self._lines:
                self._turns.append(line)
            if is_free:
                yield line

    def _written(self, line: Line, now: float) -> bool:
        """Whether all that is left went out. A line that takes no more is given up, for another one."""
        size = len(line.left)
        try:
            done = line.send()
        except OSError:
            self._end(line, now)
            return False
        if done:
            self.met.written += PIPELINED
        elif len(line.left) == size and now - line.since >= STOOD:
            self.met.given_up += 1
            self._forget(line)
        return done
