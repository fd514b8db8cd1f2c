"""One of our modules in a process of its own: whatever it is given to read, it can stop nothing but itself."""

from __future__ import annotations

import os
import resource
import subprocess  # nosec B404 # Only to start this program itself.
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

import structlog

from live.runtime import tasks

log = structlog.get_logger()

ROOT = Path(__file__).resolve().parents[2]
TURN = 0.01
"""Seconds between two looks at whether it has ended."""

MARGIN = 20.0
"""Seconds for which it may wait for a processor, beside those that it may use one: it lets everybody else go first."""


PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "PYTHONPATH")
"""What of this process's environment it has: no setting and no secret."""


class Exceeded(Exception):
    """The process ended without an answer: it took too much time or memory, or it broke."""


def answer_of(module: str, given: bytes, seconds: int, margin: float = MARGIN) -> bytes:
    """What `module` writes when it reads `given`; others run meanwhile. `Exceeded` where that needs over `seconds`.

    The module must call `confine` before it reads.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with TemporaryFile() as source, TemporaryFile() as answer:
        source.write(given)
        source.seek(0)
        command = [sys.executable, "-m", module]
        process = subprocess.Popen(command, stdin=source, stdout=answer, cwd=ROOT, env=environment)  # nosec B603 # Our own module, no shell.
        deadline = time.monotonic() + seconds + margin
        try:
            while process.poll() is None and time.monotonic() < deadline:
                tasks.sleep(TURN)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            log.warning("a process ended without an answer", module=module, code=process.returncode)
            raise Exceeded
        answer.seek(0)
        return answer.read()


def confine(seconds: int, memory: int) -> None:
    """Limit this process: seconds of a processor, bytes of memory and of what it writes; and let others go first."""
    os.nice(10)
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, memory),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
