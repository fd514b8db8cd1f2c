"""What a text is made of for all that is learned: its key words, pairs of them, and pieces of its words.

No package that learns is loaded: a server reads by it, and what learns counts the same.
"""

from __future__ import annotations

from functools import lru_cache

from live.domain.characters import one_line
from live.language.lemmas import lemmas_of
from live.language.similar import FUNCTION_WORDS
from live.language.words import words

PIECES = (2, 5)
"""Letters of the pieces of a word, which are alike where somebody mistypes it."""

LONGEST = 2000
"""Characters of a text that are read: who writes more has said by then what it is about."""


def folded(topic: str) -> str:
    """A topic by which its spellings are one: without case, ё and spaces to spare."""
    return one_line(topic).lower().replace("ё", "е")


def key_words(text: str) -> list[str]:
    """The likeliest dictionary form of each word that says something, in their order."""
    forms = (lemmas_of(word)[0] for word in words(text).split())
    return [form for form in forms if form not in FUNCTION_WORDS]


def with_pairs(found: list[str]) -> list[str]:
    """The same, and each two that stand together."""
    return [*found, *(f"{first} {second}" for first, second in zip(found, found[1:], strict=False))]


@lru_cache(maxsize=20_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """The pieces of one word between spaces, in lower case: as sklearn's "char_wb" cuts it."""
    padded = f" {word} "
    found: list[str] = []
    for length in range(PIECES[0], PIECES[1] + 1):
        found += (padded[at : at + length] for at in range(max(len(padded) - length, 0) + 1))
        if length >= len(padded):
            break  # A short word counts once.
    return tuple(found)
