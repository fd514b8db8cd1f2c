"""Where this machine keeps the programs that the tests start. Standard library only: set-up looks here too."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def chromium() -> str | None:
    """The whole browser, windows and all."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def headless_shell() -> str | None:
    """The same engine without windows: a page in it costs half the processor time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chrome-headless-shell")


def some_chromium() -> str | None:
    return headless_shell() or chromium()


def redis_server() -> str | None:
    return shutil.which("redis-server")


def postgres_folder() -> Path | None:
    """The folder that holds `initdb` and `postgres`; of several versions, the newest."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).parent
    versions = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


def nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def promtool() -> str | None:
    """Prometheus's own reader of rules, which says what fires by which numbers."""
    return shutil.which("promtool")


def caddy() -> str | None:
    return shutil.which("caddy")


def shellcheck() -> str | None:
    return shutil.which("shellcheck")


def lintian() -> str | None:
    """What Debian asks of a package."""
    return shutil.which("lintian")


def strace() -> str | None:
    """It tells every write and sync of a program, as a disk sees them."""
    return shutil.which("strace")


def soffice() -> str | None:
    """LibreOffice, which `make soak` has open what we write."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def writer() -> Path | None:
    """The part of LibreOffice that reads DOCX, beside the program wherever that is."""
    program = soffice()
    found = Path(program).resolve().with_name("libswlo.so") if program is not None else None
    return found if found is not None and found.exists() else None


def emoji_font() -> str | None:
    """A font of emoji, which are empty boxes in pictures without one; where it cannot be told, there is one."""
    fonts = shutil.which("fc-list")
    if fonts is None:
        return "unknown"
    return subprocess.run([fonts, ":lang=und-zsye", "family"], capture_output=True, text=True).stdout.strip() or None


def required(found: str | Path | None, name: str) -> str:
    """The path of a program, or an error that says how to get it."""
    if found is None:
        raise RuntimeError(f"{name} was not found; `make setup` installs it, or says how")
    return str(found)
