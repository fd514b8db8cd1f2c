"""How many asked about what and from where, over all that a broadcast has received: as it is kept."""

from __future__ import annotations

import time

from sqlalchemy import Connection

from live.protocol.answers.show import AskedAbout, Counts
from live.store.show import broadcasts, tallies
from live.store.transaction import Store
from live.views.questions.masking import hidden

FRESH = 2.0
"""Seconds for which counts are sent again: however many screens ask, a broadcast's are read so often."""

MOST = 50
"""Topics, and places, that are listed: those most asked about."""


class Counting:
    """The counts of each broadcast, not older than FRESH."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, tuple[float, Counts]] = {}

    def of(self, slug: str) -> Counts:
        """{to, received, topics, localities} as of the log's number `to`; the two [{name, askers}], the most first."""
        with self._store.read() as connection:
            home = broadcasts.get(connection, slug)
            known = self._known.get(home.id)
            if known is not None and time.monotonic() - known[0] < FRESH:
                return known[1]
            counts: Counts = {
                "to": home.head,
                "received": int(home.last_number - home.removed),
                "topics": _most_asked(connection, home.id, "topic"),
                "localities": _most_asked(connection, home.id, "locality"),
            }
        self._known[home.id] = (time.monotonic(), counts)
        return counts


def _most_asked(connection: Connection, broadcast_id: int, kind: tallies.Kind) -> list[AskedAbout]:
    kept = tallies.most_asked(connection, broadcast_id, kind, MOST)
    return [{"name": hidden(row.name), "askers": row.many} for row in kept]
