"""Files that hold residents' words and contacts are their owner's alone, whatever was there before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

OWN = 0o600
"""Read and written by the owner, by nobody else."""

ENDS = ("-wal", "-shm")
"""How the names of the files end that SQLite puts beside a database."""

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


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file next to `path` for a database, gone at the end with what SQLite puts beside it."""
    file = path.with_name(path.name + ".db")
    made = [file.with_name(file.name + end) for end in ("", *ENDS)]
    try:
        for one in made:
            one.unlink(missing_ok=True)  # Of a program that was killed.
        write(file, b"")
        yield file
    finally:
        for one in made:
            one.unlink(missing_ok=True)


def close_to_others(database: Path) -> None:
    """Take from everybody else what an SQLite database has already on disk; new files beside it have its mode.

    `RuntimeError` with one line where that is not ours to do.
    """
    for path in (database, *(database.with_name(database.name + end) for end in ENDS)):
        try:
            if stat.S_IMODE(path.stat().st_mode) & OTHERS:
                path.chmod(OWN)
        except FileNotFoundError:
            continue
        except PermissionError:
            raise RuntimeError(
                f"{path} holds residents' contacts, others on this machine can read it, and only its owner can change "
                f"that: `sudo chmod 600 {path}`, or run this as its owner."
            ) from None


def keep_names(folder: Path) -> None:
    """Have a folder on the disk: it says which file bears which name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
