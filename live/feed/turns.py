"""Turns of a crowd: one after another, and between two of them everybody else's."""

from __future__ import annotations

import threading

from live.runtime.tasks import sleep


class Turns:
    """Where a thousand screens come back at once, those that go out on air would otherwise wait behind all of them."""

    def __init__(self) -> None:
        self._one = threading.Lock()

    def wait(self) -> None:
        """Until it is the caller's turn; whoever does not wait here is heard first."""
        with self._one:
            sleep(0)
