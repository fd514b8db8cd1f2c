"""The ids of broadcasts by their slugs, which every request and every socket asks for."""

from __future__ import annotations

import time

from live.store import log
from live.store.transaction import Store

FRESH = 2.0
"""Seconds for which a slug's id is believed."""


class BroadcastIds:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[float, int]] = {}

    def now(self, slug: str) -> int:
        """The id of a broadcast, or of the log of tickets by its slug; `not_found` without."""
        known = self.lately(slug)
        if known is None:
            with self._store.read() as connection:
                known = log.id_of(connection, slug)
            self._known[slug] = (time.monotonic(), known)
        return known

    def lately(self, slug: str) -> int | None:
        """The same, where it was looked up within FRESH seconds; nothing is looked up here."""
        known = self._known.get(slug)
        return known[1] if known is not None and time.monotonic() - known[0] < FRESH else None
