"""What an embedded database's log of writes holds is brought into its file by another thread than the server's own.

SQLite does that within every thousandth page's COMMIT, in which the server stands still for as long as the disk takes
to write some megabytes and to sync twice. A passive checkpoint on a connection of its own waits for nobody and keeps
nobody waiting (https://sqlite.org/wal.html#ckpt). Reading finds a page in either place.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from live.runtime.tasks import offload, spawn

ROWS = 500
"""Rows that were written since the last time: about ninety questions, or a thousand pages."""

BOUND = 16_384
"""Pages of the log from which on a COMMIT does it itself, should the other thread not get to it."""

PASSES = 5
"""SQLite syncs the file, and lets the log begin anew, only after a pass beside which nothing was written. The second
has little to bring, so that beside the steadiest show one of them is such a pass."""


class Checkpoints:
    """`committed` stands behind each COMMIT; it neither waits nor raises."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._at = 0
        self._busy = False

    def committed(self, rows: int) -> None:
        """`rows`: those that the writing connection has changed in all; another connection counts anew."""
        if abs(rows - self._at) >= ROWS and not self._busy:
            self._at, self._busy = rows, True
            spawn(self._bring)

    def _bring(self) -> None:
        try:
            offload(brought, self._file)
        finally:
            self._busy = False


def brought(file: Path) -> bool:
    """Bring into the file what may be brought now; whether that is all of it. Touches nothing cooperative."""
    there = done = -1
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        for _ in range(PASSES):
            before = there
            _, there, done = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if there == before:
                break
    return bool(there == done)
