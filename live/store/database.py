"""Connections: reading at one moment, writing one transaction at a time, and failing as `unavailable`."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import structlog
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.engine import RootTransaction
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from live.domain.refused import Refused
from live.runtime import tasks
from live.runtime.measured.use import Use
from live.store import postgres, private
from live.store.quick.checkpoints import BOUND, Checkpoints
from live.store.quick.unsynced import unsynced
from live.store.text import dumps

log = structlog.get_logger()

BUSY_LIMIT = 10.0
"""Seconds that a write waits for another process's before it is `unavailable`."""


READ_ONLY = {"25006", "0A000"}
"""PostgreSQL's words for a write where only reading is possible; the second where the connection has read before."""


BUSY = ("database is locked", "lock timeout")
"""How SQLite and PostgreSQL say that somebody else holds what was waited for."""

READER_CACHE, WRITER_CACHE = 8, 64
"""MiB of an embedded database that a connection keeps: eight of them read, over the system's own cache of the file."""

WAL_KEPT = 16 * 1024 * 1024
"""Bytes of its log of writes that an embedded database keeps on the disk once they stand in its file."""

ROOM = 64 * 1024 * 1024
"""Bytes that must be free beside an embedded database: below that its disk is told to be nearly full."""


class Unsure(Refused):
    """The database went silent at the very end of a write: it may have been stored, or not."""

    def __init__(self) -> None:
        super().__init__(
            "unavailable", "The database does not answer; whether it was changed is not known. Send the same again."
        )


class Writes:
    """Whether what is written can be kept. It is told in the log when that changes."""

    def __init__(self) -> None:
        self.trouble: str | None = None

    def failed(self, error: Exception) -> None:
        why = str(getattr(error, "orig", None) or error)
        if any(words in why for words in BUSY):
            return  # Another process writes, and for too long: no trouble of the database's.
        if self.trouble is None:
            log.error("writing fails", cause=why)
        self.trouble = why

    def succeeded(self) -> None:
        if self.trouble is not None:
            log.info("writing goes on")
            self.trouble = None


class Watcher(Protocol):
    """What stands beside each write of an embedded database; it neither waits nor raises."""

    def begun(self) -> None: ...
    def committed(self) -> None: ...


