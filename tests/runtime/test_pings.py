"""Clients are pinged in one task: each once for each of its answers, and one that is gone stops nobody's."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Any

from live.runtime.line import Pings


class Client:
    """An Engine.IO socket as far as pings go."""

    sid = "1"

    def __init__(self, pinged: SimpleQueue[Client], gone: bool = False, broken: bool = False) -> None:
        self._pinged, self._broken = pinged, broken
        self.closed, self.closing = gone, False
        self.last_ping: float | None = 1.0

    def send(self, packet: Any) -> None:
        if self._broken:
            raise OSError("the line is broken")
        self._pinged.put(self)


def test_each_is_pinged_and_neither_a_gone_nor_a_broken_one_stops_the_rest() -> None:
    pinged: SimpleQueue[Client] = SimpleQueue()
    pings = Pings(0.0)
    first, last = Client(pinged), Client(pinged)
    for client in (first, Client(pinged, gone=True), Client(pinged, broken=True), last):
        pings.schedule(client)
    assert [pinged.get(timeout=20), pinged.get(timeout=20)] == [first, last]
    pings.schedule(first)
    assert pinged.get(timeout=20) is first


def test_who_says_twice_that_a_ping_was_heard_is_pinged_once() -> None:
    pinged: SimpleQueue[Client] = SimpleQueue()
    pings = Pings(0.2)
    client, other = Client(pinged), Client(pinged)
    for one in (client, client, other):
        pings.schedule(one)
    assert [pinged.get(timeout=20), pinged.get(timeout=20)] == [client, other]
