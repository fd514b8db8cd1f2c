"""Packs the program as a package of Debian, by dpkg-deb, which every Debian and Ubuntu has.

`python -m tools.pack_deb` makes dist/live_VERSION_ARCHITECTURE.deb out of deploy/debian and a folder of wheels
(tools/wheelhouse.py), which it fills first; with `--wheels FOLDER` it takes one that is filled already. From the same
wheels it makes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import pack_wheel, wheelhouse

ROOT = pack_wheel.ROOT
DEBIAN = ROOT / "deploy/debian"

TIME = 315532800
"""Of every file: the first second of 1980, as in the wheel."""

LAID = {
    "live": ("usr/bin/live", 0o755),
    "live.env": ("etc/live/live.env", 0o644),
    "tmpfiles.conf": ("usr/lib/tmpfiles.d/live.conf", 0o644),
    "copyright": ("usr/share/doc/live/copyright", 0o644),
}
"""Files of deploy/debian: where each goes, and with which mode."""

UNITS = "usr/lib/systemd/system"
EXAMPLES = ("nginx", "caddy")
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")
LISTS = ("conffiles", "triggers")


def pack(to: Path, wheels: Path, architecture: str, pythons: Sequence[str] = wheelhouse.PYTHONS) -> Path:
    """The package of what stands in `wheels`; its version is that of the program's own wheel there."""
    [own] = wheels.glob("live-*.whl")
    version = own.name.split("-")[1]
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        lay_out(tree, wheels)
        pressed(tree / "usr/share/doc/live/changelog.gz", changelog(version))
        pressed(tree / "usr/share/man/man1/live.1.gz", (DEBIAN / "live.1").read_text("utf-8"))
        control(tree, version, architecture, pythons)
        to.mkdir(parents=True, exist_ok=True)
        package = to / f"live_{version}_{architecture}.deb"
        subprocess.run(
            # The least work: wheels are packed already, and a harder try takes a minute for a hundredth.
            ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(package)],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(TIME)},
        )
    return package


def lay_out(tree: Path, wheels: Path) -> None:
    """Every file as it will stand on the machine."""
    for name, (place, mode) in LAID.items():
        put(DEBIAN / name, tree / place, mode)
    for unit in sorted((DEBIAN / "systemd").iterdir()):
        put(unit, tree / UNITS / unit.name, 0o644)
    for wheel in sorted(wheels.glob("*.whl")):
        put(wheel, tree / "usr/lib/live/wheelhouse" / wheel.name, 0o644)
    for example in EXAMPLES:
        for path in sorted((ROOT / "deploy" / example).rglob("*")):
            if path.is_file():
                put(path, tree / "usr/share/doc/live/examples" / path.relative_to(ROOT / "deploy"), 0o644)


def put(source: Path, place: Path, mode: int) -> None:
    make_folders(place.parent)
    shutil.copyfile(source, place)
    place.chmod(mode)


def make_folders(folder: Path) -> None:
    """Readable to everybody, whatever the umask says."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def changelog(version: str) -> str:
    """The changelog in Debian's form: what has changed stands in the program's own, which /help tells of."""
    day = "Tue, 01 Jan 1980 00:00:00 +0000"
    by = f" -- The makers of Live <live@example.org>  {day}"
    return f"live ({version}) stable; urgency=medium\n\n  * See CHANGELOG.md.\n\n{by}\n"


def pressed(place: Path, text: str) -> None:
    """A text as Debian keeps it: the same bytes from the same text."""
    make_folders(place.parent)
    place.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    place.chmod(0o644)


def control(tree: Path, version: str, architecture: str, pythons: Sequence[str]) -> None:
    """What dpkg reads and runs, with this build's own words put in."""
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    sums = "".join(f"{md5(path)}  {path.relative_to(tree)}\n" for path in files)
    [pip] = (tree / "usr/lib/live/wheelhouse").glob("pip-*.whl")
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files)
    oldest, newest = (sorted(pythons, key=numbers)[at] for at in (0, -1))
    words = {
        "VERSION": version,
        "ARCHITECTURE": architecture,
        "SIZE": str(kilobytes),
        "OLDEST": oldest,
        "BEYOND": f"{numbers(newest)[0]}.{numbers(newest)[1] + 1}",
        "BUILD": hashlib.sha256(sums.encode()).hexdigest()[:12],
        "PIP": pip.name,
    }
    told = tree / "DEBIAN"
    make_folders(told)
    for name in ("control", *SCRIPTS, *LISTS):
        text = (DEBIAN / name).read_text("utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        (told / name).write_text(text, "utf-8")
        (told / name).chmod(0o755 if name in SCRIPTS else 0o644)
    (told / "md5sums").write_text(sums, "utf-8")
    (told / "md5sums").chmod(0o644)


def md5(path: Path) -> str:
    """What `dpkg --verify` compares: it finds a file that was changed, and guards against nobody."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def numbers(python: str) -> tuple[int, ...]:
    return tuple(map(int, python.split(".")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    parser.add_argument("--architecture", choices=sorted(wheelhouse.PROCESSORS), default=here())
    parser.add_argument("--python", action="append", help="for this one; else for " + ", ".join(wheelhouse.PYTHONS))
    parser.add_argument("--wheels", type=Path, help="a folder that is filled already")
    asked = parser.parse_args()
    pythons = asked.python or wheelhouse.PYTHONS
    wheels = asked.wheels
    if wheels is None:
        wheels = asked.to / "-".join(("wheels", asked.architecture, *pythons))
        wheelhouse.fill(wheels, asked.architecture, pythons)
    package = pack(asked.to, wheels, asked.architecture, pythons)
    print(f"{package}: {package.stat().st_size / 1_000_000:.0f} MB")
    return 0


def here() -> str:
    """This machine's processor, as Debian calls it."""
    machines = {machine: name for name, machine in wheelhouse.PROCESSORS.items()}
    return machines.get(os.uname().machine, "amd64")


if __name__ == "__main__":
    sys.exit(main())
