"""Connections: reading at one moment, writing one transaction at a time, and failing as `unavailable`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from live.domain.refused import Refused
from live.runtime import tasks
from live.store import private
from live.store.text import dumps

BUSY_LIMIT = 10.0
"""Seconds that a write waits for another process's before it is `unavailable`."""


READ_ONLY = {"25006", "0A000"}
"""PostgreSQL's words for a write where only reading is possible; the second where the connection has read before."""


class Database:
    """A database by its URL. `read()` and `write()` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
        if self.dialect == "sqlite":
            private.close_to_others(Path(make_url(url).database or ""))
            self._reader = self._sqlite_engine(pool_size=8)
            self._writer = self._sqlite_engine(pool_size=1)
        else:
            self._reader = self._postgres_engine()
            self._writer = self._reader
        self._one_writer = threading.Lock()

    def _sqlite_engine(self, pool_size: int) -> Any:
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            json_serializer=dumps,
            hide_parameters=True,  # An error's text goes into the log; residents' words do not.
            # No busy wait in the driver: it would stop every other task of the server.
            connect_args={"timeout": 0, "check_same_thread": False},
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _: Any) -> None:
            connection.isolation_level = None  # BEGIN is said by us.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
                connection.execute(f"PRAGMA {pragma}").close()

        return engine

    def _postgres_engine(self) -> Any:
        return create_engine(
            self.url,
            pool_size=12,
            max_overflow=8,
            pool_timeout=BUSY_LIMIT,
            json_serializer=dumps,
            hide_parameters=True,  # An error's text goes into the log; residents' words do not.
            # No generic prepared plans: the planner must see whether a searched word is common.
            connect_args={
                "prepare_threshold": None,
                "connect_timeout": 5,
                "options": "-c lock_timeout=10s -c statement_timeout=60s -c jit=off",
            },
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, and cannot write."""
        with _as_unavailable(), self._reader.connect() as connection:
            if self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection
                connection.rollback()
            else:
                connection.exec_driver_sql("BEGIN")
                raw: Any = connection.connection.driver_connection
                try:
                    yield connection
                finally:
                    raw.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection inside one write transaction, committed at the end, rolled back on any exception.

        On SQLite nothing may yield inside: it holds the only writer.
        """
        if self.dialect == "postgresql":
            with _as_unavailable(), self._writer.begin() as connection, _writable(connection):
                yield connection
            return
        with self._one_writer, _as_unavailable(), self._writer.connect() as connection:
            raw: Any = connection.connection.driver_connection
            _begin_immediate(raw)
            try:
                yield connection
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise

    def engine(self) -> Any:
        """The engine itself, for migrations and backups."""
        return self._writer

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def check_driver_yields(self) -> None:
        """On PostgreSQL: `RuntimeError` when a query stalls this process's other tasks (a wrong psycopg wait)."""
        if self.dialect != "postgresql":
            return
        turns = 0
        finished = False

        def tick() -> None:
            nonlocal turns
            while not finished:
                turns += 1
                tasks.sleep(0.01)

        tasks.spawn(tick)
        with self.read() as connection:
            before = turns
            connection.exec_driver_sql("SELECT pg_sleep(0.4)")
            during = turns - before
        finished = True
        # Forty on a quiet machine, a few on a busy one, none where the query holds everybody up.
        if during < 3:
            raise RuntimeError(
                "The PostgreSQL driver stalls the server while a query runs; "
                "PSYCOPG_WAIT_FUNC must be wait_selector before psycopg is imported."
            )


def _begin_immediate(raw: Any) -> None:
    """BEGIN IMMEDIATE, yielding between tries while another process writes."""
    deadline = time.monotonic() + BUSY_LIMIT
    while not _begun(raw, give_up=time.monotonic() > deadline):
        tasks.sleep(0.005)


def _begun(raw: Any, give_up: bool) -> bool:
    """Whether the transaction has begun; raises where something else than another writer is in the way."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except Exception as error:
        if "locked" not in str(error) or give_up:
            raise
        return False
    return True


@contextmanager
def _as_unavailable() -> Iterator[None]:
    """Failures of the database itself become `unavailable`; a broken rule or statement stays what it is."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise _unavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable() from error
        raise
    except Exception as error:
        if type(error).__module__ in ("sqlite3", "psycopg") and type(error).__name__ == "OperationalError":
            raise _unavailable() from error
        raise


@contextmanager
def _writable(connection: Connection) -> Iterator[None]:
    """PostgreSQL that takes no writes, as after a failover, is `unavailable`; the next write asks a new connection."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in READ_ONLY:
            raise
        connection.invalidate(error)
        raise _unavailable() from error


def _unavailable() -> Refused:
    return Refused("unavailable", "The database does not answer; nothing was changed. Send the same again.")
