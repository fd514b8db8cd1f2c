"""What this process has taken of its machine. The names that Prometheus gives such numbers are everybody's."""

from __future__ import annotations

import os
import resource
import time

STARTED = time.time()
"""Near enough: this is imported when the process starts."""

PAGE = os.sysconf("SC_PAGE_SIZE")


def processor_seconds() -> float:
    """Of all its threads, and of the system for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident_bytes() -> int | None:
    """Of its memory; None where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * PAGE
    except OSError:
        return None
