"""Folders for what the tests make and throw away: in memory where there is room for it, on the disk otherwise.

A copy of a PostgreSQL database is three hundred files: half a second of processor time on a disk, a tenth of it in
memory.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
"""Bytes that have to be free there: several workers' clusters and files, and what the machine needs besides."""


def passing_folder(name: str) -> Path:
    """A new folder that a cut of the power need not spare; whoever asks for it removes it."""
    return Path(tempfile.mkdtemp(prefix=f"live-{name}-{os.getpid()}-", dir=_place()))


@cache
def _place() -> Path | None:
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        return None
    for left in MEMORY.glob("live-*-*-*"):  # Nothing else takes away what a killed run leaves in memory.
        pid = left.name.split("-")[-2]
        if pid.isdecimal() and not Path("/proc", pid).exists():
            shutil.rmtree(left, ignore_errors=True)
    return MEMORY
