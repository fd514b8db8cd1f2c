"""A Debian in a folder: the real dpkg unpacks there and runs the package's scripts.

They find stand-ins for the commands that change a machine (users, owners, systemd), and a program that only keeps what
it was told.
"""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tools import pack_deb

PYTHON = "{}.{}".format(*sys.version_info[:2])

PROGRAM = """
import json, os, sys

def main():
    root = os.environ["DPKG_ROOT"]
    said = {"version": VERSION, "arguments": sys.argv[1:]}
    said |= {name: value for name, value in os.environ.items() if name.startswith("LIVE_")}
    files = {name: value for name, value in said.items() if name.startswith("LIVE_") and name.endswith("_FILE")}
    said |= {name.removesuffix("_FILE"): open(file).read() for name, file in files.items()}
    with open(root + "/said", "a") as log:
        log.write(json.dumps(said) + "\\n")
    if os.path.exists(root + "/fails-" + sys.argv[1]):
        sys.exit(sys.argv[1] + " has failed")
"""

STANDS_IN = {
    "useradd": 'echo "useradd $*" >>"$DPKG_ROOT/done"',
    "getent": 'grep -q "^useradd" "$DPKG_ROOT/done"',
    "chown": ":",
    "install": 'set -- $(echo "$*" | sed "s/-o live -g live//"); exec /usr/bin/install "$@"',
    "runuser": 'shift 3; exec "$@"',
    "systemctl": 'echo "systemctl $*" >>"$DPKG_ROOT/done"',
    "deb-systemd-helper": 'echo "helper $*" >>"$DPKG_ROOT/done"',
    "deb-systemd-invoke": 'echo "$*: $(basename "$(readlink "$DPKG_ROOT/usr/lib/live/program")")" >>"$DPKG_ROOT/done"',
}
"""What a command does there instead."""

FORCED = ("--force-script-chrootless", "--force-depends")
ALONE = ("unshare", "--net", "--")
"""In a network of its own that leads nowhere; where this machine lets nobody make one, in the usual one."""


def wheels(folder: Path, version: str) -> Path:
    """What a package is made of: pip as Python brings it, and the program that keeps what it was told."""
    folder.mkdir()
    [pip] = (Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")
    shutil.copy(pip, folder)
    about = f"live-{version}.dist-info"
    files = {
        "standin.py": f"VERSION = {version!r}\n{PROGRAM}",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: live\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": "[console_scripts]\nlive = standin:main\n",
    }
    with zipfile.ZipFile(folder / f"live-{version}-py3-none-any.whl", "w") as wheel:
        record = ""
        for name, text in files.items():
            wheel.writestr(name, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(text.encode())}\n"
        wheel.writestr(f"{about}/RECORD", f"{record}{about}/RECORD,,\n")
    return folder


class Debian:
    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"  # Nothing of the machine's own stands there but a link to its Python.
        for name in ("info", "updates", "triggers", "alternatives"):
            (self.root / "var/lib/dpkg" / name).mkdir(parents=True)
        (self.root / "var/lib/dpkg/status").touch()
        for name in ("run/systemd/system", "usr/bin", "tmp"):
            (self.root / name).mkdir(parents=True)
        (self.root / "usr/bin/python3").symlink_to(os.path.realpath(sys.executable))
        (self.root / "done").touch()
        self.stands_in = folder / "stands-in"
        self.stands_in.mkdir()
        for name, does in STANDS_IN.items():
            (self.stands_in / name).write_text(f"#!/bin/sh\n{does}\n")
            (self.stands_in / name).chmod(0o755)
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("LIVE_", "PYTHON"))}
        self.environment = {**ours, "PATH": f"{self.stands_in}:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}

    def dpkg(self, *arguments: str | Path, alone: bool = False, **also: Any) -> subprocess.CompletedProcess[str]:
        """`alone`: without any network."""
        command = ["/usr/bin/dpkg", f"--root={self.root}", *FORCED, *map(str, arguments)]
        return self._run(command, alone, **also)

    def bundle(self, folder: Path, architecture: str | None = None) -> subprocess.CompletedProcess[str]:
        """The script of the archive for a closed network, without any network; its dpkg installs here."""
        into = " ".join([f"--root={self.root}", *FORCED])
        dpkg = self.stands_in / "dpkg"
        dpkg.write_text(
            f'#!/bin/sh\n[ "$1" != --print-architecture ] || {{ echo {architecture or pack_deb.here()}; exit; }}\n'
            f'exec /usr/bin/dpkg {into} "$@"\n'
        )
        dpkg.chmod(0o755)
        return self._run(["sh", str(folder / "install.sh")], alone=True, DPKG_ROOT=str(self.root))

    def _run(self, command: list[str], alone: bool, **also: str) -> subprocess.CompletedProcess[str]:
        apart = ALONE if alone and subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0 else []
        return subprocess.run(
            [*apart, *command],
            env={**self.environment, **also},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )

    def install(self, package: Path, **also: Any) -> None:
        done = self.dpkg("--install", package, **also)
        assert done.returncode == 0, done.stdout + done.stderr

    def live(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`live` as root types it."""
        environment = {**self.environment, "DPKG_ROOT": str(self.root)}
        command = [str(self.root / "usr/bin/live"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    def said(self) -> list[dict[str, Any]]:
        """Each call of the program, with the settings that it was given."""
        log = self.root / "said"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def done(self) -> list[str]:
        """What a machine would have been told."""
        return (self.root / "done").read_text().splitlines()

    def forget(self) -> None:
        (self.root / "said").unlink(missing_ok=True)
        (self.root / "done").write_text("useradd\n")

    def state(self) -> str:
        return self.dpkg("--status", "live").stdout.partition("Status: ")[2].partition("\n")[0]


def package(folder: Path, version: str) -> Path:
    made = wheels(folder / f"wheels-{version}", version)
    return pack_deb.pack(folder, made, pack_deb.here(), [PYTHON])
