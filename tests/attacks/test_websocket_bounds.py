"""What the server's websocket reads of a hostile client, over a pair of sockets: bounds, turns, and the mask."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Iterator
from itertools import pairwise

import eventlet
import pytest
from eventlet.greenio import GreenSocket
from eventlet.websocket import RFC6455WebSocket

from live.runtime.eventlet_websocket import BoundedWebSocket
from live.runtime.websocket import FRAGMENTS, MOST, unmasked
from tests.attacks.frames import CONTINUATION, TEXT, WHOLE, endless_fragments, frame

QUIET = 1.0
"""Seconds without a turn that a busy machine may cost a ticker of 10 ms; an attack cost it its whole length."""


class Read:
    """A client's end of a pair, what the server read at the other, and whether it reads on.

    `noted`: how many `turns` others had had when each message was read.
    """

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.messages = client, list[str | bytes]()
        self.noted = list[int]()
        self.turns = 0
        self.websocket = BoundedWebSocket(GreenSocket(server), {}, 13)
        self.reader = eventlet.spawn(self._read)

    def _read(self) -> None:
        while (message := self.websocket.wait()) is not None:
            self.messages.append(message)
            self.noted.append(self.turns)

    def settle(self, seconds: float = 10) -> None:
        """Until the server has closed, or has read all that was sent."""
        with contextlib.suppress(eventlet.Timeout), eventlet.Timeout(seconds):
            self.reader.wait()

    @property
    def close_code(self) -> int:
        """The code in the close frame that the server sent; 0 where it sent none."""
        self.client.settimeout(5)
        sent = self.client.recv(4096)
        return int.from_bytes(sent[2:4], "big") if sent[:1] == b"\x88" else 0


@pytest.fixture
def read() -> Iterator[Read]:
    client, server = socket.socketpair()
    with client, server:
        read = Read(client, server)
        yield read
        read.reader.kill()


def test_endless_fragments_keep_nobody_waiting_and_are_cut_off(read: Read) -> None:
    silence = 0.0
    with endless_fragments(lambda: read.client) as cut:
        last = time.monotonic()
        end = last + 5
        while last < end and not cut.is_set():
            eventlet.sleep(0.01)
            now = time.monotonic()
            silence, last = max(silence, now - last), now
        assert cut.is_set() and silence < QUIET
        assert read.messages == []


def test_a_talkative_client_has_its_turn_and_no_more(read: Read) -> None:
    """Whole messages without a pause: each is read, and a ticker runs between any two."""

    def tick() -> None:
        while True:
            eventlet.sleep(0)
            read.turns += 1

    ticker = eventlet.spawn(tick)
    read.client.sendall(frame(TEXT | WHOLE, b"x" * 125) * 200)
    with eventlet.Timeout(10):
        while len(read.messages) < 200:
            eventlet.sleep(0.01)
    ticker.kill()
    assert all(before < after for before, after in pairwise(read.noted))


@pytest.mark.parametrize(
    "frames",
    [
        [frame(TEXT, b"x" * 40_000), frame(CONTINUATION, b"x" * 40_000)],
        [frame(TEXT, b"")] + [frame(CONTINUATION, b"")] * FRAGMENTS,
        [frame(TEXT | WHOLE, b"x" * (MOST + 1))],
    ],
    ids=["large together", "many", "one too large"],
)
def test_a_message_above_the_bounds_ends_the_connection_with_1009(read: Read, frames: list[bytes]) -> None:
    read.client.sendall(b"".join(frames))
    read.settle()
    assert read.reader.dead and read.messages == []
    assert read.close_code == 1009


def test_a_message_at_the_bounds_is_read(read: Read) -> None:
    part = b"x" * (MOST // FRAGMENTS)
    whole = frame(TEXT, part) + frame(CONTINUATION, part) * (FRAGMENTS - 2) + frame(CONTINUATION | WHOLE, part)
    read.client.sendall(whole + frame(TEXT | WHOLE, b"and another"))
    read.client.shutdown(socket.SHUT_WR)
    read.settle()
    assert read.messages == ["x" * MOST, "and another"]


def test_the_mask_is_taken_off_as_byte_by_byte() -> None:
    dice = random.Random(13)
    for size in [*range(12), 125, 126, 1000, 65_535, 65_536]:
        data, mask, offset = dice.randbytes(size), tuple(dice.randbytes(4)), dice.randrange(9)
        naive = RFC6455WebSocket._apply_mask(data, mask, length=size, offset=offset)
        assert unmasked(data, mask, offset) == naive == BoundedWebSocket._apply_mask(data, mask, size, offset)
