"""A guess at a question's topic: by what was learned, with its reason, or by key words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from live.language.learned.tokens import folded
from live.language.learned.topic_weights import TopicWeights

LEAST = 0.5
"""Below that probability nothing is suggested: it would be wrong too often."""

SUREST = 99
"""Per cent: nothing that is guessed is certain."""

OFFERED = 0.05
"""Below that a topic is not even offered to choose from."""


@dataclass(frozen=True, slots=True)
class TopicGuess:
    """`percent`, `words` and `model`: how likely, why, and which model says so; of key words there is none of them."""

    topic: str
    percent: int | None = None
    words: Sequence[str] = ()
    model: int | None = None


@dataclass(frozen=True, slots=True)
class LearnedTopics:
    """`listed`: the centre's topics as its list spells them, by their folded names: nothing else is suggested."""

    model_id: int
    weights: TopicWeights
    listed: Mapping[str, str]

    def guess(self, text: str) -> TopicGuess | None:
        """The likeliest topic with its reason; None where none is likely enough, or nothing speaks for it."""
        best = self.weights.likely(text)[0]
        name = self.listed.get(folded(best.topic))
        if best.probability < LEAST or name is None:
            return None
        because = self.weights.because(text, best.topic)
        percent = min(round(100 * best.probability), SUREST)
        return TopicGuess(name, percent, because, self.model_id) if because else None

    def offered(self, text: str) -> list[str]:
        """Topics to choose from, the likeliest first."""
        likely = (folded(one.topic) for one in self.weights.likely(text) if one.probability >= OFFERED)
        return [self.listed[name] for name in likely if name in self.listed]

    def knows(self, name: str) -> bool:
        """Whether it has learned of this topic at all."""
        return folded(name) in {folded(one) for one in self.weights.topics}
