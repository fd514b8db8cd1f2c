"""What one worker at a time does: taken for a short while, held on to by its holder, free again when that is gone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from live.store.tables import lease
from live.store.transaction import Store

TERM = timedelta(seconds=10)
"""For how long a lease is believed in without a word from its holder."""

BEAT = 3.0
"""Seconds between such words."""


def held(connection: Connection, now: datetime) -> set[str]:
    """What somebody is at work at."""
    return set(connection.execute(select(lease.c.name).where(lease.c.until > now)).scalars())


class Leases:
    """The leases of one process. What was taken is held on to as long as `beat` is called every BEAT seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._holder = secrets.token_hex(16)
        self._held: set[str] = set()

    def take(self, name: str) -> bool:
        """Whether the lease is this process's now: it was nobody's, or of a process that is silent."""
        with self._store.write() as tx:
            dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
            ours = {"holder": self._holder, "until": tx.now + TERM}
            free = or_(lease.c.holder == self._holder, lease.c.until < tx.now)
            taken = tx.connection.execute(
                dialect.insert(lease)
                .values(name=name, **ours)
                .on_conflict_do_update(index_elements=["name"], set_=ours, where=free)
                .returning(lease.c.name)
            ).first()
        if taken is None:
            return False
        self._held.add(name)
        return True

    def holds(self, name: str) -> bool:
        """Whether it still is, as far as this process knows: one that was stopped for long may have lost it."""
        return name in self._held

    def free(self, name: str) -> None:
        self._held.discard(name)
        with self._store.write() as tx:
            tx.connection.execute(delete(lease).where(lease.c.holder == self._holder, lease.c.name == name))

    def beat(self) -> None:
        """Hold on to what is held."""
        if not self._held:
            return
        with self._store.write() as tx:
            # Not what was freed while the database was away: that is to run out.
            mine = and_(lease.c.holder == self._holder, lease.c.name.in_(self._held))
            tx.connection.execute(update(lease).where(mine).values(until=tx.now + TERM))
            left = set(tx.connection.execute(select(lease.c.name).where(mine)).scalars())
        self._held &= left
