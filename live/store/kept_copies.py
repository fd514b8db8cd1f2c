"""The folder of the copies that are made by schedule: what lies there under our names, and what goes."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from live.domain.refused import Refused
from live.store import private

_NAME = re.compile(r"live-(\d{8}-\d{6})\.backup")
_STAMP = "%Y%m%d-%H%M%S"
_LEFT = re.compile(rf"{_NAME.pattern}\.part(\.db(-wal|-shm)?)?")
"""What a copy is called before it is whole, and what SQLite puts beside it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`at`: the moment that it shows; `size` in bytes."""

    name: str
    at: datetime
    size: int


def name_at(now: datetime) -> str:
    """What a copy of this moment is called."""
    return f"live-{now.astimezone(UTC).strftime(_STAMP)}.backup"


def listed(folder: Path) -> list[Copy]:
    """The copies, the newest first; none where there is no such folder, or nobody may look into it."""
    try:
        found = [_copy(path) for path in folder.iterdir()]
    except OSError:
        return []
    return sorted((copy for copy in found if copy), key=lambda copy: copy.at, reverse=True)


def _copy(path: Path) -> Copy | None:
    named = _NAME.fullmatch(path.name)
    try:
        at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) if named else None
        return Copy(path.name, at, path.stat().st_size) if at and path.is_file() else None
    except (ValueError, OSError):  # A date that is none; or somebody has just taken it away.
        return None


def found(folder: Path, name: str) -> Path:
    """The file of a copy that is listed; `not_found` for every other name, whatever path it may spell."""
    if name not in {copy.name for copy in listed(folder)}:
        raise Refused("not_found", "There is no such copy.")
    return folder / name


def remove(folder: Path, name: str) -> None:
    """Take a copy away; `not_found` where there is none, `unavailable` where the folder does not let it go."""
    path = found(folder, name)
    try:
        path.unlink(missing_ok=True)
        private.keep_names(folder)
    except OSError as error:
        raise Refused("unavailable", "The copy cannot be deleted: {reason}.", reason=str(error.strerror)) from error


def prune(folder: Path, keep: int) -> list[str]:
    """Take away all but the newest; their names."""
    over = [copy.name for copy in listed(folder)[keep:]]
    for name in over:
        remove(folder, name)
    return over


def clear_left_over(folder: Path) -> None:
    """Take away what a copy has left that was broken off. Nobody may be at work at one."""
    if folder.is_dir():
        for path in folder.iterdir():
            if _LEFT.fullmatch(path.name):
                path.unlink(missing_ok=True)


def free(folder: Path) -> int | None:
    """Bytes that are free where the folder is, or is to be; None where that cannot be found out."""
    place = next((one for one in (folder, *folder.parents) if one.exists()), None)
    try:
        return shutil.disk_usage(place).free if place else None
    except OSError:
        return None
