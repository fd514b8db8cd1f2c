"""What the language work finds in a question: its lemmas, a first guess at topic and place, the words that the centre
calls rude, those that tell of danger to people, and whether it asks anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from live.language.learned.topic_guess import LearnedTopics, TopicGuess
from live.language.lemmas import lemmas
from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.similar import essence
from live.language.speech.not_asking import NotAsking, columns, not_asking
from live.language.topics import Topics
from live.language.urgency import Urgency, flagged


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read; without lemmas where nobody has read it yet.

    What its sender or a person has said stands in it unchanged, and is no guess. `urgent`: a person has flagged it.
    """

    lemmas: str | None
    topic: str | None
    locality: str | None
    guess: TopicGuess | None = None
    locality_guessed: bool = False
    rude: list[str] | None = None
    urgent: bool = False
    urgent_words: list[str] | None = None
    not_asking: NotAsking | None = None

    def columns(self) -> dict[str, Any]:
        """By the names of the columns that hold it."""
        return {
            "lemmas": self.lemmas,
            "topic": self.topic,
            "locality": self.locality,
            "topic_guessed": self.guess is not None,
            "locality_guessed": self.locality_guessed,
            "rude": self.rude,
            **flagged(self.urgent, self.urgent_words or ()),
            **columns(self.not_asking),
        }


@dataclass(frozen=True, slots=True)
class Guesses:
    """Made of the centre's lists as of their versions, and of the model of this id. `learned` is None where there is
    none, or it cannot be read: topics are guessed by key words then."""

    versions: tuple[int, ...]
    topics: Topics
    localities: Localities
    rude: RudeWords
    urgency: Urgency
    model_id: int | None = None
    learned: LearnedTopics | None = None

    def read(
        self, text: str, air_text: str | None, topic: str | None, locality: str | None, urgent: bool = False
    ) -> Reading:
        """Read a question of which `topic` and `locality` were said, None where nobody did, and `urgent` where a person
        has flagged it."""
        own = lemmas(text)
        guess = None if topic else self.topic(text, own)
        read_topic = guess.topic if guess else topic
        read_locality = locality or next(iter(self.localities.guess(text)), None)
        found = " ".join(part for part in (own, lemmas(air_text, read_locality, read_topic)) if part)
        essence(found)  # Remembered: whoever asks for doubles does not wait for it.
        rude, danger = self.rude.found(text), self.urgency.found(text)
        return Reading(
            found,
            read_topic,
            read_locality,
            guess,
            locality is None and read_locality is not None,
            rude or None,
            urgent,
            danger,
            None if rude or danger else not_asking(text),
        )

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
