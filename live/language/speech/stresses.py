"""Where the stress stands in names that a presenter may not know, as the centre lists them. Pure.

A word is listed with its stressed vowel marked: «Та́волжанка», or «Т+аволжанка». It is known again in any form that
begins as it does without its ending, as long as the stressed vowel stands within that beginning; one whose stress is on
the ending («Кузьмина́») only as it is listed. What is listed with a capital letter is known by one. A ё is its own
stress: it needs no mark, takes no accent, and is put where a text has е instead («Берёзовка» of «Березовка»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

ACCENT = "\u0301"
"""Stands after the vowel that it is over."""

PLUS = "+"
"""Stands before the stressed vowel, where nobody can type an accent."""

VOWELS = frozenset("аеёиоуыэюя")

SHORTEST = 3
"""Letters of the beginning by which a form is known."""

_ENDINGS = (
    *("ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ая", "яя", "ое", "ее", "ый", "ий", "ой", "ые", "ие"),
    *("ую", "юю", "ою", "ею", "ом", "ем", "ым", "им", "ых", "их", "ов", "ев", "ей", "ам", "ям", "ах", "ях", "ью"),
    *("а", "я", "о", "е", "ы", "и", "у", "ю", "й", "ь"),
)
_LONGEST = max(map(len, _ENDINGS))
_KNOWN = frozenset(("", *_ENDINGS))
_WORD = re.compile(rf"[^\W\d_]+(?:{ACCENT}[^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A word in small letters, the place of its stressed vowel, and whether it begins with a capital letter."""

    word: str
    stress: int
    capital: bool

    @property
    def plain(self) -> str:
        return _plain(self.word)

    def allows(self, written: str) -> bool:
        """Whether this form may be it: it has a capital letter where it should, and no ё that says otherwise."""
        ours = {place for place, letter in enumerate(self.word) if letter == "ё"}
        said = {place for place, letter in enumerate(written.lower()) if letter == "ё"}
        return (written[0].isupper() or not self.capital) and said <= ours | {self.stress}

    def put_into(self, written: str) -> str:
        """The form with its stress."""
        before, vowel, after = written[: self.stress], written[self.stress], written[self.stress + 1 :]
        if vowel in "ёЁ":
            return written
        if self.word[self.stress] == "ё":
            return before + ("Ё" if vowel.isupper() else "ё") + after
        return before + vowel + ACCENT + after


def listed_words(line: str) -> list[tuple[str, int]]:
    """The words of a line that have a stress, each without its mark and with the place of the stressed vowel: a mark's,
    or else the only ё's.

    ValueError where a word has two marks, or one that is not at a vowel.
    """
    found = []
    for written in re.split(r"[\s-]+", line):
        marks = written.count(ACCENT) + written.count(PLUS)
        if not marks:
            if written.isalpha() and written.lower().count("ё") == 1:
                found.append((written, written.lower().index("ё")))
            continue
        place = written.index(ACCENT) - 1 if ACCENT in written else written.index(PLUS)
        word = written.replace(ACCENT, "").replace(PLUS, "")
        if marks > 1 or not word.isalpha() or not 0 <= place < len(word) or word[place].lower() not in VOWELS:
            raise ValueError(written)
        found.append((word, place))
    return found


def has_stress(line: str) -> bool:
    """Whether a line says where a stress stands."""
    try:
        return bool(listed_words(line))
    except ValueError:
        return False


class Stresses:
    """The centre's list, ready to be put into texts."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._whole: dict[str, _Listed] = {}
        self._by_beginning: dict[str, _Listed] = {}
        for word, stress in (one for line in lines for one in listed_words(line)):
            listed = _Listed(word.lower(), stress, word[0].isupper())
            self._whole[listed.plain] = listed
            for beginning in _beginnings(listed.plain):
                if stress < len(beginning):
                    self._by_beginning.setdefault(beginning, listed)

    def put_into(self, text: str) -> str:
        """The text with each stress that is listed; the same where none is."""
        return _WORD.sub(self._stressed, text) if self._whole else text

    def _stressed(self, found: re.Match[str]) -> str:
        written = found[0]
        if ACCENT in written:
            return written  # Somebody has said it.
        listed = self._known(_plain(written))
        return listed.put_into(written) if listed and listed.allows(written) else written

    def _known(self, word: str) -> _Listed | None:
        if word in self._whole:
            return self._whole[word]
        for end in range(len(word), max(len(word) - _LONGEST, SHORTEST) - 1, -1):
            listed = self._by_beginning.get(word[:end]) if word[end:] in _KNOWN else None
            if listed and not (end == len(word) and listed.word.endswith("о")):
                return listed  # «Кузин» is a surname, and no form of «Кузино».
        return None


@lru_cache(maxsize=4)
def _of(lines: tuple[str, ...]) -> Stresses:
    return Stresses(lines)


def stresses_of(lines: Sequence[str]) -> Callable[[str], str]:
    """Puts the stresses of these lines into a text; remembered, since the list seldom changes."""
    return _of(tuple(lines)).put_into


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


def _beginnings(word: str) -> list[str]:
    """The word without each ending that it may have, and as it is: where that leaves enough of it."""
    ends = (word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending))
    return [one for one in (word, *ends) if len(one) >= SHORTEST]
