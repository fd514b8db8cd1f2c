"""Words that the centre calls rude, found in a text in whatever form. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from live.language.lemmas import lemmas_of
from live.language.words import words

MILD = (
    *("болван", "дебил", "дурак", "дура", "идиот", "кретин", "мерзавец", "негодяй", "подлец", "придурок", "сволочь"),
    *("скотина", "тварь", "тупица", "ублюдок", "урод"),
)
"""What every centre begins with; it adds what it hears."""

KNOWN = 50_000
"""Words remembered with whether they are rude: a language has not many more."""

_WORD = re.compile(r"\w+")


class RudeWords:
    """The centre's list, ready to be asked of each question. A word with * at its end stands for all that begin so."""

    def __init__(self, listed: Sequence[str]) -> None:
        folded = [(words(one), one.endswith("*")) for one in listed]
        self._beginnings = tuple(word for word, begins in folded if begins and word)
        self._forms = {form for word, begins in folded if not begins and word for form in lemmas_of(word)}
        self._is_rude = lru_cache(maxsize=KNOWN)(self._read)

    def found(self, text: str) -> list[str]:
        """The rude words of a text as they stand there, each once, the first first."""
        return list(dict.fromkeys(word for word in _WORD.findall(text) if self._is_rude(word)))

    def _read(self, written: str) -> bool:
        word = words(written)
        return word.startswith(self._beginnings) or not self._forms.isdisjoint(lemmas_of(word)[:1])
