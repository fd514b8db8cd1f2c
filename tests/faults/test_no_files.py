"""A server that has no file left to accept with says so, and serves on when it has."""

from __future__ import annotations

import resource
import socket
from pathlib import Path

import pytest

from tests.support.process import wait_until
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

ROOM = 6


def test_a_server_without_a_file_left_serves_on_when_it_has_one(folder: Path) -> None:
    installation = Installation("sqlite", f"sqlite:///{folder / 'live.db'}", None, folder)
    with Server(installation).start() as server:
        assert server.program.process
        pid = server.program.process.pid
        held = len(list(Path(f"/proc/{pid}/fd").iterdir())) + ROOM
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (held, held))
        crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3 * ROOM)]
        wait_until(lambda: "a connection was not accepted" in server.program.log.read_text(), "the refusal")
        for one in crowd:
            one.close()
        wait_until(server.ready, "the server")
