"""Texts as weighted words and pieces of words: what everything that is learned of a language is learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from live.language.lemmas import lemmas_of
from live.language.similar import FUNCTION_WORDS
from live.language.words import words

PIECES = (2, 5)
"""Letters of the pieces of a word, which are alike where somebody mistypes it."""


def key_words(text: str) -> list[str]:
    """The likeliest dictionary form of each word that says something, in their order."""
    forms = (lemmas_of(word)[0] for word in words(text).split())
    return [form for form in forms if form not in FUNCTION_WORDS]


class Features:
    """Words and their pieces, each counting for half: the product of two texts' rows is 1 where they are the same.

    `pairs`: two words that stand together count too, beside each alone.
    """

    def __init__(self, pairs: bool) -> None:
        words_of = _with_pairs if pairs else _words
        self._words = TfidfVectorizer(analyzer=words_of, sublinear_tf=True, dtype=np.float32)
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=PIECES, sublinear_tf=True, dtype=np.float32)

    def learn(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of these texts, whose words are known from now on."""
        return self._joined(self._words.fit_transform(texts), self._pieces.fit_transform([t.lower() for t in texts]))

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        return self._joined(self._words.transform(texts), self._pieces.transform([t.lower() for t in texts]))

    def _joined(self, words_: csr_matrix, pieces: csr_matrix) -> csr_matrix:
        return normalize(hstack([words_, pieces], format="csr"), copy=False)


def _words(text: str) -> list[str]:
    """At least one, so that texts without any can be learned from."""
    return key_words(text) or [""]


def _with_pairs(text: str) -> list[str]:
    found = _words(text)
    return [*found, *(f"{first} {second}" for first, second in zip(found, found[1:], strict=False))]
