"""What breaks outside the application is told in our log, and to nobody else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import requests

from tests.support.process import Program, free_port
from tests.support.server import ROOT

BROKEN = """
from live.runtime import patch
patch()
from live.runtime import server
def whole(environ, start_response):
    raise ValueError("planted at once")
def streamed(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    raise ValueError("planted while it is sent")
    yield b""
def app(environ, start_response):
    return (whole if environ["PATH_INFO"] == "/whole" else streamed)(environ, start_response)
server.serve(app, server.listen("127.0.0.1", {port}))
"""


def answers(port: int) -> bool:
    try:
        return bool(requests.get(f"http://127.0.0.1:{port}/whole", timeout=5).status_code)
    except requests.RequestException:
        return False


@pytest.mark.faults
@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_a_stranger_is_sent_no_traceback_and_the_log_has_it(tmp_path: Path, asynchronous: str) -> None:
    port, log = free_port(), tmp_path / "log"
    code = BROKEN.format(port=port)
    program = Program([sys.executable, "-c", code], log, env={"LIVE_ASYNC": asynchronous}, cwd=ROOT)
    try:
        program.start(lambda: answers(port), "the server")
        for path, planted in (("/whole", "planted at once"), ("/streamed", "planted while it is sent")):
            response = requests.get(f"http://127.0.0.1:{port}{path}", timeout=10)
            assert response.status_code == 500
            assert "Traceback" not in response.text and "planted" not in response.text
            told = log.read_text()
            assert planted in told and path in told and "outside the application" in told
    finally:
        program.kill()
