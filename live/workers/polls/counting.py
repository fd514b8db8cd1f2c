"""Tells screens how many have voted, closes polls whose time is over, and forgets who voted a while after that."""

from __future__ import annotations

import time
from datetime import timedelta

from live.desk.polls import steering
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.polls import ballots, polls
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

PACE = 0.5
"""Seconds at least between two words on the same poll: many votes are one event."""

KEPT = timedelta(days=30)
"""For how long after its end it is kept who has a ballot: so long a count can be looked through."""

SLICE = 1_000
"""Ballots that are taken away at once."""

HOUR = 3600.0


class PollCounts:
    """A poll of which this breaks is set aside; the others go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forgets_at = 0.0
        self.aside: SetAside[int] = SetAside("count of a poll")

    def tick(self) -> float | None:
        with self._store.read() as connection:
            waiting = polls.to_look_at(connection, self._store.clock())
        for broadcast_id, poll_id in waiting:
            if not self.aside.rests(poll_id):
                with self.aside.attempt(poll_id):
                    steering.look(self._store, broadcast_id, poll_id)
        if time.monotonic() >= self._forgets_at and not self._forget():
            self._forgets_at = time.monotonic() + HOUR
        return PACE if waiting else None

    def _forget(self) -> bool:
        """Whether there may be more to forget."""
        with self._store.read() as connection:
            poll_id = ballots.to_forget(connection, self._store.clock() - KEPT)
        if poll_id is None:
            return False
        with self._store.write() as tx:
            ballots.forget(tx, poll_id, SLICE)
        return True


def worker(means: Means) -> Worker:
    task = PollCounts(means.store)
    return Worker(
        "polls",
        task.tick,
        UNTOLD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
