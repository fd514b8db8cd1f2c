"""How moments and documents are written in text, the same on either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any


def written(moment: datetime) -> str:
    """A moment as this store writes it in text: RFC 3339, UTC, always with microseconds so that it sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A document's text. Made once: `json.dumps` would make an encoder for each."""
