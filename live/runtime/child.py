"""One of our modules in a process of its own: whatever it is given to read, it can stop nothing but itself."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess  # nosec B404 # Only to start this program itself.
import sys
import time
from collections.abc import Mapping
from io import FileIO
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


READ = 64 * 1024
"""Bytes of an answer that are taken in one go."""

PR_SET_PDEATHSIG = 1

PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "PYTHONPATH")
"""What of this process's environment it has: no setting and no secret."""


class Exceeded(Exception):
    """The process ended without an answer: it took too much time or memory, or it broke."""


class Child:
    """One of our modules at work. `answer` tells what it wrote once it has ended; `kill` it, or it goes on."""

    def __init__(self, module: str, given: bytes, environment: Mapping[str, str] | None = None) -> None:
        """`environment`: what it has of this process's; nothing that is ours where that is not said."""
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._module = module
        self._answer = TemporaryFile()  # noqa: SIM115 - It is read when the process has ended.
        with TemporaryFile() as source:
            source.write(given)
            source.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, "-m", module],
                stdin=source,
                stdout=self._answer,
                cwd=ROOT,
                env=passed_on if environment is None else environment,
            )  # nosec B603 # Our own module, no shell.

    def answer(self) -> bytes | None:
        """What it wrote; None while it is at work. `Exceeded` where it ended without an answer."""
        if self._process.poll() is None:
            return None
        with self._answer:
            if self._process.returncode != 0:
                log.warning("a process ended without an answer", module=self._module, code=self._process.returncode)
                raise Exceeded
            self._answer.seek(0)
            return self._answer.read()

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Helper:
    """One of our modules that stays and is asked one thing after another: each is a line, and so is what it answers.

    Nobody waits for it: `answer` looks whether it has one. It is to end once its input does; `kill` it, or it stays.
    """

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        """`environment`: all that it has of this process's."""
        self._module = module
        itself, asked = os.pipe()
        answered, its_own = os.pipe()
        # Not the process's own pipes: those of a cooperative process have its tasks wait.
        self._asked, self._answered = FileIO(asked, "w"), FileIO(answered)
        os.set_blocking(answered, False)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module], stdin=itself, stdout=its_own, cwd=ROOT, env=dict(environment)
            )  # nosec B603 # Our own module, no shell.
        finally:
            os.close(itself)
            os.close(its_own)
        self._came = b""

    def ask(self, line: bytes) -> None:
        """A short line, once it has answered the one before. `Exceeded` where it has ended."""
        try:
            self._asked.write(line + b"\n")
        except BrokenPipeError:
            raise self._ended() from None

    def answer(self) -> bytes | None:
        """The line that it answered; None while it is at work. `Exceeded` where it has ended."""
        while b"\n" not in self._came:
            came = self._answered.read(READ)
            if came is None:
                return None
            if not came:
                raise self._ended()
            self._came += came
        line, _, self._came = self._came.partition(b"\n")
        return line

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._asked.close()
        self._answered.close()

    def _ended(self) -> Exceeded:
        log.warning("a process ended without an answer", module=self._module, code=self._process.poll())
        return Exceeded()


def answer_of(module: str, given: bytes, seconds: int, margin: float = MARGIN) -> bytes:
    """What `module` writes when it reads `given`; others run meanwhile. `Exceeded` where that needs over `seconds`.

    The module must call `confine` before it reads.
    """
    child = Child(module, given)
    deadline = time.monotonic() + seconds + margin
    try:
        while (answer := child.answer()) is None:
            if time.monotonic() >= deadline:
                child.kill()
            else:
                tasks.sleep(TURN)
        return answer
    finally:
        child.kill()


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


def end_with_the_parent() -> None:
    """Nobody is there to take the answer once it is gone, and another may begin the same."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
