"""Topics learned from what people have set: which topics a text is likely of, and by which of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.special import softmax
from sklearn.svm import LinearSVC

from live.domain.characters import one_line
from live.domain.refused import Refused
from live.language.learned.features import Features, Vocabulary
from live.language.learned.tokens import LONGEST, folded
from live.language.learned.topic_weights import Likely as Likely
from live.language.learned.topic_weights import TopicWeights

STRICTNESS = 4.0
"""How much a text that stands on the wrong side costs while learning (C of a support vector machine)."""

SHARPNESS = 3.0
"""How fast a topic's probability falls with its distance from the likeliest: told so that of the texts to which 0.8 is
given four fifths are of it."""

KEPT = 15_000
"""Words and pieces of words at most that a pruned model keeps: those that weigh most."""

LIGHT = 0.02
"""A weight below that is none in a pruned model."""


class TopicModel:
    """Two spellings of one topic are one, by the case and the spaces alone; the commoner spelling is said."""

    def __init__(self, texts: Sequence[str], topics: Sequence[str], only: Vocabulary | None = None) -> None:
        """`invalid` where there is nothing to learn from. `only`: no other words are learned."""
        spelled = _spellings(topics)
        both = [(text, folded(topic)) for text, topic in zip(texts, topics, strict=True) if text.strip()]
        self._known = [(text[:LONGEST], spelled[topic]) for text, topic in both if topic]
        if not self._known:
            raise Refused("invalid", "There is no text with a topic to learn from.")
        self.topics = sorted({topic for _, topic in self._known})
        """Those that it knows."""
        self._features = Features(pairs=True, only=only)
        self._machine: LinearSVC | None = None
        self._rows = self._features.learn([text for text, _ in self._known])
        if len(self.topics) > 1:
            numbers = {topic: number for number, topic in enumerate(self.topics)}
            self._machine = LinearSVC(C=STRICTNESS)
            self._machine.fit(self._rows, [numbers[topic] for _, topic in self._known])

    def likely(self, texts: Sequence[str]) -> list[list[Likely]]:
        """For each text every topic, the likeliest first."""
        if self._machine is None:
            return [[Likely(self.topics[0], 1.0)] for _ in texts]
        shares = softmax(SHARPNESS * self.distances(texts), axis=1)
        order = np.argsort(-shares, axis=1)
        return [
            [Likely(self.topics[n], float(share[n])) for n in best] for share, best in zip(shares, order, strict=True)
        ]

    def distances(self, texts: Sequence[str]) -> np.ndarray:
        """How far each text is on the side of each topic; of two topics or more."""
        weights, borders = self._linear()
        return self._features.rows([text[:LONGEST] for text in texts]) @ weights.T + borders

    def spelling(self, topic: str) -> str:
        """As this model spells it; as it is where it knows no such topic."""
        return next((one for one in self.topics if folded(one) == folded(topic)), one_line(topic))

    def pruned(self, kept: int = KEPT) -> TopicModel:
        """The same, learned anew of the words alone that weigh most over all that it has learned from."""
        weights, _ = self._linear()
        present = np.asarray(self._rows.sum(axis=0)).ravel()
        heaviest = np.argsort(-np.abs(weights).max(axis=0) * present, kind="stable")[:kept]
        vocabulary = self._features.vocabulary()
        many = len(vocabulary.words)
        only = Vocabulary(
            [vocabulary.words[n] for n in sorted(heaviest) if n < many],
            [vocabulary.pieces[n - many] for n in sorted(heaviest) if n >= many],
        )
        return TopicModel([text for text, _ in self._known], [topic for _, topic in self._known], only)

    def weights(self, sharpness: float = SHARPNESS, light: float = LIGHT) -> TopicWeights:
        """In the form that a server reads: without weights lighter than `light`."""
        weights, borders = self._linear()
        rarity, vocabulary = self._features.rarity(), self._features.vocabulary()
        names = [*vocabulary.words, *vocabulary.pieces]
        columns = weights.T
        known = [
            (
                name,
                (
                    float(rarity[n]),
                    tuple((int(t), float(columns[n][t])) for t in np.flatnonzero(np.abs(columns[n]) >= light)),
                ),
            )
            for n, name in enumerate(names)
        ]
        many = len(vocabulary.words)
        return TopicWeights(self.topics, borders.tolist(), sharpness, dict(known[:many]), dict(known[many:]))

    def _linear(self) -> tuple[np.ndarray, np.ndarray]:
        """A row of weights and a border for each topic; `invalid` where there is one topic alone."""
        if self._machine is None:
            raise Refused(
                "invalid",
                "All decisions are of one topic, “{topic}”: there is nothing to tell apart.",
                topic=self.topics[0],
            )
        weights, borders = self._machine.coef_, self._machine.intercept_
        if len(weights) == 1:  # Of two topics one border between both.
            weights, borders = np.vstack([-weights, weights]) / 2, np.concatenate([-borders, borders]) / 2
        return weights, borders


def _spellings(topics: Sequence[str]) -> dict[str, str]:
    """By the folded name of each topic its commonest spelling; of two as common the first in the alphabet."""
    counted = Counter(one_line(topic) for topic in topics)
    found: dict[str, str] = {}
    for topic in sorted(counted, key=lambda one: (-counted[one], one)):
        found.setdefault(folded(topic), topic)
    return found
