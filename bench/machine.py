"""The machine, as far as it explains the figures."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.figures import percentile
from tests.support import binaries
from tools.node import node

PACKAGES = ["flask", "flask-socketio", "python-socketio", "python-engineio", "eventlet", "sqlalchemy", "psycopg"]


def described() -> dict[str, Any]:
    """Processor, load, disk and versions."""
    postgres = binaries.postgres_folder()
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "load_average_at_start": [round(load, 2) for load in os.getloadavg()],
        "fsync_ms": _fsync(),
        "python": platform.python_version(),
        "node": _said(node(), "--version"),
        "postgresql": _said(str(postgres / "postgres"), "--version") if postgres else None,
        "packages": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _fsync() -> float:
    """The median time that writing 4 KiB durably takes where the databases stand, in ms."""
    times = []
    with tempfile.NamedTemporaryFile(prefix="live-bench-") as file:
        for _ in range(50):
            start = time.monotonic()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.monotonic() - start)
    return round(percentile(times, 0.5) * 1000, 3)
