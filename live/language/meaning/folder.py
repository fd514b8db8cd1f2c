"""A model that the operator has put into a folder: a vector for each token, and a text is the mean of its tokens'.

Three files: `model.json` (name, version, dimension, near), `vocabulary.txt` (a token a line; what goes on within a word
begins with ##, as in the vocabularies of BERT) and `vectors.npy` (a row for each of them). It needs no package but
numpy, and takes a thousandth of the time that a network takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from live.domain.refused import Refused
from live.language.meaning.embedding import LONGEST, unusable
from live.language.words import words

VOCABULARY, VECTORS = "vocabulary.txt", "vectors.npy"
INNER = "##"
"""What a token begins with that goes on within a word."""


class Folder:
    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        """`invalid` where a file is missing, cannot be read, or does not fit the others."""
        self.name, self.version = about["name"], about["version"]
        self.dimension, self.near = about["dimension"], about["near"]
        tokens = _vocabulary(folder)
        self._vectors = _matrix(folder)
        if self._vectors.shape != (len(tokens), self.dimension):
            raise Refused(
                "invalid",
                "The model in {folder} is not used: its vectors are {found}, and its files speak of {told}.",
                folder=str(folder),
                found=" × ".join(map(str, self._vectors.shape)),
                told=f"{len(tokens)} × {self.dimension}",
            )
        self._rows = {token: row for row, token in enumerate(tokens)}
        self._longest = max(map(len, tokens), default=0)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(texts), self.dimension), np.float32)
        for place, text in enumerate(texts):
            if rows := list(self._tokens(text[:LONGEST])):
                mean = self._vectors[rows].astype(np.float32).mean(axis=0)
                length = float(np.linalg.norm(mean))
                if np.isfinite(length) and length > 0:
                    found[place] = mean / length
        return found

    def _tokens(self, text: str) -> Iterator[int]:
        """The rows of its words' tokens, the longest first; a word that is not made of them says nothing."""
        for word in words(text).split():
            rows: list[int] = []
            start = 0
            while start < len(word):
                begins = INNER if start else ""
                ends = range(min(len(word), start + self._longest), start, -1)
                end = next((end for end in ends if begins + word[start:end] in self._rows), None)
                if end is None:
                    rows = []
                    break
                rows.append(self._rows[begins + word[start:end]])
                start = end
            yield from rows


def _vocabulary(folder: Path) -> list[str]:
    try:
        # A line of its own is what `splitlines` would make of some tokens.
        return (folder / VOCABULARY).read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, ValueError) as error:
        raise unusable(folder, VOCABULARY, type(error).__name__) from None


def _matrix(folder: Path) -> np.ndarray:
    """It stays on the disk: what is asked for is read."""
    try:
        found = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
        if not isinstance(found, np.ndarray) or found.dtype.kind != "f":  # An archive, or no such numbers.
            raise ValueError
        return found
    except (OSError, ValueError, EOFError) as error:
        raise unusable(folder, VECTORS, type(error).__name__) from None