class Database:
    """A database by its URL. `read()` and `write()` are the only ways in.

    `patient`: for commands, whose statements may take as long as they take. `only_reads`: an embedded one is opened
    without a write, be it of a mode or of a file beside it. `watcher`: of an embedded one, where there is one.
    `handed_over`: whether another server goes on in its place, so that nothing more is written here. `use`: how long
    reading and writing waited for a connection, or for the only writer, and took.
    """

    watcher: Watcher | None = None
    checkpoints: Checkpoints | None = None
    handed_over = False

    def __init__(self, url: str, patient: bool = False, only_reads: bool = False) -> None:
        self.url, self._patient = url, patient
        self.writes = Writes()
        self.dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
        if self.dialect == "sqlite" and only_reads:
            self._reader = self._writer = self._read_only_engine()
        elif self.dialect == "sqlite":
            private.close_to_others(self.file)
            self._reader = self._sqlite_engine(8, READER_CACHE)
            self._writer = self._sqlite_engine(1, WRITER_CACHE)
        else:
            self._reader = self._postgres_engine()
            self._writer = self._reader
        self._one_writer = threading.Lock()
        self.use = Use("live_database", "the database", ("read", "write"), _is_away)

    def _sqlite_engine(self, pool_size: int, cache: int) -> Any:
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
            sizes = (f"cache_size=-{cache * 1024}", f"journal_size_limit={WAL_KEPT}")
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *sizes):
                connection.execute(f"PRAGMA {pragma}").close()
            if self.checkpoints is not None:
                connection.execute(f"PRAGMA wal_autocheckpoint={BOUND}").close()

        return engine

    def _read_only_engine(self) -> Any:
        """Where nobody has it open there is no log of writes; SQLite would leave an empty one, and is told of none."""
        beside = self.file.with_name(self.file.name + "-wal")
        how = "mode=ro" if beside.exists() else "immutable=1"
        place = f"file:{quote(str(self.file.absolute()))}?{how}"

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False, uri=True)

        return create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, hide_parameters=True)

    def _postgres_engine(self) -> Any:
        engine = create_engine(
            self.url,
            pool_size=12,
            max_overflow=8,
            pool_timeout=BUSY_LIMIT,
            json_serializer=dumps,
            hide_parameters=True,  # An error's text goes into the log; residents' words do not.
            connect_args=postgres.connect_args(self._patient),
        )
        if not self._patient:
            postgres.give_up_on_silence(engine)
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, and cannot write."""
        with self.use.of("read") as use, _as_unavailable(), self._reader.connect() as connection:
            use.begins()
            if self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection
                connection.rollback()
            else:
                raw: Any = connection.connection.driver_connection
                raw.execute("BEGIN")
                try:
                    yield connection
                finally:
                    raw.execute("ROLLBACK")

    @contextmanager
    def write(self, lasting: bool = True) -> Iterator[Connection]:
        """A connection inside one write transaction, committed at the end, rolled back on any exception.

        `lasting`: whether it has to be there when the power goes right after it; what is made anew by itself need not.
        On SQLite nothing may yield inside: it holds the only writer.
        """
        if self.handed_over:
            raise Refused("unavailable", "Another server goes on in place of this one; nothing was changed.")
        try:
            with self.use.of("write") as use, self._transaction(lasting) as connection:
                use.begins()
                yield connection
        except Refused as refused:
            if isinstance(refused.__cause__, Exception) and _is_away(refused):
                self.writes.failed(refused.__cause__)
            raise
        self.writes.succeeded()

    @contextmanager
    def _transaction(self, lasting: bool) -> Iterator[Connection]:
        if self.dialect == "postgresql":
            with (
                _as_unavailable(),
                self._writer.connect() as connection,
                connection.begin() as transaction,
                _writable(connection),
            ):
                yield connection
                _commit(transaction)
            return
        synced = nullcontext if lasting else unsynced
        with self._one_writer, _as_unavailable(), self._writer.connect() as connection, synced(connection):
            raw: Any = connection.connection.driver_connection
            _begin_immediate(raw)
            if self.watcher is not None:
                self.watcher.begun()
            try:
                yield connection
                raw.execute("COMMIT")
            except BaseException:
                if not connection.invalidated and raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise
            if self.watcher is not None:
                self.watcher.committed()
            if self.checkpoints is not None:
                self.checkpoints.committed(raw.total_changes)

    def checkpoint_beside(self) -> None:
        """From now on no COMMIT of an embedded database brings its log of writes into its file: another thread does."""
        self.checkpoints = Checkpoints(self.file)
        self._writer.dispose()  # Each connection is told when it is opened.

    def keeps_what_is_written(self) -> bool:
        """Whether writing goes on; where the last write failed, one more is tried, which leaves nothing behind."""
        if self.writes.trouble is not None:
            try:
                self.write_nothing()
            except Refused:
                return False
        return True

    def write_nothing(self) -> None:
        """A write that leaves nothing behind."""
        with self.write() as connection:
            # A value that stays the same would not be written at all.
            connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('probe', '')")
            connection.exec_driver_sql("DELETE FROM meta WHERE name = 'probe'")

    def has_room(self) -> bool:
        """Whether the disk of an embedded database has some left; a server's is its own affair."""
        if self.dialect == "postgresql":
            return True
        return shutil.disk_usage(self.file.parent).free >= ROOM

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection of its own in no transaction yet, which nobody gets after it: for migrations."""
        with _as_unavailable(), self._writer.connect() as connection:
            try:
                yield connection
            finally:
                connection.invalidate()

    def copy_to(self, file: Path) -> None:
        """Copy an embedded database as it stands into an empty file; `RuntimeError` where that cannot be."""
        with self.read() as connection, closing(sqlite3.connect(file)) as target:
            source: Any = connection.connection.driver_connection
            target.execute("PRAGMA synchronous=OFF")  # A copy that does not get to its end is nobody's.
            try:
                source.backup(target)
            except sqlite3.Error as error:
                raise RuntimeError(f"The database cannot be copied to {file}: {error}.") from None

    @property
    def file(self) -> Path:
        """Of an embedded database."""
        return Path(make_url(self.url).database or "")

    @property
    def place(self) -> str:
        """Its URL for a process that may stand in another folder."""
        return f"sqlite:///{self.file.absolute()}" if self.dialect == "sqlite" else self.url

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


def _commit(transaction: RootTransaction) -> None:
    """COMMIT; `Unsure` where the server said nothing to it: it may have done it all the same."""
    try:
        transaction.commit()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) is None:
            raise Unsure() from error
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


def _is_away(error: BaseException) -> bool:
    """Whether it is what a failure of the database itself has become."""
    return isinstance(error, Refused) and error.code == "unavailable" and error.__cause__ is not None


def _unavailable() -> Refused:
    return Refused("unavailable", "The database does not answer; nothing was changed. Send the same again.")
