"""Whoever keeps the server waiting is let go of (C2, L12): each phase of a connection ends, however it is drawn out."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.attacks.slow import HOST, KINDS, Slow, kept_waiting
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

PATIENCE = 60
"""Seconds; without deadlines they are held for ever."""

ENDLESS = 10**11
SENT = 64 * 1024 * 1024
"""Bytes of an endless body that are sent on; what a server reads of them it reads to the end."""


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def server(request: pytest.FixtureRequest, embedded: Installation) -> Iterator[Server]:
    with Server(embedded, LIVE_ASYNC=request.param).start() as running:
        yield running


def test_what_ends_overdue_connections_is_told_on_readyz(server: Server) -> None:
    assert requests.get(f"{server.url}/readyz", timeout=10).json()["tasks"]["connections"]["ready"]


@pytest.fixture(scope="module")
def slow(server: Server) -> Iterator[dict[str, Slow]]:
    with kept_waiting(server.port, "/static/desk/pane.js") as ones:
        yield ones


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_keeps_the_server_waiting_is_let_go_of(slow: dict[str, Slow], kind: str) -> None:
    assert slow[kind].ended.wait(PATIENCE), f"{kind}: it is held for ever"


def test_a_joined_screen_is_never_let_go_of(
    embedded: Installation, server: Server, join: Callable[..., Screen], slow: dict[str, Slow]
) -> None:
    show = embedded.show(desk="moderator")
    desk = join(server, show.slug, "desk", show.keys["desk"])
    with Slow(server.port, b"") as silent:
        assert silent.ended.wait(PATIENCE)
    desk.obey("question.add", text="Когда починят мост?")
    assert desk.connections == 1


def test_a_body_that_nobody_reads_is_not_read_to_its_end(server: Server) -> None:
    head = b"POST /nowhere HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % ENDLESS
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head)
        sent, piece = 0, b"x" * 65536
        with pytest.raises(OSError):
            while sent < SENT:
                line.sendall(piece)
                sent += len(piece)
        assert sent < SENT


def test_a_body_that_nobody_reads_and_is_not_long_lets_its_connection_go_on(server: Server) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    with contextlib.closing(line):
        line.request("POST", "/nowhere", b"x" * 500_000)
        first = line.getresponse()
        assert first.status == 404 and first.read()
        kept = line.sock
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200 and line.sock is kept


@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_a_handshake_that_is_drawn_out_ends(embedded: Installation, tmp_path: Path, asynchronous: str) -> None:
    certificate, key = tmp_path / "live.pem", tmp_path / "key.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {key} -out {certificate}"
    subprocess.run(made.split(), check=True, capture_output=True, timeout=60)
    server = Server(embedded, "--certificate", str(certificate), "--key", str(key), LIVE_ASYNC=asynchronous)

    def answers() -> bool:
        trusting = ssl._create_unverified_context()
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as plain:
                trusting.wrap_socket(plain).close()
        except OSError:
            return False
        return True

    server.program.start(answers, "the server")
    # The head of a record of a client's greeting, 2,000 bytes long, and then its bytes one by one.
    with server, Slow(server.port, b"\x16\x03\x01\x07\xd0\x01", b"\x00") as drawn_out:
        assert drawn_out.ended.wait(PATIENCE), "a handshake is held for ever"
