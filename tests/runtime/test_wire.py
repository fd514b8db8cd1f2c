"""A frame that was written in part: nothing follows upon it, and a clock that is set anew ends no line."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import engineio
import eventlet
import pytest
from eventlet.patcher import original
from socketio import packet

from live.runtime import wire
from live.runtime.eventlet_websocket import BoundedWebSocket
from live.runtime.packets import Encoded, InPieces, Packet
from live.runtime.wire import Frame, prepare


class Line:
    is_a_strangers = False
    ended = False

    def end(self) -> None:
        self.ended = True


class Slow:
    """A connection whose client has stopped reading: whatever is left of a frame is never taken."""

    def __init__(self, plain: socket.socket) -> None:
        self._sendlock = threading.Lock()
        self.websocket_closed = False
        self.socket = SimpleNamespace(fd=plain, sendall=self._sendall)
        self.tried = threading.Event()

    def _sendall(self, rest: bytes) -> None:
        self.tried.set()
        raise TimeoutError("timed out")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    left, theirs = socket.socketpair()
    with original("socket").socket(fileno=left.detach()) as ours, theirs:
        ours.setblocking(False)
        yield ours, theirs


def test_a_frame_of_which_a_part_was_sent_is_the_last(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    connection, line = Slow(ours), Line()
    closed: list[bool] = []
    engine_socket: Any = SimpleNamespace(
        closed=False, closing=False, queue=SimpleNamespace(qsize=lambda: 0), connection=connection, line=line, sid="1"
    )
    engine_socket.close = lambda wait, abort: closed.append(abort)
    assert wire.send(engine_socket, Frame("/live", "events", '"' + "я" * 4_000_000 + '"'))
    deadline = time.monotonic() + 10
    while not line.ended and time.monotonic() < deadline:
        eventlet.sleep(0.01)  # Its own task, in whose loop the rest is written.
    assert connection.tried.is_set() and closed == [True] and line.ended


def test_a_clock_that_is_set_an_hour_forward_ends_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    server = engineio.Server(async_mode="threading")
    prepare(server)
    one = engineio.socket.Socket(server, "1")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    assert one.check_ping_timeout()


SNAPSHOT = '{"epoch":"e","snapshot":{"text":"Когда починят мост?' + "ы" * 70_000 + '"}'
OWN = ',"you":{"name":"Мария"}}'


def answered() -> Any:
    """How a packet leaves that answers with what many are given."""
    answer = Encoded(SNAPSHOT.encode(), OWN.encode())
    return _OfTheFeed(packet.ACK, namespace="/live", id=7, data=[answer]).encode()


class _OfTheFeed(Packet):
    namespace_taken = "/live"


def written(message: Any) -> bytes:
    """What eventlet's websocket writes of a message."""
    found: list[bytes] = []
    connection = object.__new__(BoundedWebSocket)
    connection.client, connection.extensions = False, {}
    connection._send = found.append
    connection.send(message)
    return b"".join(found)


def test_what_many_are_given_is_the_same_message_in_one_piece_or_several() -> None:
    whole = f"3/live,7[{SNAPSHOT}{OWN}]"
    assert str(answered()) == whole
    assert written(answered()) == written(f"4{whole}")


def test_what_many_are_given_is_held_once() -> None:
    answer = Encoded(SNAPSHOT.encode(), OWN.encode())
    for _ in range(2):
        encoded = _OfTheFeed(packet.ACK, namespace="/live", id=7, data=[answer]).encode()
        assert isinstance(encoded, InPieces) and any(one is answer.shared for one in encoded.pieces)


def test_what_waits_for_a_slow_client_counts_in_bytes() -> None:
    waiting = [engineio.packet.Packet(engineio.packet.MESSAGE, data=answered()), None]
    engine_socket = SimpleNamespace(queue=SimpleNamespace(waiting=waiting))
    assert wire._bytes_waiting(engine_socket) == len(f"3/live,7[{SNAPSHOT}{OWN}]".encode())
