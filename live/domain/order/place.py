"""Where something goes in the order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Before the question of this number, or before this segment; before neither it is the last."""

    question: int | None = None
    segment: int | None = None


LAST = Place()
