"""A first guess at a question's topic, by the key words that the centre gave each topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from live.language.lemmas import lemmas_of
from live.language.words import words

MOST = 5
"""Topics that are offered for one question."""

NEAR = 8
"""Dictionary forms from one word of a phrase to its next: about two words may stand between."""

FIRST = 0.4
"""What is said first counts so much more: people name the trouble, then the place («объявление на остановке»)."""

KNOWN = 50_000
"""Words remembered with what they speak for: a language has not many more."""

_Position = tuple[int, int]
"""A key by its number, and which of its words this is."""


class Topics:
    """Topics with their key words, ready to be asked thousands of times a minute.

    A key word may be in any form; it may be a phrase, whose words then stand near each other in that order; a word
    that ends with * stands for all that begin so. What speaks for fewer topics, and what is longer, counts more.
    """

    def __init__(self, items: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._names = [name for name, _ in items]
        self._topic: list[int] = []
        self._last: list[int] = []
        self._weight: list[float] = []
        self._by_form: dict[str, list[_Position]] = defaultdict(list)
        self._by_beginning: dict[str, list[_Position]] = defaultdict(list)
        speaks_for: dict[tuple[str, ...], set[int]] = defaultdict(set)
        keys: list[tuple[str, ...]] = []
        for topic, (_, given) in enumerate(items):
            for key in dict.fromkeys(_tokens(word) for word in given):
                if not key:
                    continue
                speaks_for[key].add(topic)
                keys.append(key)
                self._learn(topic, key)
        for number, key in enumerate(keys):
            self._weight[number] /= len(speaks_for[key])
        self._known: dict[str, tuple[_Position, ...]] = {}

    def _learn(self, topic: int, key: tuple[str, ...]) -> None:
        number = len(self._topic)
        self._topic.append(topic)
        self._last.append(len(key) - 1)
        self._weight.append(1.0 + 1.3 * (len(key) - 1))
        for index, keyword in enumerate(key):
            if keyword.endswith("*"):
                self._by_beginning[keyword[:-1]].append((number, index))
            else:
                for form in lemmas_of(keyword):
                    self._by_form[form].append((number, index))

    def guess(self, lemmas: str) -> list[str]:
        """The topics that the words (as `lemmas` gives them) speak for, the best first; none where they say nothing."""
        scores = self._scores(lemmas.split())
        best = sorted(scores, key=lambda topic: (-scores[topic], topic))
        return [self._names[topic] for topic in best[:MOST]]

    def _scores(self, forms: Sequence[str]) -> dict[int, float]:
        known, search, last = self._known, self._search, self._last
        reached: dict[_Position, int] = {}
        heard: dict[int, int] = {}
        for at, form in enumerate(forms):
            positions = known.get(form)
            if positions is None:
                positions = search(form)
            for position in positions:
                number, index = position
                if index:
                    before = reached.get((number, index - 1))
                    if before is None or not 0 < at - before <= NEAR:
                        continue
                if index == last[number]:
                    heard.setdefault(number, at)
                else:
                    reached[position] = at
        scores: dict[int, float] = {}
        first = next(iter(heard.values()), 0)
        for number, at in heard.items():
            topic = self._topic[number]
            scores[topic] = scores.get(topic, 0.0) + self._weight[number] + (FIRST if at == first else 0.0)
        return scores

    def _search(self, form: str) -> tuple[_Position, ...]:
        """What a word speaks for, remembered. Later words of a phrase first: one word is not two of them."""
        found = set(self._by_form.get(form, ()))
        if self._by_beginning:
            for length in range(1, len(form) + 1):
                found.update(self._by_beginning.get(form[:length], ()))
        positions = tuple(sorted(found, key=lambda position: (position[0], -position[1])))
        if len(self._known) < KNOWN:
            self._known[form] = positions
        return positions


def _tokens(key: str) -> tuple[str, ...]:
    """A key word's or a phrase's words as they are looked up."""
    tokens: list[str] = []
    for piece in key.split():
        split = words(piece).split()
        if split and piece.endswith("*"):
            split[-1] += "*"
        tokens += split
    return tuple(tokens)
