"""Packs everything that a machine without internet needs into one archive: the package, the pages, a script, checksums.

The pages are there twice: `docs` for whoever has a shell alone, `site` for a browser, with search (tools/docs_site.py).

`python -m tools.pack_bundle` makes dist/live-VERSION-ARCHITECTURE.tar and, beside it, its checksum, which is to be
handed over by another way than the archive. It takes the package that `python -m tools.pack_deb` made; with
`--system FOLDER` the system's own packages go along, for a Debian that has no Python. From the same files it makes the
same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tarfile
from pathlib import Path

from tools import docs_site, pack_deb, wheelhouse

ROOT = pack_deb.ROOT
SCRIPT = ROOT / "deploy/bundle/install.sh"
SUMS = "SHA256SUMS"


def pack(package: Path, to: Path, system: Path | None = None) -> Path:
    """The archive of a package of Debian, in the folder `to`, with its checksum beside it."""
    _, version, architecture = package.stem.split("_")
    name = f"live-{version}-{architecture}"
    files = contents(package, version, architecture, system)
    files[SUMS] = "".join(f"{digest(content)}  {path}\n" for path, content in files.items()).encode()
    to.mkdir(parents=True, exist_ok=True)
    archive = to / f"{name}.tar"
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for path, content in sorted(files.items()):
            tar.addfile(entry(f"{name}/{path}", len(content)), io.BytesIO(content))
    sum_of_all = f"{digest(archive.read_bytes())}  {archive.name}\n"
    archive.with_name(f"{archive.name}.sha256").write_text(sum_of_all, "utf-8")
    return archive


def contents(package: Path, version: str, architecture: str, system: Path | None) -> dict[str, bytes]:
    """Each file by its path in the archive."""
    script = SCRIPT.read_text("utf-8")
    words = {"VERSION": version, "ARCHITECTURE": architecture, "PACKAGE": package.name}
    for word, value in words.items():
        script = script.replace(f"@{word}@", value)
    files = {package.name: package.read_bytes(), "install.sh": script.encode()}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    files |= {f"site/{path}": content for path, content in sorted(docs_site.site().items())}
    for path in sorted(system.glob("*.deb")) if system else []:
        files[f"system/{path.name}"] = path.read_bytes()
    return files


def entry(path: str, size: int) -> tarfile.TarInfo:
    """A file of root's, of the one time that the package has too."""
    told = tarfile.TarInfo(path)
    told.size, told.mtime, told.mode = size, pack_deb.TIME, 0o644
    return told


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    parser.add_argument("--architecture", choices=sorted(wheelhouse.PROCESSORS), default=pack_deb.here())
    parser.add_argument("--package", type=Path, help="another package than the newest in dist")
    parser.add_argument(
        "--system", type=Path, help="a folder of the system's own packages, for a Debian without Python"
    )
    asked = parser.parse_args()
    package = asked.package
    if package is None:
        made = sorted((ROOT / "dist").glob(f"live_*_{asked.architecture}.deb"), key=lambda path: path.stat().st_mtime)
        if not made:
            parser.error(f"no package for {asked.architecture} in dist: make deb")
        package = made[-1]
    archive = pack(package, asked.to, asked.system)
    print(f"{archive}: {archive.stat().st_size / 1_000_000:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
