"""A program that a test starts, watches, freezes and kills."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.support.searched import SEARCH

START_SECONDS = 60
"""How long a started program may take until it answers; a bound for broken runs, not an expectation."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], object], what: str, seconds: float = START_SECONDS) -> None:
    """Returns once `condition()` is true; AssertionError naming `what` when that does not happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.01)


def as_owner(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """What `subprocess` needs to run a program as another user; nothing for None."""
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


class Child(Protocol):
    """What a program needs of its process: `subprocess.Popen` is one."""

    pid: int

    @property
    def returncode(self) -> int | str | None: ...
    def poll(self) -> int | str | None: ...
    def wait(self, timeout: float | None = None) -> object: ...
    def kill(self) -> None: ...


class Program:
    """One child process with its log in a file. It dies with the test process, however that ends."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        env: dict[str, str] | None = None,
        owner: pwd.struct_passwd | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        self.command, self.log, self.env, self.cwd = list(command), log, env, cwd
        self.owner = owner
        self.process: Child | None = None

    def start(self, ready: Callable[[], object], what: str) -> None:
        """Starts it and waits until `ready()`; AssertionError with the log's end when it dies before."""
        self.process = self._launched()
        try:
            wait_until(lambda: self._dead() or ready(), what)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log_end()}") from None
        if self._dead():
            raise AssertionError(f"{what}: it ended with {self.process.returncode}\n{self.log_end()}")

    def _launched(self) -> Child:
        setpriv = shutil.which("setpriv")
        with_parent = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*with_parent, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                cwd=self.cwd,
                **as_owner(self.owner),
            )

    def _dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    @property
    def running(self) -> bool:
        return not self._dead()

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL, and gone when this returns."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            SEARCH.log(self.log)

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 15) -> None:
        """Asks it to end, and kills it when it has not after `seconds`."""
        if self.process is None or self.process.poll() is not None:
            SEARCH.log(self.log)
            return
        self.thaw()
        self.send(how)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        SEARCH.log(self.log)

    def log_end(self, characters: int = 6000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""
