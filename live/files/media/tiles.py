"""Tiles of a map that the centre keeps in a folder, as tile servers and their tools lay them: zoom/x/y.png (XYZ).

`credit.txt` beside them says whose the map is, as most maps want it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CLOSEST = 17
"""A house is told from its neighbour by then; what is closer shows less of where it is."""

MIMES = {"png": "image/png", "webp": "image/webp", "jpg": "image/jpeg"}

LARGEST = 1024 * 1024
"""Bytes of a tile."""

CREDIT = "credit.txt"


@dataclass(frozen=True, slots=True)
class OwnMap:
    """`zoom`: how close its tiles come; `credit`: whose it is."""

    zoom: int
    credit: str


def own_map(folder: Path | None) -> OwnMap | None:
    """What stands in the folder now; None where there is no map."""
    try:
        names = [one.name for one in folder.iterdir()] if folder else []
        zooms = [int(name) for name in names if name.isascii() and name.isdecimal() and int(name) <= CLOSEST]
        if folder is None or not zooms:
            return None
        credit = (folder / CREDIT).read_text("utf-8", "replace").strip() if CREDIT in names else ""
    except OSError:
        return None  # A disk that is not there: the point is told in numbers.
    return OwnMap(max(zooms), " ".join(credit.split())[:200])


def tile(folder: Path | None, zoom: int, x: int, y: int) -> tuple[Path, str] | None:
    """A tile's file and what it is served as; None where there is none."""
    for ends, mime in MIMES.items() if folder else ():
        assert folder is not None
        path = folder / str(zoom) / str(x) / f"{y}.{ends}"
        if path.is_file() and path.stat().st_size <= LARGEST:
            return path, mime
    return None
