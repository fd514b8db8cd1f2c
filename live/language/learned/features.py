"""Texts as weighted words and pieces of words: what everything that is learned of a language is learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from live.language.learned.tokens import PIECES, with_pairs
from live.language.learned.tokens import key_words as key_words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words (and pairs of them) and pieces of words, each in the order of its columns: words first."""

    words: Sequence[str]
    pieces: Sequence[str]


class Features:
    """Words and their pieces, each counting for half: the product of two texts' rows is 1 where they are the same.

    `pairs`: two words that stand together count too, beside each alone. `only`: nothing else counts.
    """

    def __init__(self, pairs: bool, only: Vocabulary | None = None) -> None:
        words_of = _with_pairs if pairs else _words
        words, pieces = (only.words, only.pieces) if only else (None, None)
        common = {"sublinear_tf": True, "dtype": np.float32}
        self._words = TfidfVectorizer(analyzer=words_of, vocabulary=words, **common)
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=PIECES, vocabulary=pieces, **common)

    def learn(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of these texts, whose words are known from now on."""
        return self._joined(self._words.fit_transform(texts), self._pieces.fit_transform([t.lower() for t in texts]))

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        return self._joined(self._words.transform(texts), self._pieces.transform([t.lower() for t in texts]))

    def vocabulary(self) -> Vocabulary:
        """What is known once it has learned."""
        words, pieces = self._words.get_feature_names_out(), self._pieces.get_feature_names_out()
        return Vocabulary(words.tolist(), pieces.tolist())

    def rarity(self) -> np.ndarray:
        """How much each column counts for being rare."""
        return np.concatenate([self._words.idf_, self._pieces.idf_])

    def _joined(self, words_: csr_matrix, pieces: csr_matrix) -> csr_matrix:
        return normalize(hstack([words_, pieces], format="csr"), copy=False)


def _words(text: str) -> list[str]:
    """At least one, so that texts without any can be learned from."""
    return key_words(text) or [""]


def _with_pairs(text: str) -> list[str]:
    return with_pairs(_words(text))
