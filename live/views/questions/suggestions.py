"""What is guessed of a text: its topic, the settlements that it names, its rude words, and those that tell of danger.

By the centre's lists, and for the topic by what was learned of its own decisions, where that is in use.
"""

from __future__ import annotations

from dataclasses import dataclass

from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.language.urgency import Urgency
from live.store.centre import lists
from live.store.language import models
from live.store.language.topics import TopicGuess
from live.store.transaction import Store
from live.views.questions import learned_topics
from live.views.questions.learned_topics import LearnedTopics, opened

NAMES = ("topics", "localities", "rude", "urgent")


@dataclass(frozen=True, slots=True)
class Guesses:
    """Made of the lists as of their versions, and of the model of this id. `learned` is None where there is none, or
    it cannot be read: topics are guessed by key words then."""

    versions: tuple[int, ...]
    topics: Topics
    localities: Localities
    rude: RudeWords
    urgency: Urgency
    model_id: int | None = None
    learned: LearnedTopics | None = None

    def topic(self, text: str, lemmas: str) -> TopicGuess | None:
        """By what was learned; by key words only a topic of which nothing has been learned yet."""
        if self.learned and (guess := self.learned.guess(text)):
            return guess
        by_words = next(iter(self.topics.guess(lemmas)), None)
        if by_words is None or (self.learned and self.learned.knows(by_words)):
            return None
        return TopicGuess(by_words)

    def offered_topics(self, text: str, lemmas: str) -> list[str]:
        """All that may be chosen from, the likeliest first."""
        learned = self.learned.offered(text) if self.learned else []
        return list(dict.fromkeys([*learned, *self.topics.guess(lemmas)]))


class Guessing:
    """The guesses by the lists and the model as they are now; made anew only when one of them has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guesses: Guesses | None = None

    def now(self) -> Guesses:
        with self._store.read() as connection:
            versions, model_id = lists.versions(connection, *NAMES), learned_topics.in_use(connection)
            now = self._guesses
            if now is not None and (now.versions, now.model_id) == (versions, model_id):
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
        return self._guesses
