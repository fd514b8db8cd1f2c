"""Has each process of an installation with several say how its tasks do, so that one page can tell of all."""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from live.runtime.worker import Worker
from live.store.centre import upkeep
from live.workers.means import Means
from live.workers.set_aside import database_is_away

INTERVAL = 15.0
"""Seconds between two words."""

FORGET = timedelta(minutes=10)
"""After so long without a word a process is spoken of no more."""


class Word:
    """What this process says of itself. An embedded database has one process, which knows without being told."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._alone = means.store.database.dialect == "sqlite"
        self._begins = {"host": socket.gethostname(), "pid": os.getpid(), "kind": "server" if means.hub else "worker"}
        self.name = secrets.token_hex(6)

    def tick(self) -> None:
        if not self._alone:
            with self._means.store.write() as tx:
                upkeep.tell_process(tx, self.name, self._facts(), tx.now - FORGET)

    def _facts(self) -> dict[str, Any]:
        hub = self._means.hub
        screens = Counter(str(member.broadcast_id) for member in hub.members()) if hub else {}
        tasks = {name: asdict(health) for name, health in self._means.background.health().items()}
        return {**self._begins, "tasks": tasks, "screens": dict(screens)}


def worker(means: Means) -> Worker:
    return Worker("processes", Word(means).tick, INTERVAL, away=database_is_away)
