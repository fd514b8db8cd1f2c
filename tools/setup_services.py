"""Finds what the tests need besides Python (browser, emoji font, databases, proxies, checkers); as root, by apt.

With LIVE_SOAK=1 also LibreOffice and lintian, which are large.

Run as `python -m tools.setup_services` from the project's folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.support import binaries


@dataclass(frozen=True, slots=True)
class Need:
    """A program: how it is found, and the packages that bring it, the best first."""

    name: str
    find: Callable[[], object]
    packages: tuple[str, ...]
    best: Callable[[], object] | None = None
    """Finds the one that the first package brings; without it another will do, only slower."""


NEEDS = (
    Need("Chromium", binaries.some_chromium, ("chromium-headless-shell", "chromium"), binaries.headless_shell),
    Need("PostgreSQL", binaries.postgres_folder, ("postgresql",)),
    Need("Redis", binaries.redis_server, ("redis-server",)),
    Need("strace", binaries.strace, ("strace",)),
    Need("nginx", binaries.nginx, ("nginx-light", "nginx")),
    Need("promtool", binaries.promtool, ("promtool", "prometheus")),
    Need("Caddy", binaries.caddy, ("caddy",)),
    Need("ShellCheck", binaries.shellcheck, ("shellcheck",)),
    Need("an emoji font", binaries.emoji_font, ("fonts-noto-color-emoji",)),
)

SOAK_NEEDS = (
    Need("lintian", binaries.lintian, ("lintian",)),
    Need("LibreOffice Calc", binaries.soffice, ("libreoffice-calc-nogui", "libreoffice-calc")),
    Need("LibreOffice Writer", binaries.writer, ("libreoffice-writer-nogui", "libreoffice-writer")),
)
"""What only `make soak` needs."""

QUIET_APT = {
    "DEBIAN_FRONTEND": "noninteractive",
    # The packages' own services stay down, by either way of starting them: the tests start private ones.
    **{"RUNLEVEL": "1", "SYSTEMD_OFFLINE": "1"},
}


def apt(*arguments: str) -> None:
    """A step that fails is told by what is still missing afterwards."""
    subprocess.run(["apt-get", *arguments], env={**os.environ, **QUIET_APT})


def install(needs: list[Need]) -> None:
    """One by one: a package that this system does not have stops no other."""
    apt("update", "-qq")
    for need in needs:
        for package in need.packages:
            apt("install", "-qq", "-y", "--no-install-recommends", package)
            if need.find() is not None:
                break


def main() -> int:
    needs = (*NEEDS, *SOAK_NEEDS) if os.environ.get("LIVE_SOAK") == "1" else NEEDS
    short = [need for need in needs if (need.best or need.find)() is None]
    if short and os.geteuid() == 0 and shutil.which("apt-get"):
        install(short)
    absent = [need for need in needs if need.find() is None]
    if absent:
        names = ", ".join(need.name for need in absent)
        packages = " ".join(need.packages[-1] for need in absent)
        print(f"The tests need {names}. On Debian or Ubuntu: sudo apt install {packages}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
