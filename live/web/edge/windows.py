"""Moving windows that are counted in this process."""

from __future__ import annotations

import time

from limits.storage import MemoryStorage

SWEEP = 60.0
"""Seconds between two looks for names that have nothing left in any window."""


class Windows(MemoryStorage):
    """The library's, but for how it forgets: after each hit it looks through every name that it has ever heard, and
    keeps them all (limits 5.8). Each text of a resident's question is a name, so a form would pay for all before it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.timer.cancel()
        self.timer.is_alive = lambda: True  # type: ignore[method-assign]  # So that it starts no other.
        self._swept_at = time.time()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        self._forget(key, now)
        if now - self._swept_at >= SWEEP:
            self._swept_at = now
            for name in list(self.events):
                self._forget(name, now)
        return super().acquire_entry(key, limit, expiry, amount)

    def _forget(self, key: str, now: float) -> None:
        """What has left its window; with it the name that has nothing else. The newest stand first."""
        events = self.events.get(key)
        while events and events[-1].expiry <= now:
            events.pop()
        if events is not None and not events:
            self.clear(key)
