"""A point on the earth that somebody sent: kept as an address that says it, whichever network it came by.

The address is a geo URI (RFC 5870), such as geo:54.310000,48.390000: latitude, then longitude, in degrees of WGS 84.
"""

from __future__ import annotations

import re
from typing import Any

ADDRESS = re.compile(r"geo:(-?[0-9]{1,2}\.[0-9]{6}),(-?[0-9]{1,3}\.[0-9]{6})")

WRITTEN = re.compile(r"\s*(-?[0-9]{1,2}(?:\.[0-9]{1,15})?)[\s,;]+(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)\s*")


def on_map(latitude: object, longitude: object) -> dict[str, Any] | None:
    """A point as what came with a message; None for what lies nowhere on earth."""
    if not (_is_angle(latitude, 90) and _is_angle(longitude, 180)):
        return None
    return {"type": "place", "url": f"geo:{latitude:.6f},{longitude:.6f}"}


def written_on_map(text: object) -> dict[str, Any] | None:
    """The same of a text that is two numbers, the latitude first."""
    found = WRITTEN.fullmatch(text) if isinstance(text, str) else None
    return on_map(*map(float, found.groups())) if found else None


def is_point(address: object) -> bool:
    """Whether an address says a point, as `on_map` writes it."""
    found = ADDRESS.fullmatch(address) if isinstance(address, str) else None
    return found is not None and on_map(*map(float, found.groups())) is not None


def _is_angle(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most
