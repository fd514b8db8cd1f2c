"""How likely two questions that name no common house ask the same, by their words and their meaning, as one number."""

from __future__ import annotations

from live.language.about import About

WORDS, MEANING = 0.4, 0.6
"""What each is worth of how alike two texts are: what each said of real doubles (docs/decisions/0047-meaning.md)."""

LEAST = 0.3
"""Below it nobody is offered a question as a double: of 500 pairs less alike than that none was one."""


def likely(words: float, meaning: float) -> float:
    """From 0 to 1. `words`, `meaning`: likeness, 0 to 1."""
    return WORDS * words + MEANING * meaning


def of_two_houses(one: About, other: About) -> bool:
    """Whether both name a house, and not the same: of 2,213 such pairs none asked the same."""
    mine, its = one.address, other.address
    if not (mine and its and mine.house and its.house):
        return False
    return not mine.is_same_house(its)
