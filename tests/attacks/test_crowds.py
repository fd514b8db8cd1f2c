"""A stranger with many connections keeps nobody out (C2): no screen, no other address, and not the next one."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.attacks.frames import MODERN
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

CROWD = 200
BOUND = 60
"""Connections that strangers at one address have, unless LIVE_CONNECTIONS_PER_ADDRESS says otherwise."""


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def server(request: pytest.FixtureRequest, embedded: Installation) -> Iterator[Server]:
    with Server(embedded, LIVE_ASYNC=request.param).start() as running:
        yield running


@contextlib.contextmanager
def crowd(port: int, address: str, first: bytes) -> Iterator[list[socket.socket]]:
    """So many connections from an address of this machine, each of which sends this and falls silent."""
    with contextlib.ExitStack() as stack:
        lines = []
        for _ in range(CROWD):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10, (address, 0)))
            with contextlib.suppress(OSError):
                line.sendall(first)
            lines.append(line)
        yield lines


def held(lines: list[socket.socket]) -> int:
    """How many of them the server has not ended."""
    return sum(1 for line in lines if not _ended(line))


def _ended(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        while line.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def got(server: Server, path: str, address: str) -> int:
    """The status of an answer to somebody at another address of this machine."""
    with requests.Session() as http:
        adapter = HTTPAdapter()
        adapter.poolmanager.connection_pool_kw["source_address"] = (address, 0)
        http.mount("http://", adapter)
        return http.get(server.url + path, timeout=10).status_code


@pytest.mark.parametrize("first", [b"", b"GET /login HTTP/1.1\r\n", MODERN], ids=["silent", "half a head", "websocket"])
def test_a_crowd_from_one_address_is_held_to_the_bound(
    embedded: Installation, server: Server, join: Callable[..., Screen], first: bytes
) -> None:
    show = embedded.show(desk="moderator")
    desk = join(server, show.slug, "desk", show.keys["desk"])
    address = f"127.0.1.{1 + len(first) % 250}"
    with crowd(server.port, address, first) as lines:
        wait_until(lambda: held(lines) <= BOUND, "the crowd is held to its bound", 5)
        assert got(server, "/login", address) == 200, "the crowd keeps others at its own address out"
        assert got(server, "/login", "127.0.0.9") == 200
        desk.obey("question.add", text="Когда починят мост?")
        join(server, show.slug, "desk", show.keys["desk"])
    assert desk.connections == 1


def test_a_control_room_behind_one_address_has_all_its_screens(
    embedded: Installation, server: Server, join: Callable[..., Screen]
) -> None:
    show = embedded.show(desk="moderator")
    desks = [join(server, show.slug, "desk", show.keys["desk"]) for _ in range(BOUND + 10)]
    with crowd(server.port, "127.0.0.1", b""):
        pass
    desks[0].obey("question.add", text="Когда починят мост?")
    desks[-1].wait_for(lambda s: s.mirror.questions, "the question")
    assert {desk.connections for desk in desks} == {1}
