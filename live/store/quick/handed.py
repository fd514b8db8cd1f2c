"""What a commit hands to the screens of its own process, so that they need not read what it has just written.

New questions alone, as they are when they come: what else may have happened to one is not in it, and such a question is
not handed over. Whoever is given it uses it only where it follows at once upon what was told there before, in the
same epoch; in every other case the log is read (docs/decisions/0048).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from live.language.learned.topic_guess import TopicGuess
from live.runtime.worker import Written
from live.store.rows import Row


class Person(NamedTuple):
    """Who asks, as the database has them."""

    id: int
    name: str | None
    contact: str | None
    profile: str | None


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question's row as it was inserted; columns that are not in it have what the schema gives them."""

    row: Mapping[str, Any] = field(repr=False)
    person: Person | None = field(repr=False)
    guess: TopicGuess | None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """By what one log has grown in a commit, whole: its events' rows as they were inserted, and the questions of which
    they tell. `epoch`: in which their numbers hold. `broadcast`: its row, whose counters are those of before."""

    epoch: str
    broadcast: Row[Any]
    events: Sequence[Mapping[str, Any]]
    questions: Sequence[NewQuestion]

    @property
    def first(self) -> int:
        return int(self.events[0]["seq"])

    @property
    def last(self) -> int:
        return int(self.events[-1]["seq"])


class Grown(list[int]):
    """The logs that have grown by a transaction; `handed`: what some of them have grown by, where that is known;
    `written`: what else it may have given workers to do."""

    def __init__(self, written: Written = Written.ANYTHING) -> None:
        super().__init__()
        self.written = written
        self.handed: dict[int, HandedOver] = {}

    def add(self, log_id: int, handed: HandedOver | None) -> None:
        if log_id in self:
            self.handed.pop(log_id, None)  # What came before it is not among this.
            return
        self.append(log_id)
        if handed is not None:
            self.handed[log_id] = handed
