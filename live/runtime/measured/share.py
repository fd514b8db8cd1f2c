"""A bounded share of a process's loop, for work that nobody waits for: all who work by one share together take no more.

A process has one loop: while one task reckons, every other one waits. Where much comes in, what is done afterwards with
each thing that came would take as much of the loop as its coming does, and whoever waits would wait for both. So such
work is done in pieces. While the process is busy a piece is paid for: the next one, whoever's it is, begins so much
later that all of them together have had their share. While it is quiet the next one begins after one turn of the loop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from live.runtime.tasks import sleep

T = TypeVar("T")

SHARE = 0.15
"""Of the loop's time while it is busy. What follows upon a question costs about a millisecond of it: so a hundred and
fifty a second are kept up with, more than a moderator can read, and a flood comes in at 0.85 of its pace at least."""

QUIET = 1.0
"""Seconds without anything coming in, after which all of the loop is theirs."""

LONGEST = 3.0
"""Seconds of a pause at most: whoever pauses may hold a transaction of a server that ends it after eight."""

LATE = 0.25
"""Seconds by which a task that slept was woken late, from which on the loop is busy, whoever makes it so. Less is what
a machine does to a process that others take the processor from, though nobody waits for anything of ours."""

PIECE = 0.002
"""Seconds after which a piece of small things ends: whoever waits is not to feel one."""

SHORTEST = 0.004
"""Seconds that are worth a pause; what is owed below that is carried over to the next piece."""


_elsewhere = threading.local()


def waited(seconds: float) -> None:
    """The one who runs has just waited for so long, for a database on another process: the loop was the others'."""
    _elsewhere.seconds = _waited() + seconds


def _waited() -> float:
    return float(getattr(_elsewhere, "seconds", 0.0))


class Share:
    """`came_at`: when something came last that others wait for; `lag`: how late the loop was lately. On one clock."""

    def __init__(
        self,
        came_at: Callable[[], float],
        lag: Callable[[], float],
        clock: Callable[[], float] = monotonic,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._came_at, self._lag = came_at, lag
        self._clock, self._pause = clock, pause
        self._paid_at = 0.0

    @contextmanager
    def piece(self) -> Iterator[None]:
        """A piece of the work, once it is its turn."""
        self._pause(self.left())
        began, before = self._clock(), _waited()
        try:
            yield
        finally:
            self.took(began + _waited() - before)

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """These, one after another: as many in a piece as are done in its time, and one at least."""
        following = iter(items)
        while True:
            with self.piece():
                ends = self._clock() + PIECE
                for item in following:
                    yield item
                    if self._clock() >= ends:
                        break
                else:
                    return

    def left(self) -> float:
        """Seconds until the next piece may begin; 0 is the next turn of the loop."""
        owed = self._paid_at - self._clock()
        return owed if owed >= SHORTEST and self.is_busy() else 0.0

    def took(self, began: float) -> None:
        """A piece that began then ends now."""
        now = self._clock()
        paid_at = max(self._paid_at, began) + max(0.0, now - began) / SHARE if self.is_busy() else now
        self._paid_at = min(paid_at, now + LONGEST)

    def is_busy(self) -> bool:
        return self._clock() < self._came_at() + QUIET or self._lag() >= LATE


WHOLE = Share(lambda: float("-inf"), lambda: 0.0)
"""Where nobody waits for anything: in a command, or in a test."""
