"""What is guessed of a text: its topic, the settlements that it names, its rude words, and those that tell of danger.

By the centre's lists, and for the topic by what was learned of its own decisions, where that is in use.
"""

from __future__ import annotations

import time

from live.language.localities import Localities
from live.language.reading import Guesses
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.language.urgency import Urgency
from live.store.centre import lists
from live.store.language import models
from live.store.transaction import Store
from live.views.questions import learned_topics
from live.views.questions.learned_topics import opened

NAMES = ("topics", "localities", "rude", "urgent")

FRESH = 2.0
"""Seconds for which what was made of the lists is believed by who asks very often."""


class Guessing:
    """The guesses by the lists and the model as they are now; made anew only when one of them has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guesses: Guesses | None = None
        self._looked_at = 0.0

    def lately(self) -> Guesses:
        """As of FRESH seconds ago at most: for whom a look at the lists costs more than what is then guessed."""
        if self._guesses is None or time.monotonic() - self._looked_at > FRESH:
            return self.now()
        return self._guesses

    def now(self) -> Guesses:
        with self._store.read() as connection:
            versions, model_id = lists.versions(connection, *NAMES), learned_topics.in_use(connection)
            now = self._guesses
            if now is not None and (now.versions, now.model_id) == (versions, model_id):
                self._looked_at = time.monotonic()
                return now
            topics, localities, rude, urgent = (lists.read(connection, name).items for name in NAMES)
            written = models.written(connection, model_id) if model_id is not None else None
        self._guesses = Guesses(
            versions,
            Topics([(item["name"], item["words"]) for item in topics]),
            Localities([(item["name"], item["also"]) for item in localities]),
            RudeWords([item["name"] for item in rude]),
            Urgency([item["name"] for item in urgent]),
            model_id,
            opened(model_id, written, [item["name"] for item in topics]) if model_id is not None else None,
        )
        self._looked_at = time.monotonic()
        return self._guesses
