"""Rows that somebody holds, and whoever waits for them; on PostgreSQL, for SQLite locks no rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from live.store.transaction import Store


@contextmanager
def held(store: Store, *log_ids: int) -> Iterator[None]:
    """Another transaction holds these logs meanwhile."""
    with store.write() as tx:
        tx.lock(*log_ids)
        yield


def until_blocked(store: Store) -> None:
    """Return once some connection waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(1000):
        with store.read() as connection:
            if connection.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody waits")
