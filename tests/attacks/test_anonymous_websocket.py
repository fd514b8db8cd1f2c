"""One stranger with one connection does not silence the show, by whatever it sends."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from live.runtime.websocket import FRAGMENTS
from tests.attacks.frames import CONTINUATION, MODERN, TEXT, UPGRADE, answer_to, endless_fragments, frame
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

PATIENCE = 4
"""Seconds for a desk's command beside an attack; before there were bounds it waited as long as the attack lasted."""

ATTACK = 3
"""Seconds."""

CLOSE = b"\x88"
"""How a closing frame begins; no text of ours has this byte."""

HIXIE = b"Origin: http://127.0.0.1\r\n"


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def server(request: pytest.FixtureRequest, embedded: Installation) -> Iterator[Server]:
    with Server(embedded, LIVE_ASYNC=request.param).start() as running:
        yield running


def upgraded(port: int) -> socket.socket:
    """A websocket of somebody who says nothing of who they are."""
    line = socket.create_connection(("127.0.0.1", port), timeout=15)
    line.sendall(MODERN)
    if b" 101 " not in line.recv(4096):
        raise ConnectionError("no websocket was opened")
    return line


def test_a_desk_is_answered_while_a_stranger_sends_endless_fragments(
    embedded: Installation, server: Server, join: Callable[..., Screen]
) -> None:
    show = embedded.show(desk="moderator")
    desk = join(server, show.slug, "desk", show.keys["desk"])
    with endless_fragments(lambda: upgraded(server.port)) as cut:
        end = time.monotonic() + ATTACK
        while time.monotonic() < end:
            desk.obey("question.add", timeout=PATIENCE, text="Когда починят мост?")
        assert cut.wait(ATTACK), "the server reads on in a message without an end"
    assert desk.connections == 1


def test_a_message_in_too_many_fragments_is_closed(server: Server) -> None:
    """In words, and not by the end of its time to join, which comes without any."""
    told = b""
    with upgraded(server.port) as line, contextlib.suppress(OSError):
        line.sendall(frame(TEXT, b"") + frame(CONTINUATION, b"") * FRAGMENTS)
        while data := line.recv(4096):
            told += data
    assert CLOSE in told


@pytest.mark.parametrize(
    "headers",
    [
        HIXIE,
        HIXIE + b"Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n",
        b"",
        b"Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        b"Sec-WebSocket-Version: 13\r\n",
    ],
    ids=["hixie-75", "hixie-76", "no version", "version 8", "no key"],
)
def test_only_the_websocket_of_the_standard_is_spoken(server: Server, headers: bytes) -> None:
    answer = answer_to(server.port, UPGRADE + headers + b"\r\n" + b"^n:ds[4U")
    assert answer.startswith(b"HTTP/1.1 426 ") and b"sec-websocket-version: 13" in answer.lower()
    assert b"Traceback" not in answer and b"site-packages" not in answer
