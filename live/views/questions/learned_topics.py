"""The learned topics that are in use, as a question is read by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from live.domain.language.models import ModelState
from live.domain.language.suggestions import Kind
from live.language.learned import topic_weights
from live.language.learned.tokens import folded
from live.language.learned.topic_weights import BrokenModel, TopicWeights
from live.runtime.tasks import sleep
from live.store.language import models, switches
from live.store.language.topics import TopicGuess
from live.store.rows import Connection

log = structlog.get_logger()

LEAST = 0.5
"""Below that probability nothing is suggested: it would be wrong too often."""

SUREST = 99
"""Per cent: nothing that is guessed is certain."""

OFFERED = 0.05
"""Below that a topic is not even offered to choose from."""


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


def in_use(connection: Connection) -> int | None:
    """The model by which topics are to be guessed; None where there is none, or they are switched off."""
    if not switches.on(connection, Kind.TOPICS):
        return None
    return models.in_state(connection, Kind.TOPICS, ModelState.IN_USE)


def opened(model_id: int, written: str | None, names: Sequence[str]) -> LearnedTopics | None:
    """A model ready to be asked. One that cannot be read is told of, and costs nothing but its suggestions."""
    try:
        weights = topic_weights.read(written or "", lambda: sleep(0))
    except BrokenModel as error:
        log.error("the learned topics cannot be read", model=model_id, why=str(error))
        return None
    return LearnedTopics(model_id, weights, {folded(name): name for name in names})


def is_unreadable(connection: Connection) -> bool:
    """Whether a model is in use that is not what was written, as far as can be seen without opening it."""
    model_id = models.in_state(connection, Kind.TOPICS, ModelState.IN_USE)
    written = models.written(connection, model_id) if model_id is not None else None
    return model_id is not None and not (written and topic_weights.is_known_form(written))
