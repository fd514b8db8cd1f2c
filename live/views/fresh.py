"""What is asked for again and again and hardly ever changes: looked up once, and believed for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from live.runtime.worker import Written
from live.store.transaction import Store

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

BELIEVED = 1.0
"""Seconds for which an answer is believed: so long what another process writes may not be seen here."""


@dataclass(slots=True)
class _Answer(Generic[Value]):
    value: Value
    until: float


class Fresh(Generic[Key, Value]):
    """The answers of `look`, each believed until this process writes something other than questions, or for BELIEVED
    seconds.

    Who finds one too old looks, and whoever comes meanwhile is given the old one: of a crowd one looks, not all. What
    `look` raises is raised to its asker and not kept, so nobody fills this with what does not exist.
    """

    def __init__(self, store: Store, look: Callable[[Key], Value]) -> None:
        self._look = look
        self._answers: dict[Key, _Answer[Value]] = {}
        self._writes = 0
        self.clock = time.monotonic
        store.after_commit.append(lambda grown: self._written(grown.written))

    def now(self, key: Key) -> Value:
        answer, now = self._answers.get(key), self.clock()
        if answer is not None:
            if now < answer.until:
                return answer.value
            answer.until = now + BELIEVED  # Until then this one looks.
        writes = self._writes
        try:
            value = self._look(key)
        except BaseException:
            self._answers.pop(key, None)
            raise
        # What was written meanwhile it may not have seen.
        self._answers[key] = _Answer(value, now + BELIEVED if writes == self._writes else 0.0)
        return value

    def _written(self, what: Written) -> None:
        if what & Written.OTHER:
            self._writes += 1
            for answer in self._answers.values():
                answer.until = 0.0
