"""What the centre's lists say of a text: its likely topics, the settlements that it names, its rude words,
and those that tell of danger."""

from __future__ import annotations

from dataclasses import dataclass

from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.language.urgency import Urgency
from live.store.centre import lists
from live.store.transaction import Store

NAMES = ("topics", "localities", "rude", "urgent")


@dataclass(frozen=True, slots=True)
class Guesses:
    """Made of the lists as of their versions."""

    versions: tuple[int, ...]
    topics: Topics
    localities: Localities
    rude: RudeWords
    urgency: Urgency


class Guessing:
    """The guesses by the lists as they are now; made anew only when the centre has edited one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guesses: Guesses | None = None

    def now(self) -> Guesses:
        with self._store.read() as connection:
            versions = lists.versions(connection, *NAMES)
            if self._guesses is None or self._guesses.versions != versions:
                topics, localities, rude, urgent = (lists.read(connection, name).items for name in NAMES)
                self._guesses = Guesses(
                    versions,
                    Topics([(item["name"], item["words"]) for item in topics]),
                    Localities([(item["name"], item["also"]) for item in localities]),
                    RudeWords([item["name"] for item in rude]),
                    Urgency([item["name"] for item in urgent]),
                )
        return self._guesses
