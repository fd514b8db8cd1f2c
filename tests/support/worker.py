"""`app.py worker` of an installation, to be killed and started again. It knows the network of the exercise too."""

from __future__ import annotations

import itertools
import sys

from tests.support.process import Program
from tests.support.server import ROOT, Installation

_numbers = itertools.count(1)


class Worker:
    def __init__(self, installation: Installation) -> None:
        self.log = installation.folder / f"worker-{next(_numbers)}.log"
        command = [sys.executable, "-m", "tests.support.exercised", "worker"]
        self.program = Program(command, self.log, env=installation.environment(), cwd=ROOT)
        self.starts = 0

    def start(self) -> Worker:
        self.starts += 1
        self.program.start(self._ready, "the worker")
        return self

    def _ready(self) -> bool:
        return self.log.read_text("utf-8").count("The worker is at work.") == self.starts

    def kill(self) -> None:
        self.program.kill()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
