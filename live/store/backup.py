"""A copy of either database as one file: gzip, one JSON line a row. Made from one moment, while the server runs.

The same file restores to SQLite or to PostgreSQL, so it is the way from one to the other too.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, Select, Table, select, text

from live.domain.audit import Act
from live.domain.people import By
from live.domain.refused import Refused
from live.store import postgres, private
from live.store.bulk import insert_rows
from live.store.centre import audit
from live.store.database import Database
from live.store.followup import outbox
from live.store.log import begin_epoch
from live.store.polls import posts
from live.store.resealing import as_stored
from live.store.tables import (
    figure_day,
    figure_due,
    figure_hour,
    figure_step,
    figure_work,
    half_way,
    invitation,
    lease,
    log,
    meta,
    metadata,
    session,
    tally,
)
from live.store.tables.centre import OF_NOW
from live.store.text import dumps, written
from live.store.transaction import Store

FORMAT = "live-backup-1"
CHUNK = 1000
MAY_HAVE_GONE = "The database was restored from a copy: it may have been sent since."
UNREADABLE = (OSError, EOFError, zlib.error, ValueError, AttributeError, LookupError, TypeError)
"""How reading a file that is no whole copy fails."""


def backup(store: Store, path: Path) -> int:
    """Write a copy to `path`; the number of rows. What stood there before is replaced once the copy is on the disk."""
    partial = path.with_name(path.name + ".part")
    try:
        with _one_moment(store, partial) as connection, private.create(partial) as packed:
            with gzip.open(packed, "wt", encoding="utf-8") as file:
                rows = _write(connection, file, written(store.clock()))
            packed.flush()
            os.fsync(packed.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    private.keep_names(path.parent)
    return rows


@contextmanager
def _one_moment(store: Store, partial: Path) -> Iterator[Connection]:
    """A connection that reads as of one moment, and keeps nobody waiting for as long as that takes.

    An embedded database's file is copied first, at once: its log of writes could only grow while it is read.
    """
    if store.database.dialect == "postgresql":
        with store.read() as connection:
            yield connection
        return
    with private.beside(partial) as file:
        store.database.copy_to(file)
        copy = Database(f"sqlite:///{file}")
        try:
            with copy.read() as connection:
                yield connection
        finally:
            copy.close()


def _write(connection: Connection, file: TextIO, made: str) -> int:
    rows = 0
    schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    file.write(dumps({"format": FORMAT, "schema": schema, "made": made}) + "\n")
    for table in _copied():
        found = connection.execute(_rows_of(table), execution_options={"yield_per": CHUNK})
        for row in found.mappings():
            file.write(dumps([table.name, {name: _plain(value) for name, value in row.items()}]) + "\n")
            rows += 1
    file.write(dumps(["end", rows]) + "\n")
    return rows


def _rows_of(table: Table) -> Select[Any]:
    rows = select(*as_stored(table))
    return rows.where(~meta.c.name.startswith(OF_NOW, autoescape=True)) if table is meta else rows


def restore(store: Store, path: Path, by: By) -> int:
    """Replace everything by a copy's rows, in one transaction; their number. Every screen then starts anew.

    A server on an embedded database may run. `unavailable` where another process of ours uses PostgreSQL.

    The audit too is the copy's: its next entry tells by whom, and where the one before it had stood. `invalid` where
    the file is none of ours, is cut short or has another schema; then nothing was changed.
    """
    with store.write() as tx:
        connection = tx.connection
        next(_chunks(path, connection), None)  # Whether it is ours at all is told before anybody is waited for.
        if connection.dialect.name == "postgresql":
            postgres.hold_alone(connection, [table.name for table in metadata.sorted_tables])
        number, seal = audit.end(connection)
        with audit.unguarded(connection):
            _empty(connection)
        rows = 0
        ended = False
        for table, chunk in _chunks(path, connection):
            if table is None:
                ended = chunk == [{"rows": rows}]
                break
            insert_rows(connection, (table, chunk))
            rows += len(chunk)
        if not ended:
            raise Refused("invalid", "The backup is cut short; nothing was changed.")
        outbox.mark_all_unconfirmed(connection, MAY_HAVE_GONE)
        posts.mark_all_unconfirmed(connection, MAY_HAVE_GONE)
        begin_epoch(connection)
        _reset_sequences(connection)
        audit.record(tx, Act.RESTORED, "database", by, rows=rows, before=f"{number}:{seal}")
        analyze(connection)
        tx.grown += [row.id for row in connection.execute(select(log.c.id))]
    return rows


def _copied() -> list[Table]:
    """Every table but those of leases, sessions, invitations and begun sign-ins, which are of now alone.

    Nor the tallies and the figures: the questions bring them along.
    """
    figures = (figure_day, figure_due, figure_hour, figure_step, figure_work)
    left_out = (lease, session, invitation, half_way, tally, *figures)
    return [table for table in metadata.sorted_tables if table not in left_out]


def analyze(connection: Connection) -> None:
    """After very many rows at once: PostgreSQL's planner must not believe the old numbers until it counts by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def _empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names}")
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    # The index follows inserted texts by itself; deleted rows it is told of all at once.
    connection.exec_driver_sql("INSERT INTO question_lemmas(question_lemmas) VALUES ('delete-all')")


def _chunks(path: Path, connection: Connection) -> Iterator[tuple[Table | None, list[dict[str, Any]]]]:
    """(table, rows) in the file's order; at its end (None, [{"rows": n}])."""
    tables = {table.name: table for table in metadata.sorted_tables}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            head = json.loads(file.readline())
            schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            if head.get("format") != FORMAT:
                raise Refused("invalid", "This file is not a backup of this program.")
            if head["schema"] != schema:
                raise Refused(
                    "invalid",
                    "The backup has the schema {theirs}, the database {ours}; migrate first.",
                    theirs=head["schema"],
                    ours=schema,
                )
            table, chunk = "", list[dict[str, Any]]()
            for line in file:
                name, row = json.loads(line)
                if chunk and (name != table or len(chunk) == CHUNK):
                    yield tables[table], chunk
                    chunk = []
                table = name
                if name == "end":
                    yield None, [{"rows": row}]
                    return
                chunk.append(_typed(tables[table], row))
    except UNREADABLE as error:
        raise unreadable(error) from error


def unreadable(error: Exception) -> Refused:
    return Refused("invalid", "The backup cannot be read: {reason}.", reason=str(error))


def _plain(value: Any) -> Any:
    return written(value) if isinstance(value, datetime) else value


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row's columns, in the table's order, so that every row of a chunk has the same."""
    return {column.name: row[column.name] for column in table.columns}


def _reset_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            sequence = connection.exec_driver_sql(
                f"SELECT pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
            ).scalar_one()
            if sequence:
                connection.exec_driver_sql(
                    f"SELECT setval('{sequence}', COALESCE((SELECT max(\"{column.name}\") "
                    f'FROM "{table.name}"), 0) + 1, false)'
                )
