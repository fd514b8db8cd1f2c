"""What makes a name of one test unlike every other's."""

from __future__ import annotations

import secrets

CONSONANTS = "bcdfghjklmnpqrstvwxz"


def letters(length: int = 6) -> str:
    """Letters that stand in nobody's name; digits among them would be found by whoever looks for a number."""
    return "".join(secrets.choice(CONSONANTS) for _ in range(length))
