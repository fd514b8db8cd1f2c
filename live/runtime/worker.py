"""The one loop of the background: a task's ticks, one after another, whatever a tick raises.

A tick does a bounded piece of work and returns the seconds until the next one; None is the worker's own interval, which
a ring of its `wake` ends early. A worker that looks for what somebody has written is rung by each write.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Flag, auto

import structlog

from live.runtime.tasks import Signal, sleep, spawn

log = structlog.get_logger()

Tick = Callable[[], float | None]

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after each further failure of a tick; the last is kept to."""

AWAY = 1.0
"""Seconds between two tries while the database is away."""

UNTOLD = 2.0
"""Seconds after which a worker that writes wake looks all the same, where somebody waits for a moment to come: of that
there is no word."""

UNHEARD = 10.0
"""The same, where nearly all that it looks for is written: there is no word of what another process wrote without the
bell. Many such looks were half of what a server at rest costs."""

LIMIT = 300.0
"""Seconds that a tick may be overdue, or that ticks may go on failing, before the process is no longer ready."""


class Written(Flag):
    """What a write may have given workers to do. In a show most are of questions alone, which few workers look at."""

    NOTHING = 0
    """As the word of who is at work."""
    QUESTIONS = auto()
    """Questions from outside, new or with what the language work says of them."""
    OTHER = auto()
    ANYTHING = QUESTIONS | OTHER


@dataclass(frozen=True, slots=True)
class Health:
    """How a worker does. Ages in seconds; `error` is the name of the last error's type, for its text may tell more."""

    ready: bool
    beat: float
    failures: int
    error: str | None
    error_age: float | None
    set_aside: int


class Worker:
    """One task of the background. `start()` it once.

    `pace`: it looks for what was written. Each write of what it looks for (`looks_for`) wakes it, but two of its looks
    are so many seconds apart at least.
    `away` says whether an error means that the database is away: that is waited for, and is no failure of the task.
    `set_aside` counts the rows that the task could not do and has left alone.
    """

    def __init__(
        self,
        name: str,
        tick: Tick,
        interval: float,
        wake: Signal | None = None,
        *,
        pace: float | None = None,
        looks_for: Written = Written.ANYTHING,
        away: Callable[[Exception], bool] = lambda error: False,
        set_aside: Callable[[], int] = lambda: 0,
    ) -> None:
        self.name = name
        self.pace = pace
        self._looks_for = looks_for
        self._tick = tick
        self._interval = interval
        self._wake = wake or Signal()
        self._is_away = away
        self._set_aside = set_aside
        self._stopped = False
        self._away = False
        self._failures = 0
        self._failing_since = 0.0
        self._error: tuple[str, float] | None = None
        self._beat_at = self._due_at = time.monotonic()

    def start(self) -> None:
        self._beat_at = self._due_at = time.monotonic()
        spawn(self.run)

    def stop(self) -> None:
        """No tick follows the one under way."""
        self._stopped = True
        self._wake.ring()

    def written(self, what: Written = Written.ANYTHING) -> None:
        """This was written, which may be what it looks for."""
        if self.pace is not None and what & self._looks_for:
            self._wake.ring()

    def run(self) -> None:
        while not self._stopped:
            began = time.monotonic()
            pause = self._once()
            self._beat_at = time.monotonic()
            self._due_at = self._beat_at + (self._interval if pause is None else pause)
            if self._stopped:
                return
            if pause is not None:
                sleep(pause)
            elif self._wake.wait(self._interval) and self.pace:
                sleep(max(0.0, began + self.pace - time.monotonic()))

    def health(self) -> Health:
        now = time.monotonic()
        fails_for_long = self._failures > 0 and now - self._failing_since > LIMIT
        return Health(
            ready=now - self._due_at <= LIMIT and not fails_for_long,
            beat=now - self._beat_at,
            failures=self._failures,
            error=self._error[0] if self._error else None,
            error_age=now - self._error[1] if self._error else None,
            set_aside=self._set_aside(),
        )

    def _once(self) -> float | None:
        """One tick; the seconds until the next, None for the interval."""
        try:
            pause = self._tick()
        except Exception as error:
            return self._wait_for_the_database(error) if self._is_away(error) else self._failed(error)
        if self._away or self._failures:
            log.info("a task is at work again", task=self.name)
        self._away, self._failures = False, 0
        return pause

    def _wait_for_the_database(self, error: Exception) -> float:
        if not self._away:
            log.warning("a task waits for the database", task=self.name, cause=str(error.__cause__ or error))
        self._away = True
        return AWAY

    def _failed(self, error: Exception) -> float:
        now = time.monotonic()
        if not self._failures:
            self._failing_since = now
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        self._error = (type(error).__name__, now)
        log.exception("a task failed", task=self.name, failures=self._failures, again_in=pause)
        return pause


class Workers:
    """The workers of this process, so that it can tell how each does."""

    def __init__(self, workers: Iterable[Worker] = ()) -> None:
        self._workers = list(workers)

    def __iter__(self) -> Iterator[Worker]:
        return iter(self._workers)

    def add(self, worker: Worker) -> None:
        """One more, which whoever made it starts."""
        self._workers.append(worker)

    def start(self) -> None:
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        for worker in self._workers:
            worker.stop()

    def written(self, what: Written = Written.ANYTHING) -> None:
        """This was written, here or by a process that has rung the bell: whoever looks for such looks now."""
        for worker in self._workers:
            worker.written(what)

    def health(self) -> dict[str, Health]:
        return {worker.name: worker.health() for worker in self._workers}

    def log_health(self) -> None:
        """How they do, as one line of the log: for a process that has no page to say it on."""
        health = self.health()
        log.info(
            "the tasks of this process",
            ready=all(one.ready for one in health.values()),
            tasks=len(health),
            late=[name for name, one in health.items() if not one.ready],
            failing={name: one.error for name, one in health.items() if one.failures},
            set_aside={name: one.set_aside for name, one in health.items() if one.set_aside},
        )
