"""What the centre's lists say of a text: its likely topics and the settlements that it names."""

from __future__ import annotations

from dataclasses import dataclass

from live.language.localities import Localities
from live.language.topics import Topics
from live.store.centre import lists
from live.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Guesses:
    """Made of the lists as of their versions."""

    versions: tuple[int, ...]
    topics: Topics
    localities: Localities


class Guessing:
    """The guesses by the lists as they are now; made anew only when the centre has edited one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guesses: Guesses | None = None

    def now(self) -> Guesses:
        with self._store.read() as connection:
            versions = lists.versions(connection, "topics", "localities")
            if self._guesses is None or self._guesses.versions != versions:
                topics, localities = (lists.read(connection, name).items for name in ("topics", "localities"))
                self._guesses = Guesses(
                    versions,
                    Topics([(item["name"], item["words"]) for item in topics]),
                    Localities([(item["name"], item["also"]) for item in localities]),
                )
        return self._guesses
