"""Russian words in Latin letters: for codes that programs keep, and for displays that have no others."""

from __future__ import annotations

import re

_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziyklmnoprstufhcye", strict=True))
_LATIN |= {"ё": "e", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}


def latin(text: str, most: int = 56) -> str:
    """Small Latin letters, digits and single underscores, at most `most`; empty where the text has none of them."""
    letters = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:most].strip("_")


def spelt(text: str) -> str:
    """A text as it stands, letter by letter in ASCII: capitals stay, and what has no such letter is a question mark."""
    return "".join(_ascii(letter) for letter in " ".join(text.split()))


def _ascii(letter: str) -> str:
    written = _LATIN.get(letter.lower(), letter)
    shown = written.capitalize() if letter != letter.lower() and written != letter else written
    return shown if shown.isascii() and shown.isprintable() else _PLAIN.get(letter, "?")


_PLAIN = {"№": "No.", "«": '"', "»": '"', "—": "-", "–": "-", "…": "..."}
