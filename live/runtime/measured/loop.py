"""How late the loop of a process comes round: while one task holds it, every other one waits."""

from __future__ import annotations

from time import monotonic

from live.runtime.measured.numbers import Durations
from live.runtime.worker import Worker

PACE = 0.25
"""Seconds between two looks: whatever holds the loop for longer is seen."""

BOUNDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1, 5)


class LoopLag:
    """`worker` sleeps for a moment, again and again, and notes how much later it woke."""

    def __init__(self) -> None:
        self.lag = Durations("live_loop_lag_seconds", "How late a task that slept was woken", bounds=BOUNDS)
        self.worker = Worker("loop", self._tick, PACE)
        self.last = 0.0
        """Seconds, the last time."""
        self._due: float | None = None

    def _tick(self) -> float:
        now = monotonic()
        if self._due is not None:
            self.last = max(0.0, now - self._due)
            self.lag.took(self.last)
        self._due = now + PACE
        return PACE
