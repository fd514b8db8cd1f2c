"""What of a text a model reads where there is no time for all of it: the sentences that say most of what is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from live.language.meaning.embedding import Embedding
from live.language.short_form import sentences
from live.language.speech_acts import has_words, is_filler, weight

if TYPE_CHECKING:
    import numpy as np

SOON = 0.1
"""Seconds within which a model answers, of the second within which a question is to know its doubles."""

SHORTEST = 40
"""Letters of a text that are read at the least: doubles are found by them nearly as well as by all (decision 47)."""

FIRST_PACE = 1000.0
"""Letters a second that a model is thought to read until it has read anything."""


class InTime:
    """A model that is asked about many reads the essence of each, so that all of them have their vectors soon."""

    def __init__(self, model: Embedding, clock: Callable[[], float] = time.monotonic) -> None:
        self._model, self._clock = model, clock
        self.name, self.version, self.dimension, self.near = model.name, model.version, model.dimension, model.near
        self._pace = FIRST_PACE

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        letters = max(SHORTEST, int(SOON * self._pace / len(texts)))
        said = [essence(text, letters) for text in texts]
        began = self._clock()
        rows = self._model.vectors(said)
        took = self._clock() - began
        if took > 0:
            self._pace = (self._pace + sum(map(len, said)) / took) / 2
        return rows


def essence(text: str, letters: int) -> str:
    """As many of its weightiest sentences as there are `letters` for, in their order; the weightiest is cut to fit."""
    if len(text) <= letters:
        return text
    spans = [" ".join(words.split()) for words in sentences(text)]
    telling = [place for place, words in enumerate(spans) if has_words(words) and not is_filler(words)]
    worth = {place: weight(spans[place]) for place in telling or range(len(spans))}
    kept: set[int] = set()
    left = letters
    for place in sorted(worth, key=lambda one: (-worth[one], one)):
        if not kept or len(spans[place]) < left:
            kept.add(place)
            left -= len(spans[place]) + 1
    return " ".join(spans[place] for place in sorted(kept))[:letters]
