"""How likely two questions ask the same, by their words, their meaning and the houses that they name, as one number."""

from __future__ import annotations

from math import exp

from live.language.addresses import Address

BASE, WORDS, MEANING = -3.2, 2.0, 3.5
SAME_HOUSE, OTHER_HOUSE = 3.5, -3.0
"""Learned from real messages (docs/decisions/0047-meaning.md)."""


def likely(words: float, meaning: float, same_house: bool | None) -> float:
    """From 0 to 1. `words`, `meaning`: likeness, 0 to 1. `same_house`: None where one of them names none."""
    house = 0.0 if same_house is None else SAME_HOUSE if same_house else OTHER_HOUSE
    return 1 / (1 + exp(-(BASE + WORDS * words + MEANING * meaning + house)))


def same_house(one: Address | None, other: Address | None) -> bool | None:
    """Whether both name one house; None where one of them names none."""
    if not (one and other and one.house and other.house):
        return None
    return one.is_same_house(other)
