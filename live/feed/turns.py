"""Turns of a crowd: one after another, and between two of them everybody else's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from live.runtime.tasks import sleep

PAUSE = 0.05
"""Seconds between two looks for whether anybody still waits."""

APART = 0.25
"""Seconds after a turn within which the next of a crowd may come: they are told to come apart."""


class Turns:
    """Where a thousand screens come back at once, those that go out on air would otherwise wait behind all of them."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._last_at = float("-inf")

    def wait(self, is_gone: Callable[[], bool] = lambda: False) -> bool:
        """Until it is the caller's turn; whoever does not wait here is heard first.

        False where the caller is gone by then, and has taken nobody's time.
        """
        with self._one:
            if is_gone():
                return False
            sleep(0)
        self._last_at = time.monotonic()
        return not is_gone()

    def let_others(self) -> None:
        """Until the crowd is over, for work that nobody waits for; whoever is not waiting has a turn too."""
        sleep(0)
        while self._one.locked() or time.monotonic() < self._last_at + APART:
            sleep(PAUSE)
