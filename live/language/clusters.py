"""Questions that ask about the same gather into clusters as they arrive, one by one, and never leave them.

A question joins the likest cluster: by its words (dictionary forms), each weighing the more the fewer questions hold
it. Where none is like enough it begins one of its own, which bears its key from then on. Everything is counted in whole
numbers, so the same questions in the same order give the same clusters, whoever counts, and after a restart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from live.language.lemmas import lemmas_of
from live.language.naming.names import named
from live.language.similar import FUNCTION_WORDS
from live.language.words import words

ALIKE = 0.15
"""Likeness (the cosine of two lists of weights, 0 to 1) from which a question joins a cluster."""

LENGTH = 1000
"""Of a question's list of weights, which are whole numbers."""

AS_MANY = 50
"""Questions without a word that are counted besides: while few have come, what they share is no common word."""

MOST_WORDS = 200
"""Words of a question that are read: what is asked stands there by then."""

MOST_AWAKE = 2000
"""Clusters that a question may join. Of more the one that nobody has joined for longest is joined no more."""


class Clusters:
    """The clusters of one broadcast's questions: what was learned of those that were put in."""

    def __init__(self) -> None:
        self.size = 0
        """Questions that were put in, those without a cluster too."""
        self._holders: Counter[str] = Counter()
        """By word, how many questions hold it."""
        self._weights: defaultdict[str, dict[int, int]] = defaultdict(dict)
        """By word and cluster, how much it weighs there."""
        self._words: dict[int, set[str]] = {}
        """The words of each cluster that may be joined, the one that nobody has joined for longest first."""
        self._squares: dict[int, int] = {}
        """The square of each one's length."""

    def place(self, key: int, text: str) -> int | None:
        """Put a new question in: its cluster, which is its own key where it begins one; None for one without words."""
        weights = self._weighed(text)
        cluster = (self._likest(weights) or key) if weights else None
        self._put(cluster, weights)
        return cluster

    def put(self, text: str, cluster: int | None) -> None:
        """Put a question in whose cluster is known."""
        self._put(cluster, self._weighed(text))

    def name(self, texts: Sequence[str], taken: Container[str] = ()) -> str:
        """A name for a cluster of these questions; "" where there are too few yet. `taken`: names that others have."""
        return named(texts, self._rarity, taken)

    def _rarity(self, word: str) -> float:
        return math.log((self.size + AS_MANY) / (self._holders[word] + 1))

    def _weighed(self, text: str) -> dict[str, int]:
        found = Counter(said(text))
        weights = {word: (1 + math.log(many)) * self._rarity(word) for word, many in found.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: round(LENGTH * weight / length) for word, weight in weights.items()} if length else {}

    def _likest(self, weights: dict[str, int]) -> int | None:
        """The likest cluster, the older of two, where one is like enough."""
        products: defaultdict[int, int] = defaultdict(int)
        for word, weight in weights.items():
            for cluster, other in self._weights.get(word, {}).items():
                products[cluster] += weight * other
        likeness = {one: product / (LENGTH * math.sqrt(self._squares[one])) for one, product in products.items()}
        best = min(likeness, key=lambda one: (-likeness[one], one), default=None)
        return best if best is not None and likeness[best] >= ALIKE else None

    def _put(self, cluster: int | None, weights: dict[str, int]) -> None:
        self.size += 1
        self._holders.update(weights.keys())
        if cluster is None:
            return
        mine = self._words.pop(cluster, set())
        self._words[cluster] = mine  # The last one that was joined.
        square = self._squares.get(cluster, 0)
        for word, weight in weights.items():
            before = self._weights[word].get(cluster, 0)
            self._weights[word][cluster] = before + weight
            square += weight * (2 * before + weight)
        self._squares[cluster] = square
        mine.update(weights)
        if len(self._words) > MOST_AWAKE:
            self._sleep(next(iter(self._words)))

    def _sleep(self, cluster: int) -> None:
        del self._squares[cluster]
        for word in self._words.pop(cluster):
            del self._weights[word][cluster]
            if not self._weights[word]:
                del self._weights[word]


def said(text: str) -> list[str]:
    """The words of a question that say something, in their likeliest dictionary forms."""
    forms = (lemmas_of(word)[0] for word in words(text).split()[:MOST_WORDS] if word.isalpha() and len(word) > 1)
    return [form for form in forms if form not in FUNCTION_WORDS]
