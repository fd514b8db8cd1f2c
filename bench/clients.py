"""Screens as raw websockets: enough of Engine.IO and Socket.IO to join and to count, and no more.

A client library would cost more than the server that is measured. Many screens share one process and one selector;
a frame that several of them get is parsed once. The same code speaks to our server and to the relay.
"""

from __future__ import annotations

import json
import os
import selectors
import time
from array import array
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bench import wires
from bench.texts import MARK
from bench.workers import next_message

NAMESPACE = "/live"
EVENTS = f'42{NAMESPACE},["events",'.encode()
RECEIVED = "question.received"
"""The one event that is an arrival: later ones of the same question repeat its text, and its mark with it."""
PING, PONG = b"2", "3"
TEXT, CLOSE = 1, 8
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Seat:
    """Which screen of which broadcast to join, on which port of this machine."""

    port: int
    broadcast: str
    screen: str
    token: str
    secure: bool = False
    """Over TLS."""

    @property
    def auth(self) -> str:
        return json.dumps({"broadcast": self.broadcast, "screen": self.screen, "token": self.token})


class Screen:
    """One joined websocket. `read()` gives the text packets that have arrived, as bytes."""

    __slots__ = ("sock", "snapshot_size", "_rest", "_ack", "_early")

    def __init__(self, seat: Seat) -> None:
        """Connects, joins and syncs as a screen does; RuntimeError when it is refused."""
        self.sock = wires.opened(seat.port, seat.secure, PATIENCE)
        self._rest = b""
        self._ack = 0
        self._early: list[bytes] = []
        self._upgrade(seat.port)
        self._until(b"0")
        self.send(f"40{NAMESPACE},{seat.auth}")
        self._until(f"40{NAMESPACE},".encode())
        self.snapshot_size = len(self.sync())

    def sync(self, **since: Any) -> bytes:
        """What is answered to it: a snapshot, or what has happened since a number of an epoch."""
        return self._until(self.emit("sync", since))

    def _upgrade(self, port: int) -> None:
        self.sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            chunk = self.sock.recv(65536)
            if not chunk:
                raise RuntimeError(f"the server closed the connection: {answer!r}")
            answer += chunk
        head, frames = answer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head:
            raise RuntimeError(f"no websocket: {head!r}")
        self._early = self._packets(frames)

    def _until(self, beginning: bytes) -> bytes:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            while self._early:
                packet = self._early.pop(0)
                if packet.startswith(b"44"):
                    raise RuntimeError(f"refused: {packet!r}")
                if packet.startswith(beginning):
                    return packet
            self._early = self.read()
        raise RuntimeError(f"no packet {beginning!r} came")

    def emit(self, event: str, body: Any) -> bytes:
        """Sends an event that is to be acknowledged; how its acknowledgement begins."""
        self._ack += 1
        self.send(f"42{NAMESPACE},{self._ack}{json.dumps([event, body], ensure_ascii=False)}")
        return f"43{NAMESPACE},{self._ack}[".encode()

    def send(self, packet: str) -> None:
        payload = packet.encode()
        size = len(payload)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
        mask = os.urandom(4)
        masked = int.from_bytes(payload, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        self.sock.sendall(head + mask + masked.to_bytes(size, "big"))

    def read(self) -> list[bytes]:
        """What one look at the socket brought; RuntimeError when the server ended the connection."""
        data = wires.received(self.sock)
        if data is None:
            return []
        if not data:
            raise RuntimeError("the server ended a screen's connection")
        packets = self._packets(self._rest + data if self._rest else data)
        if PING in packets:
            self.send(PONG)
        return packets

    def _packets(self, data: bytes) -> list[bytes]:
        """The text packets that are whole in `data`; what is left over waits for the next look."""
        packets = []
        position, end = 0, len(data)
        while end - position >= 2:
            size, start = data[position + 1], position + 2
            if size == 126:
                size, start = int.from_bytes(data[position + 2 : position + 4], "big"), position + 4
            elif size == 127:
                size, start = int.from_bytes(data[position + 2 : position + 10], "big"), position + 10
            if start + size > end:
                break
            if data[position] & 0x0F == TEXT:
                packets.append(data[start : start + size])
            elif data[position] & 0x0F == CLOSE:
                raise RuntimeError("the server closed a screen's websocket")
            position = start + size
        self._rest = data[position:]
        return packets


@dataclass(slots=True)
class Arrivals:
    """Every question that reached a screen: its mark, and when on the machine's monotonic clock."""

    marks: array[int] = field(default_factory=lambda: array("q"))
    times: array[float] = field(default_factory=lambda: array("d"))
    frames: int = 0
    bytes: int = 0

    def add(self, marks: list[int], when: float, size: int) -> None:
        self.marks.extend(marks)
        self.times.extend([when] * len(marks))
        self.frames += 1
        self.bytes += size


def watch(pipe: Connection, seat: Seat, count: int) -> None:
    """`count` screens and what reaches them: says "ready", answers "count" with a number, "collect" with `Arrivals`."""
    audience = Audience()
    for _ in range(count):
        audience.admit(Screen(seat))
        audience.listen(0.0)  # Who has joined answers pings while others still join.
    pipe.send("ready")
    audience.selector.register(pipe, selectors.EVENT_READ)
    while True:
        if not audience.listen(None):
            continue
        message = next_message(pipe)
        if message is None:
            return
        pipe.send(len(audience.arrivals.marks) if message == "count" else audience.collected())


class Audience:
    """Screens on one selector, and what has arrived at them since it was last collected."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.arrivals = Arrivals()
        self._parsed: dict[bytes, list[int]] = {}

    def admit(self, screen: Screen) -> None:
        screen.sock.setblocking(False)
        self.selector.register(screen.sock, selectors.EVENT_READ, screen)

    def collected(self) -> Arrivals:
        arrivals, self.arrivals = self.arrivals, Arrivals()
        return arrivals

    def listen(self, timeout: float | None) -> bool:
        """Takes in what has come, waiting for it at most so long; whether the pipe has something to say."""
        pipe_ready = False
        for key, _ in self.selector.select(timeout):
            if key.data is None:
                pipe_ready = True
                continue
            packets = key.data.read()
            now = time.monotonic()
            for packet in packets:
                if packet.startswith(EVENTS):
                    marks = self._marks(packet)
                    self.arrivals.add(marks, now, len(packet))
        return pipe_ready

    def _marks(self, packet: bytes) -> list[int]:
        """The marks of the questions in a frame; the same frame, at the next screen, is not parsed again."""
        marks = self._parsed.get(packet)
        if marks is None:
            if len(self._parsed) > 2000:
                self._parsed.clear()
            marks = self._parsed[packet] = marks_received(packet)
        return marks


def marks_received(packet: bytes) -> list[int]:
    """The marks of the questions whose arrival an "events" packet brings, in its order."""
    if RECEIVED.encode() not in packet:
        return []
    events = json.loads(packet[len(EVENTS) : -1])["events"]
    texts = [event["view"]["text"] for event in events if event["type"] == RECEIVED and event["view"]]
    return [int(mark) for text in texts for mark in MARK.findall(text)]
