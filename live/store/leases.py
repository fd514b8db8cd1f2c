"""What one worker at a time does: taken for a short while, held on to by its holder, free again when that is gone."""

from __future__ import annotations

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, Interval, and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from live.store.tables import Moment, lease
from live.store.transaction import Store

TERM = timedelta(seconds=10)
"""For how long a lease is believed in without a word from its holder."""

BEAT = 3.0
"""Seconds between such words."""


def held(connection: Connection, now: datetime) -> set[str]:
    """What somebody is at work at."""
    return set(connection.execute(select(lease.c.name).where(~_is_over(connection, now))).scalars())


def _moment(connection: Connection, now: datetime, later: timedelta = timedelta(0)) -> ColumnElement[Any]:
    """So much later than now, by the one clock that all holders share: the database's, where that is a server."""
    if connection.dialect.name == "postgresql":
        return func.clock_timestamp(type_=DateTime(timezone=True)) + literal(later, Interval)
    return literal(now + later, Moment)


def _is_over(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """A lease that runs for longer than anybody can have asked for is of a clock that went wrong: it holds nothing."""
    too_far = lease.c.until > _moment(connection, now, 2 * TERM)
    return or_(lease.c.until < _moment(connection, now), too_far)


class Leases:
    """The leases of one process. What was taken is held on to as long as `beat` is called every BEAT seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._holder = secrets.token_hex(16)
        self._held: dict[str, float] = {}
        """By name, until when nobody else can have taken it, on this process's own clock."""

    def take(self, name: str) -> bool:
        """Whether the lease is this process's now: it was nobody's, or of a process that is silent."""
        until = _term_from_now()
        with self._store.write() as tx:
            dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
            ours = {"holder": self._holder, "until": _moment(tx.connection, tx.now, TERM)}
            free = or_(lease.c.holder == self._holder, _is_over(tx.connection, tx.now))
            taken = tx.connection.execute(
                dialect.insert(lease)
                .values(name=name, **ours)
                .on_conflict_do_update(index_elements=["name"], set_=ours, where=free)
                .returning(lease.c.name)
            ).first()
        if taken is None:
            return False
        self._held[name] = until
        return True

    def holds(self, name: str) -> bool:
        """Whether it still is: a process that was stopped, or could not say a word, for a term may have lost it."""
        return time.monotonic() < self._held.get(name, 0.0)

    def free(self, name: str) -> None:
        self._held.pop(name, None)
        with self._store.write() as tx:
            tx.connection.execute(delete(lease).where(lease.c.holder == self._holder, lease.c.name == name))

    def beat(self) -> None:
        """Hold on to what is held."""
        if not self._held:
            return
        until = _term_from_now()
        with self._store.write() as tx:
            # Not what was freed while the database was away: that is to run out.
            mine = and_(lease.c.holder == self._holder, lease.c.name.in_(self._held))
            tx.connection.execute(update(lease).where(mine).values(until=_moment(tx.connection, tx.now, TERM)))
            left = set(tx.connection.execute(select(lease.c.name).where(mine)).scalars())
        self._held = {name: until for name in self._held if name in left}


def _term_from_now() -> float:
    return time.monotonic() + TERM.total_seconds()
