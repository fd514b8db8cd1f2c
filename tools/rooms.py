"""The rooms of the project: how many files stand in each folder, and which file is the longest.

    python -m tools.rooms

tests/rules/test_rooms.py holds the limits that stand here.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

MOST_FILES = 20
"""Python files in one folder of live/, without its `__init__.py`."""

MOST_LINES = 400
KINDS = (".py", ".js", ".mjs", ".css")


def sources() -> list[Path]:
    """The project's own source files, those that git knows or would add, by path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = [Path(name) for name in listed if name.endswith(KINDS)]
    return sorted(path for path in paths if "vendor" not in path.parts and (ROOT / path).is_file())


def rooms(paths: list[Path]) -> dict[Path, list[Path]]:
    """Folder → its files of source."""
    found = defaultdict(list)
    for path in paths:
        if path.name != "__init__.py":
            found[path.parent].append(path)
    return dict(found)


def length(path: Path) -> int:
    return len((ROOT / path).read_text("utf-8").splitlines())


def too_full(paths: list[Path]) -> list[str]:
    """The rooms of live/ with more than MOST_FILES files; migrations are a history, not a room."""
    return [
        f"{room}: {len(files)} files"
        for room, files in rooms(paths).items()
        if room.parts[:1] == ("live",) and "migrations" not in room.parts and len(files) > MOST_FILES
    ]


def too_long(paths: list[Path]) -> list[str]:
    """Files with more than MOST_LINES lines; what a tool writes grows with what it is written from."""
    written = [path for path in paths if "generated" not in path.parts]
    return [f"{path}: {lines} lines" for path in written if (lines := length(path)) > MOST_LINES]


def twins(paths: list[Path]) -> list[str]:
    """Pairs of files in one room of live/ or static/ whose names differ by a plural or an -ing alone."""
    return [
        f"{room}: {one} and {other}"
        for room, files in rooms(paths).items()
        if room.parts[:1] in (("live",), ("static",))
        for one, other in combinations(sorted({path.stem for path in files}), 2)
        if bare(one) & bare(other)
    ]


def bare(name: str) -> set[str]:
    """What a name may be a plural or an -ing of, and the name itself: replies → reply, running → run."""
    forms = {name}
    if name.endswith("ies"):
        forms.add(name[:-3] + "y")
    if name.endswith("es"):
        forms.add(name[:-2])
    if name.endswith("s"):
        forms.add(name[:-1])
    if name.endswith("ing"):
        stem = name[:-3]
        forms |= {stem, stem + "e"}
        if stem[-2:-1] == stem[-1:]:
            forms.add(stem[:-1])
    return {form for form in forms if len(form) > 2}


def main() -> None:
    paths = sources()
    for room, files in sorted(rooms(paths).items()):
        print(f"{len(files):4}  {room}")
    longest = max(paths, key=length)
    print(f"longest: {longest}, {length(longest)} lines")


if __name__ == "__main__":
    main()
