"""Which learned topics are in use, and whether they can be read."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from live.domain.language.models import ModelState
from live.domain.language.suggestions import Kind
from live.language.learned import topic_weights
from live.language.learned.tokens import folded
from live.language.learned.topic_guess import LearnedTopics
from live.language.learned.topic_weights import BrokenModel
from live.runtime.tasks import sleep
from live.store.language import models, switches
from live.store.rows import Connection

log = structlog.get_logger()


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
