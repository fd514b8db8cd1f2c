"""A function in a process of its own, with a pipe to it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

_PROCESSES = multiprocessing.get_context("spawn")
PATIENCE = 120.0
"""Seconds until an answer that does not come breaks the run."""


class Worker:
    """`work(pipe, *args)` in another process; it ends when its pipe is closed."""

    def __init__(self, work: Callable[..., None], *args: Any) -> None:
        self.pipe, other = _PROCESSES.Pipe()
        self._process = _PROCESSES.Process(target=work, args=(other, *args), daemon=True)
        self._process.start()
        other.close()

    def hear(self) -> Any:
        """What it sends next; RuntimeError when it has ended or says nothing."""
        try:
            if self.pipe.poll(PATIENCE):
                return self.pipe.recv()
        except EOFError:
            pass
        raise RuntimeError(f"{self._process.name} gave no answer (exit code {self._process.exitcode})")

    def ask(self, message: Any) -> Any:
        self.pipe.send(message)
        return self.hear()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.pipe.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()


def next_message(pipe: Connection) -> Any:
    """The next message from the other side; None once it has closed the pipe."""
    try:
        return pipe.recv()
    except EOFError:
        return None
