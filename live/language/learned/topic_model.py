"""Topics learned from what people have set: which topics a text is likely of, and by which of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax
from sklearn.svm import LinearSVC

from live.domain.characters import one_line
from live.domain.refused import Refused
from live.language.learned.features import Features

STRICTNESS = 4.0
"""How much a text that stands on the wrong side costs while learning (C of a support vector machine)."""

SHARPNESS = 3.0
"""How fast a topic's probability falls with its distance from the likeliest: told so that of the texts to which 0.8 is
given four fifths are of it."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A topic, and how likely it is, from 0 to 1."""

    topic: str
    probability: float


class TopicModel:
    """Two spellings of one topic are one, by the case and the spaces alone; the commoner spelling is said."""

    def __init__(self, texts: Sequence[str], topics: Sequence[str]) -> None:
        """`invalid` where there is nothing to learn from."""
        spelled = _spellings(topics)
        both = [(text, _folded(topic)) for text, topic in zip(texts, topics, strict=True) if text.strip()]
        known = [(text, spelled[topic]) for text, topic in both if topic]
        if not known:
            raise Refused("invalid", "There is no text with a topic to learn from.")
        self.topics = sorted({topic for _, topic in known})
        """Those that it knows."""
        self._features = Features(pairs=True)
        self._machine: LinearSVC | None = None
        rows = self._features.learn([text for text, _ in known])
        if len(self.topics) > 1:
            numbers = {topic: number for number, topic in enumerate(self.topics)}
            self._machine = LinearSVC(C=STRICTNESS)
            self._machine.fit(rows, [numbers[topic] for _, topic in known])

    def likely(self, texts: Sequence[str]) -> list[list[Likely]]:
        """For each text every topic, the likeliest first."""
        if self._machine is None:
            return [[Likely(self.topics[0], 1.0)] for _ in texts]
        far = self._machine.decision_function(self._features.rows(texts))
        if far.ndim == 1:  # Of two topics the distance from one border.
            far = np.stack([-far, far], axis=1) / 2
        shares = softmax(SHARPNESS * far, axis=1)
        order = np.argsort(-shares, axis=1)
        return [
            [Likely(self.topics[n], float(share[n])) for n in best] for share, best in zip(shares, order, strict=True)
        ]

    def spelling(self, topic: str) -> str:
        """As this model spells it; as it is where it knows no such topic."""
        return next((one for one in self.topics if _folded(one) == _folded(topic)), one_line(topic))


def _folded(topic: str) -> str:
    return one_line(topic).lower().replace("ё", "е")


def _spellings(topics: Sequence[str]) -> dict[str, str]:
    """By the folded name of each topic its commonest spelling; of two as common the first in the alphabet."""
    counted = Counter(one_line(topic) for topic in topics)
    found: dict[str, str] = {}
    for topic in sorted(counted, key=lambda one: (-counted[one], one)):
        found.setdefault(_folded(topic), topic)
    return found
