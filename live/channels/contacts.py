"""How a person can be answered, from what was written by hand."""

from __future__ import annotations

import re

from live.channels.phone import e164


def contact_of(written: str) -> str | None:
    """A contact by its kind where that can be told: a telephone and an address are found again in any spelling."""
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", written):
        return f"mailto:{written.lower()}"
    number = e164(written)
    return (f"tel:{number}" if number.startswith("+") and number[1:].isdigit() else written) or None
