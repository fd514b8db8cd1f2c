"""A server has as many files as its owner allows, and does not face others with too few (C2)."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from tests.support.process import Program, free_port
from tests.support.server import ROOT, Installation, Server

pytestmark = pytest.mark.faults


def limited(files: int, *arguments: str) -> list[str]:
    """The command of app.py under a hard limit of so many files."""
    return ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", sys.executable, "app.py", *arguments]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_with_too_few_files_it_does_not_face_others(embedded: Installation, host: str) -> None:
    serve = limited(4096, "serve", "--host", host, "--port", str(free_port()))
    done = subprocess.run(serve, cwd=ROOT, env=embedded.environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    [line] = done.stderr.strip().splitlines()
    assert "4096 files" in line and "8192" in line and "LimitNOFILE" in line


def test_on_this_machine_alone_it_starts_and_takes_all_that_it_may(embedded: Installation) -> None:
    server = Server(embedded)
    serve = limited(2048, "serve", "--port", str(server.port))
    serve[2] = f"ulimit -Sn 256; {serve[2]}".replace("ulimit -n 2048", "ulimit -Hn 2048")
    program = Program(serve, embedded.folder / "files.log", env=embedded.environment(), cwd=ROOT)
    program.start(server.ready, "the server")
    try:
        assert program.process
        assert resource.prlimit(program.process.pid, resource.RLIMIT_NOFILE) == (2048, 2048)
    finally:
        program.stop()
