"""Files' contents in a folder, the owner's alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from live.runtime.tasks import offload
from live.store import private
from live.store.storage import Unreachable


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, content: bytes) -> None:
        with _told("written"):
            offload(_put, self.path, name, content)

    def get(self, name: str) -> bytes | None:
        with _told("read"):
            return offload(_get, self.path / name)

    def delete(self, name: str) -> None:
        with _told("emptied"):
            offload(_delete, self.path / name)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unreachable(f"The folder cannot be {what}: {error}.") from error


def _put(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all, and on the disk: whoever looks sees no half of it, and a row that says so is right."""
    path = folder / name
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    _make(path.parent, folder)
    try:
        with private.create(partial) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    private.keep_names(path.parent)


def _make(path: Path, root: Path) -> None:
    """The folder with those above it, whose names are on the disk too."""
    if path.is_dir():
        return
    if path != root:
        _make(path.parent, root)
    path.mkdir(mode=0o700, parents=path == root, exist_ok=True)
    private.keep_names(path.parent)


def _get(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
