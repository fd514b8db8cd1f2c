"""Turns of a crowd: one after another, and between two of them everybody else's."""

from __future__ import annotations

import threading
from collections.abc import Callable

from live.runtime.tasks import sleep

PAUSE = 0.05
"""Seconds between two looks for whether anybody still waits."""


class Turns:
    """Where a thousand screens come back at once, those that go out on air would otherwise wait behind all of them."""

    def __init__(self) -> None:
        self._one = threading.Lock()

    def wait(self, is_gone: Callable[[], bool] = lambda: False) -> bool:
        """Until it is the caller's turn; whoever does not wait here is heard first.

        False where the caller is gone by then, and has taken nobody's time.
        """
        with self._one:
            if is_gone():
                return False
            sleep(0)
        return not is_gone()

    def let_others(self) -> None:
        """Until nobody waits for a turn, for work that nobody waits for; whoever is not waiting has a turn too."""
        sleep(0)
        while self._one.locked():
            sleep(PAUSE)
