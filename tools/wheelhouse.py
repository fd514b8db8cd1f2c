"""Fills a folder with every wheel that the program needs, for each Python it is to run on, and with the program's own.

What is taken is what requirements.lock names, by its hashes; nothing is built from source. Needs a package index.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import pack_wheel

PYTHONS = ("3.11", "3.12", "3.13")
"""Those of Debian 12, Ubuntu 24.04 and Debian 13."""

PROCESSORS = {"amd64": "x86_64", "arm64": "aarch64"}
"""By Debian's name: as wheels call them."""

GLIBC = 36
"""The second number of the oldest glibc, which Debian 12 has."""

ROOT = pack_wheel.ROOT
LISTS = ("requirements.lock", "tools/requirements-install.txt")


def fill(folder: Path, architecture: str, pythons: Sequence[str] = PYTHONS) -> None:
    """What is there already is asked for no second time, and what is not wanted any more goes."""
    folder.mkdir(parents=True, exist_ok=True)
    lists = everywhere("\n".join((ROOT / name).read_text("utf-8") for name in LISTS))
    for wheel in outdated(folder, lists):
        wheel.unlink()
    wanted = folder.with_name(f"{folder.name}.txt")
    wanted.write_text(lists, "utf-8")
    for python in pythons:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
                *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)),
                *("--implementation", "cp", "--python-version", python, *platforms(architecture)),
                *("--requirement", str(wanted)),
            ],
            check=True,
        )
    pack_wheel.build_wheel(str(folder))
    wanted.unlink()


def everywhere(lock: str) -> str:
    """A lock file without the words on which machine a package is asked for: pip would ask the one that it runs on."""
    return re.sub(r"^(\S+==\S+) ;[^\\\n]+ \\$", r"\1 \\", lock, flags=re.MULTILINE)


def outdated(folder: Path, lists: str) -> list[Path]:
    """The wheels of a folder whose version is asked for no more; the program's own is always made anew."""
    named = re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", lists, re.MULTILINE)
    asked = {(re.sub(r"[-_.]+", "_", name).lower(), version) for name, version in named}
    wheels = folder.glob("*.whl")
    return [wheel for wheel in wheels if tuple(wheel.name.lower().split("-")[:2]) not in asked]


def platforms(architecture: str) -> list[str]:
    """pip's options for every kind of wheel that such a machine can use."""
    processor = PROCESSORS[architecture]
    names = [f"manylinux_2_{number}" for number in range(GLIBC, 4, -1)]
    return [part for name in (*names, "manylinux2014") for part in ("--platform", f"{name}_{processor}")]
