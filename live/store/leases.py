"""What one worker at a time does: taken for a short while, held on to by its holder, free again when that is gone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, DateTime, Interval, and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from live.domain.refused import Refused
from live.runtime import tasks
from live.runtime.worker import Written
from live.store.tables import Moment, lease
from live.store.transaction import Store

log = structlog.get_logger()

TERM = timedelta(seconds=10)
"""For how long a lease is believed in without a word from its holder."""

BEAT = 3.0
"""Seconds between such words."""

TURN = 0.05


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
    """The leases of one process. What was taken is held on to as long as `beat` is called every BEAT seconds.

    `ends` says whether the process is to end: then nothing is taken any more, and nobody holds what it has taken, so
    that each holder stops after its step.
    """

    def __init__(self, store: Store, ends: Callable[[], bool] = lambda: False) -> None:
        self._store = store
        self._ends = ends
        self._holder = secrets.token_hex(16)
        self._awaited: set[str] = set()
        self._held: dict[str, float] = {}
        """By name, until when nobody else can have taken it, on this process's own clock."""

    def take(self, name: str, *, awaited: bool = False) -> bool:
        """Whether the lease is this process's now: it was nobody's, or of a process that is silent.

        `awaited`: what is done under it is not to be broken off where the process ends.
        """
        if self._ends():
            return False
        until = _term_from_now()
        with self._store.write(Written.NOTHING, lasting=False) as tx:
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
        if awaited:
            self._awaited.add(name)
        return True

    def holds(self, name: str) -> bool:
        """Whether it still is: a process that was stopped, or could not say a word, for a term may have lost it."""
        if time.monotonic() < self._held.get(name, 0.0):
            return not self._ends()
        # Its holder stops now: a later beat must not keep from everybody what nobody is at work at.
        self._held.pop(name, None)
        return False

    def free(self, name: str) -> None:
        self._held.pop(name, None)
        self._awaited.discard(name)
        with self._store.write(Written.NOTHING, lasting=False) as tx:
            tx.connection.execute(delete(lease).where(lease.c.holder == self._holder, lease.c.name == name))

    def beat(self) -> None:
        """Hold on to what is held."""
        if not self._held:
            return
        held, until = dict(self._held), _term_from_now()
        with self._store.write(Written.NOTHING, lasting=False) as tx:
            # Not what was freed while the database was away: that is to run out.
            mine = and_(lease.c.holder == self._holder, lease.c.name.in_(held))
            tx.connection.execute(update(lease).where(mine).values(until=_moment(tx.connection, tx.now, TERM)))
            left = set(tx.connection.execute(select(lease.c.name).where(mine)).scalars())
        for name, was in held.items():
            if self._held.get(name) != was:
                continue  # Freed or taken while the word was under way, of which it says nothing.
            if name in left:
                self._held[name] = until
            else:
                self._held.pop(name, None)

    def finish(self, seconds: float) -> None:
        """Wait so long for the awaited ones to be let go of, then free whatever is held, so that others go on at once.

        Where the database is away they run out by themselves.
        """
        end = time.monotonic() + seconds
        while self._awaited and time.monotonic() < end:
            tasks.sleep(TURN)
        try:
            with self._store.write(Written.NOTHING, lasting=False) as tx:
                tx.connection.execute(delete(lease).where(lease.c.holder == self._holder))
        except Refused as refused:
            log.warning("leases are left to run out", cause=str(refused.__cause__))


def _term_from_now() -> float:
    return time.monotonic() + TERM.total_seconds()
