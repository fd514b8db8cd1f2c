"""Writes down, once a minute, which sessions were used; removes those that have long ended, and ends links by time."""

from __future__ import annotations

from datetime import timedelta

from live.desk.links import end_expired
from live.runtime.worker import Worker
from live.store.centre import sessions
from live.store.transaction import Store
from live.views.admin.credentials import Credentials
from live.workers.means import Means
from live.workers.set_aside import database_is_away

INTERVAL = 60.0
"""Seconds between two ticks."""

KEPT = timedelta(days=7)
"""For how long an ended session is kept: a cookie that turns up later is told nothing of it."""


class Sessions:
    def __init__(self, store: Store, credentials: Credentials) -> None:
        self._store = store
        self._credentials = credentials

    def tick(self) -> None:
        used, self._credentials.used = self._credentials.used, {}
        try:
            with self._store.write() as tx:
                sessions.note_use(tx, used)
                sessions.forget_ended(tx, tx.now - KEPT)
        except Exception:
            self._credentials.used = used | self._credentials.used
            raise
        end_expired(self._store)


def worker(means: Means) -> Worker | None:
    """None in a process without a web server: nobody is seen there."""
    if means.credentials is None:
        return None
    return Worker("sessions", Sessions(means.store, means.credentials).tick, INTERVAL, away=database_is_away)
