"""What the centre's lists say of a text: its likely topics, the settlements that it names, its rude words."""

from __future__ import annotations

import time

from live.language.localities import Localities
from live.language.reading import Guesses
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.store.centre import lists
from live.store.transaction import Store

NAMES = ("topics", "localities", "rude")

FRESH = 2.0
"""Seconds for which what was made of the lists is believed by who asks very often."""


class Guessing:
    """The guesses by the lists as they are now; made anew only when the centre has edited one."""

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
            versions = lists.versions(connection, *NAMES)
            if self._guesses is None or self._guesses.versions != versions:
                topics, localities, rude = (lists.read(connection, name).items for name in NAMES)
                self._guesses = Guesses(
                    versions,
                    Topics([(item["name"], item["words"]) for item in topics]),
                    Localities([(item["name"], item["also"]) for item in localities]),
                    RudeWords([item["name"] for item in rude]),
                )
        self._looked_at = time.monotonic()
        return self._guesses
