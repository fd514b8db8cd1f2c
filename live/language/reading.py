"""What the language work finds in a question: its lemmas, a first guess at topic and place, the words called rude."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from live.language.lemmas import lemmas
from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.similar import essence
from live.language.topics import Topics


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read; without lemmas where nobody has read it yet.

    What its sender or a person has said stands in it unchanged, and is no guess.
    """

    lemmas: str | None
    topic: str | None
    locality: str | None
    topic_guessed: bool = False
    locality_guessed: bool = False
    rude: list[str] | None = None

    def columns(self) -> dict[str, Any]:
        """By the names of the columns that hold it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Guesses:
    """What the centre's lists, as of their versions, say of a text."""

    versions: tuple[int, ...]
    topics: Topics
    localities: Localities
    rude: RudeWords

    def read(self, text: str, air_text: str | None, topic: str | None, locality: str | None) -> Reading:
        """Read a question of which `topic` and `locality` were said; None where nobody did."""
        own = lemmas(text)
        read_topic = topic or next(iter(self.topics.guess(own)), None)
        read_locality = locality or next(iter(self.localities.guess(text)), None)
        found = " ".join(part for part in (own, lemmas(air_text, read_locality, read_topic)) if part)
        essence(found)  # Remembered: whoever asks for doubles does not wait for it.
        return Reading(
            found,
            read_topic,
            read_locality,
            topic is None and read_topic is not None,
            locality is None and read_locality is not None,
            self.rude.found(text) or None,
        )
