"""Moving windows that are counted in this process."""

from __future__ import annotations

import time
from collections import OrderedDict

from limits.storage import MemoryStorage

LOOKED_AT = 2
"""Names that each hit looks at besides its own: more than it may add, so that they do not grow without an end."""


class Windows(MemoryStorage):
    """The library's, but for how it forgets: after each hit it looks through every name that it has ever heard, and
    keeps them all (limits 5.8). Each text of a resident's question is a name, so a form would pay for all before it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.timer.cancel()
        self.timer.is_alive = lambda: True  # type: ignore[method-assign]  # So that it starts no other.
        self._names: OrderedDict[str, None] = OrderedDict()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        self._drop_what_left(key, now)
        for _ in range(min(LOOKED_AT, len(self._names))):
            name, _ = self._names.popitem(last=False)
            if self._drop_what_left(name, now):
                self._names[name] = None
            else:
                self.clear(name)
        self._names[key] = None
        return super().acquire_entry(key, limit, expiry, amount)

    def _drop_what_left(self, key: str, now: float) -> bool:
        """Whether anything is still within its window. The newest stand first."""
        events = self.events.get(key)
        while events and events[-1].expiry <= now:
            events.pop()
        return bool(events)
