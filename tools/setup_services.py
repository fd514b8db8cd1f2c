"""Finds what the tests need besides Python: Chromium, an emoji font, PostgreSQL and Redis; as root, by apt.

Run as `python -m tools.setup_services` from the project's folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.support import binaries

PACKAGES = {
    "Chromium": "chromium",
    "PostgreSQL": "postgresql",
    "Redis": "redis-server",
    "an emoji font": "fonts-noto-color-emoji",
}
LOOK = {
    "Chromium": binaries.chromium,
    "PostgreSQL": binaries.postgres_folder,
    "Redis": binaries.redis_server,
    "an emoji font": binaries.emoji_font,
}

QUIET_APT = {
    "DEBIAN_FRONTEND": "noninteractive",
    "RUNLEVEL": "1",  # the packages' own services stay down: the tests start private ones
}


def missing() -> list[str]:
    return [name for name, look in LOOK.items() if look() is None]


def install(packages: list[str]) -> None:
    """Installs Debian packages; a step that fails is told by what is still missing afterwards."""
    environment = {**os.environ, **QUIET_APT}
    subprocess.run(["apt-get", "update", "-qq"], env=environment)
    subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages], env=environment)


def main() -> int:
    absent = missing()
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        install([PACKAGES[name] for name in absent])
        absent = missing()
    if absent:
        packages = " ".join(PACKAGES[name] for name in absent)
        print(
            f"The tests need {', '.join(absent)}. On Debian or Ubuntu: sudo apt install {packages}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
