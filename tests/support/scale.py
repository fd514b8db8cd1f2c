"""How hard the fault tests push: reduced in `make test`, in full in `make soak`."""

from __future__ import annotations

import os

SOAK = os.environ.get("LIVE_SOAK") == "1"


def scaled(reduced: int, full: int) -> int:
    return full if SOAK else reduced
