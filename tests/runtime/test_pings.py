"""Clients are pinged in one task: each once for each of its answers, and one that is gone stops nobody's.

One that does not answer in time is ended.
"""

from __future__ import annotations

import time
from queue import SimpleQueue
from types import SimpleNamespace

from live.runtime.line import Pings


class Client:
    """An Engine.IO socket as far as pings go."""

    sid = "1"

    def __init__(self, pinged: SimpleQueue[Client], gone: bool = False, broken: bool = False) -> None:
        self._pinged, self._broken = pinged, broken
        self.closed, self.closing = gone, False
        self.last_ping: float | None = 1.0
        self.server = SimpleNamespace(sockets={self.sid: self})
        self.ended = False

    def ping(self) -> None:
        if self._broken:
            raise OSError("the line is broken")
        self._pinged.put(self)

    def check_ping_timeout(self) -> None:
        self.ended = True


def pings_of(interval: float, timeout: float = 60.0) -> Pings:
    return Pings(interval, timeout, Client.ping)


def test_each_is_pinged_and_neither_a_gone_nor_a_broken_one_stops_the_rest() -> None:
    pinged: SimpleQueue[Client] = SimpleQueue()
    pings = pings_of(0.0)
    first, last = Client(pinged), Client(pinged)
    for client in (first, Client(pinged, gone=True), Client(pinged, broken=True), last):
        pings.schedule(client)
    assert [pinged.get(timeout=20), pinged.get(timeout=20)] == [first, last]
    pings.schedule(first)
    assert pinged.get(timeout=20) is first


def test_who_says_twice_that_a_ping_was_heard_is_pinged_once() -> None:
    pinged: SimpleQueue[Client] = SimpleQueue()
    pings = pings_of(0.2)
    client, other = Client(pinged), Client(pinged)
    for one in (client, client, other):
        pings.schedule(one)
    assert [pinged.get(timeout=20), pinged.get(timeout=20)] == [client, other]


def test_who_does_not_answer_is_ended_and_forgotten_and_who_does_is_not() -> None:
    pinged: SimpleQueue[Client] = SimpleQueue()
    pings = pings_of(0.0, timeout=0.5)
    silent, answering = Client(pinged), Client(pinged)
    for client in (silent, answering):
        pings.schedule(client)
    deadline = time.monotonic() + 20
    while silent.server.sockets and time.monotonic() < deadline:
        if not pinged.empty() and (heard := pinged.get()) is answering:
            pings.schedule(heard)
        time.sleep(0.01)
    assert silent.ended and not silent.server.sockets
    assert not answering.ended and answering.server.sockets
    answering.closed = True


def test_one_that_was_over_before_its_ping_is_forgotten() -> None:
    gone = Client(SimpleQueue(), gone=True)
    pings_of(0.0).schedule(gone)
    deadline = time.monotonic() + 20
    while gone.server.sockets and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not gone.server.sockets
