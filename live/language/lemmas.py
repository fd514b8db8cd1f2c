"""Lemmas: the dictionary forms of a text's words, so that «дорога» finds «дороги» and «дорог».

A form may belong to several words («дорог» is of «дорога» and of «дорогой»): all of them count, on both sides.
The dictionary is pymorphy3's (OpenCorpora); a word that it does not hold is guessed by its ending.
"""

from __future__ import annotations

from functools import cache, lru_cache

import pymorphy3

from live.language.words import words

MOST = 4
"""Dictionary forms kept of one word, the likeliest first."""

LONGEST = 40
"""Letters of a word that is looked up: a longer one is no word."""


@cache
def dictionary() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=100_000)
def lemmas_of(word: str) -> tuple[str, ...]:
    """The dictionary forms that a word (as `words` gives it) may be of, the likeliest first; itself where none is."""
    if len(word) > LONGEST or not word.isalpha() or word.isascii():
        return (word,)
    try:
        forms = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in dictionary().parse(word))
    except ValueError:  # It asks for the name of each letter, and some of Unicode's have none.
        return (word,)
    return tuple(forms)[:MOST] or (word,)


@lru_cache(maxsize=10_000)
def is_known(word: str) -> bool:
    """Whether the dictionary holds this very form; what it does not hold may be unfinished."""
    return bool(dictionary().word_is_known(word))


def lemmas(*texts: str | None) -> str:
    """All dictionary forms of the texts' words, in their order, one space between."""
    return " ".join(form for text in texts if text for word in words(text).split() for form in lemmas_of(word))


def is_warm() -> bool:
    """Whether the dictionary is loaded: whoever is waited for does not load it."""
    return dictionary.cache_info().currsize > 0


def warm() -> None:
    """Load the dictionary, which takes a while, before somebody waits for it."""
    lemmas_of("вода")
