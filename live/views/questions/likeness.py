"""What likeness is worth beside the places that two texts name."""

from __future__ import annotations

ELSEWHERE = 0.9
"""What a likeness is worth where the two name different places."""


def by_locality(score: float, own: str | None, other: str | None) -> float:
    """A likeness, less of it where the two name different places."""
    return round(score * ELSEWHERE, 2) if own and other and own != other else score
