"""A socket that is handed over: served as it stands, and nobody who comes between two programs is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from live.runtime.handed import handed_over
from tests.support.process import Program, wait_until
from tests.support.server import ROOT, Installation

AS_SYSTEMD = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ['LISTEN_PID'] = str(os.getpid()); "
    "os.environ['LISTEN_FDS'] = '1'; os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
)
"""What systemd does before it starts a program."""


def meant(process: int | None = None, number: int = 1) -> dict[str, str]:
    return {"LISTEN_PID": str(process or os.getpid()), "LISTEN_FDS": str(number)}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_what_is_handed_over_is_the_same_address_and_sends_at_once(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as opened:
        opened.bind((host, 0))
        opened.listen()
        with ExitStack() as stack:
            taken = handed_over(meant(), os.dup(opened.fileno()))
            assert taken is not None
            stack.callback(taken.close)
            assert (taken.family, taken.getsockname()) == (family, opened.getsockname())
            assert taken.is_kept and taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("environ", [{}, meant(os.getppid())])
def test_what_was_meant_for_another_process_is_left_alone(environ: dict[str, str]) -> None:
    assert handed_over(environ) is None


def test_several_are_refused() -> None:
    with pytest.raises(RuntimeError, match="hands over 2 sockets"):
        handed_over(meant(number=2))


def test_one_that_is_none_of_tcp_is_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(tmp_path / "socket"))
        with pytest.raises(RuntimeError, match="none of TCP"):
            handed_over(meant(), opened.fileno())


class Handed(Program):
    """`app.py serve` that is given a socket as systemd gives it."""

    opened: socket.socket

    def _launched(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", AS_SYSTEMD, str(self.opened.fileno()), *self.command]
            passed = (self.opened.fileno(),)
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.env, cwd=ROOT, pass_fds=passed
            )


@pytest.fixture
def opened() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen(1024)
        yield opened


@pytest.mark.faults
@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_who_comes_between_two_programs_is_answered_by_the_second(
    embedded: Installation, opened: socket.socket, tmp_path: Path, asynchronous: str
) -> None:
    here = opened.getsockname()
    url = f"http://127.0.0.1:{here[1]}"
    env = embedded.environment(LIVE_ASYNC=asynchronous)
    program = Handed([str(ROOT / "app.py"), "serve", "--port", "1"], tmp_path / "server.log", env=env)
    program.opened = opened
    on = f"Live is on {url}"
    program.start(lambda: on in program.log_end(), "the first")
    assert requests.get(f"{url}/healthz", timeout=30).status_code == 200
    program.stop()
    assert program.process is not None and program.process.returncode == 0
    with socket.create_connection(here, timeout=60) as early:
        early.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        program.start(lambda: program.log_end().count(on) == 2, "the second")
        assert early.recv(64).startswith(b"HTTP/1.1 200 ")
        wait_until(lambda: requests.get(f"{url}/readyz", timeout=30).status_code == 200, "the second is ready")
    program.stop()


@pytest.mark.faults
def test_an_understudy_takes_none(embedded: Installation, opened: socket.socket) -> None:
    command = [sys.executable, "-c", AS_SYSTEMD, str(opened.fileno()), str(ROOT / "app.py"), "serve"]
    follows = ["--follow", "http://127.0.0.1:1", "--token", "x"]
    done = subprocess.run(
        [*command, *follows],
        env=embedded.environment(),
        pass_fds=(opened.fileno(),),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1 and "opens its address itself" in done.stderr
