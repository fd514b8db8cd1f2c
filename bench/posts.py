"""Senders over keep-alive connections: one thread, raw sockets, so that they never are what is measured."""

from __future__ import annotations

import itertools
import selectors
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench import texts, wires
from bench.workers import next_message


@dataclass(frozen=True, slots=True)
class Route:
    """Where to post, on a port of this machine: by whom (a header, or none), and what."""

    port: int
    path: str
    token: str = ""
    bodies: Callable[[int], Iterator[tuple[int, bytes]]] = texts.bodies
    content_type: str = "application/json"
    secure: bool = False
    """Over TLS."""

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}{self.path}"

    def request(self, body: bytes) -> bytes:
        key = f"Authorization: Bearer {self.token}\r\n" if self.token else ""
        return (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{key}"
            f"Content-Type: {self.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


@dataclass(frozen=True, slots=True)
class Page(Route):
    """A page that is asked for again and again."""

    def request(self, body: bytes) -> bytes:
        return f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()


@dataclass(frozen=True, slots=True)
class Order:
    """What to send: with a `rate`, evenly spaced; without, each connection's next as soon as it is answered.

    Ends after `seconds` or `most` requests. Marks are counted from `first`; `batch` questions go in each request.
    """

    route: Route
    connections: int
    first: int
    seconds: float
    rate: float | None = None
    most: int | None = None
    batch: int | None = None

    def bodies(self) -> Iterator[tuple[int, bytes]]:
        endless = texts.batches(self.first, self.batch) if self.batch else self.route.bodies(self.first)
        return itertools.islice(endless, self.most)


@dataclass(slots=True)
class Sent:
    """When each mark's request was written and its answer read, and what the answers were."""

    written: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    refused_rows: int = 0
    seconds: float = 0.0

    @property
    def waits(self) -> list[float]:
        return [self.answered[mark] - self.written[mark] for mark in self.answered]


class Line:
    """One keep-alive connection, with at most one request under way."""

    __slots__ = ("sock", "mark", "_received")

    def __init__(self, port: int, secure: bool) -> None:
        self.sock = wires.opened(port, secure, 30)
        if secure:
            self.sock.setblocking(False)  # What TLS itself has to say wakes a sender too.
        self.mark = 0
        self._received = b""

    def answer(self) -> tuple[int, bytes] | None:
        """Status and body once the answer is whole; None while it is not. RuntimeError when the line is cut."""
        data = wires.received(self.sock)
        if data is None:
            return None
        if not data:
            raise RuntimeError("the server ended a sender's connection")
        data = self._received + data
        head_end = data.find(b"\r\n\r\n")
        if head_end >= 0:
            head = data[:head_end].lower()
            at = head.index(b"content-length:") + 15
            size = int(head[at:].split(b"\r\n", 1)[0])
            if len(data) >= head_end + 4 + size:
                self._received = b""
                return int(data[9:12]), data[head_end + 4 :]
        self._received = data
        return None


def send(pipe: Connection) -> None:
    """Does each `Order` that comes through the pipe, and answers with what it `Sent`."""
    while (order := next_message(pipe)) is not None:
        pipe.send(carried_out(order))


def carried_out(order: Order) -> Sent:
    sent = Sent()
    selector = selectors.DefaultSelector()
    free: list[Line] = []
    lines: list[Line] = []

    def one_more() -> Line:
        """Opened when it is needed: a server ends a connection on which nothing comes."""
        line = Line(order.route.port, order.route.secure)
        selector.register(line.sock, selectors.EVENT_READ, line)
        lines.append(line)
        return line

    requests = ((mark, order.route.request(body)) for mark, body in order.bodies())
    following = next(requests, None)
    start = time.monotonic()
    count = 0
    while True:
        now = time.monotonic()
        if now - start > order.seconds:
            following = None
        due = start + count / order.rate if order.rate else start
        while following is not None and (free or len(lines) < order.connections) and now >= due:
            line = free.pop() if free else one_more()
            line.mark, request = following
            sent.written[line.mark] = time.monotonic()
            line.sock.sendall(request)
            count += 1
            due = start + count / order.rate if order.rate else start
            following = next(requests, None)
        if following is None and len(free) == len(lines):
            break
        some_left = bool(free) or len(lines) < order.connections
        pause = max(0.0, due - time.monotonic()) if following is not None and some_left else 30.0
        for key, _ in selector.select(pause):
            response = key.data.answer()
            if response is not None:
                status, body = response
                sent.answered[key.data.mark] = time.monotonic()
                sent.statuses[status] += 1
                sent.refused_rows += body.count(b'"error"') if order.batch else 0
                free.append(key.data)
    sent.seconds = max(sent.answered.values(), default=start) - start
    for line in lines:
        line.sock.close()
    return sent
