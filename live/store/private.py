"""Files that hold residents' words and contacts are their owner's alone, whatever was there before."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

import structlog

log = structlog.get_logger()

OWN = 0o600
"""Read and written by the owner, by nobody else."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create(path: Path) -> BinaryIO:
    """`path`, emptied, for writing."""
    file = open(path, "wb", opener=lambda name, flags: os.open(name, flags, OWN))  # noqa: SIM115 - The caller closes it.
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # And no terminal or pipe.
        os.fchmod(file.fileno(), OWN)
    return file


def write(path: Path, content: bytes) -> None:
    with create(path) as file:
        file.write(content)


def close_to_others(database: Path) -> None:
    """Take from everybody else what an SQLite database has already on disk; new files beside it have its mode."""
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        try:
            if stat.S_IMODE(path.stat().st_mode) & OTHERS:
                path.chmod(OWN)
        except FileNotFoundError:
            continue
        except PermissionError:
            log.warning("others may read a file with personal data, and it is not ours to change", path=str(path))
