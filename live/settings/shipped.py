"""Where the program's files stand that are no Python: beside `live` in a checkout, within it in a wheel."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

LIVE = Path(__file__).resolve().parents[1]

WITHIN = "shipped"
"""The folder of a wheel (tools/pack_wheel.py); a checkout has none."""

IN_WHEEL = (LIVE / WITHIN).is_dir()
"""Whether this program came as a wheel: whole, and where it stands it may not be allowed to write."""

ROOT = LIVE / WITHIN if IN_WHEEL else LIVE.parent
"""What holds static, templates and docs, and what says which version this is and what it needs."""


@cache
def version() -> str:
    """Of this program."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
