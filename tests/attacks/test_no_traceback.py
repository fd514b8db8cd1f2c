"""What breaks outside the application is told in our log, and to nobody else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.support.process import Program, free_port
from tests.support.server import ROOT

WRITTEN = "a traceback was written down"

BROKEN = """
from live.runtime import patch
patch()
import traceback
class Noted(traceback.TracebackException):
    def __init__(self, *args, **more):
        print("{written}", flush=True)
        super().__init__(*args, **more)
traceback.TracebackException = Noted
from live.runtime import server
def whole(environ, start_response):
    raise ValueError("planted at once")
def streamed(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    raise ValueError("planted while it is sent")
    yield b""
def gone(environ, start_response):
    raise ConnectionResetError("its client has gone")
def app(environ, start_response):
    return {{"/whole": whole, "/gone": gone}}.get(environ["PATH_INFO"], streamed)(environ, start_response)
server.serve(app, server.listen("127.0.0.1", {port}))
"""


def answers(port: int) -> bool:
    try:
        return bool(requests.get(f"http://127.0.0.1:{port}/whole", timeout=5).status_code)
    except requests.RequestException:
        return False


@contextmanager
def broken(folder: Path, asynchronous: str) -> Iterator[tuple[str, Path]]:
    """A server whose app breaks: where it is, and its log."""
    port, log = free_port(), folder / "log"
    code = BROKEN.format(port=port, written=WRITTEN)
    program = Program([sys.executable, "-c", code], log, env={"LIVE_ASYNC": asynchronous}, cwd=ROOT)
    try:
        program.start(lambda: answers(port), "the server")
        yield f"http://127.0.0.1:{port}", log
    finally:
        program.kill()


@pytest.mark.faults
@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_a_stranger_is_sent_no_traceback_and_the_log_has_it(tmp_path: Path, asynchronous: str) -> None:
    with broken(tmp_path, asynchronous) as (url, log):
        for path, planted in (("/whole", "planted at once"), ("/streamed", "planted while it is sent")):
            response = requests.get(url + path, timeout=10)
            assert response.status_code == 500
            assert "Traceback" not in response.text and "planted" not in response.text
            told = log.read_text()
            assert planted in told and path in told and "outside the application" in told


@pytest.mark.faults
def test_of_a_client_that_has_gone_no_traceback_is_written_down(tmp_path: Path) -> None:
    """It takes seven milliseconds, and a thousand screens that give up would hold the server with it."""
    with broken(tmp_path, "eventlet") as (url, log):
        assert requests.get(f"{url}/gone", timeout=10).status_code == 500
        assert WRITTEN not in log.read_text()
