"""How likely two questions ask the same, by their words, their meaning and the houses that they name, as one number: a
house is worth what it is worth by words alone (live/language/about.py)."""

from __future__ import annotations

from live.language.about import SAME_HOUSE
from live.language.addresses import Address

WORDS, MEANING = 0.4, 0.6
"""What each is worth of how alike two texts are: what each said of real doubles (docs/decisions/0047-meaning.md)."""

OTHER_HOUSE = 0.1
"""What is left of it where they name different houses: of 2,213 such pairs none was a double."""

LEAST = 0.3
"""Below it nobody is offered a question as a double: of 500 pairs less alike than that none was one."""


def likely(words: float, meaning: float, same_house: bool | None) -> float:
    """From 0 to 1. `words`, `meaning`: likeness, 0 to 1. `same_house`: None where one of them names none."""
    alike = WORDS * words + MEANING * meaning
    if same_house is None:
        return alike
    return SAME_HOUSE + (1 - SAME_HOUSE) * alike if same_house else OTHER_HOUSE * alike


def same_house(one: Address | None, other: Address | None) -> bool | None:
    """Whether both name one house; None where one of them names none."""
    if not (one and other and one.house and other.house):
        return None
    return one.is_same_house(other)
