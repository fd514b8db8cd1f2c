"""Russian words in Latin letters, for codes that programs keep."""

from __future__ import annotations

import re

_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziyklmnoprstufhcye", strict=True))
_LATIN |= {"ё": "e", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}


def latin(text: str, most: int = 56) -> str:
    """Small Latin letters, digits and single underscores, at most `most`; empty where the text has none of them."""
    letters = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:most].strip("_")
