"""Many rows in one statement, added or changed, as fast as each database takes them.

Rows are plain values: moments already written as text, documents as Python values. On SQLite the driver's
own executemany; on PostgreSQL one INSERT … SELECT FROM jsonb_to_recordset (executemany costs 170 µs a row there), which
is kept prepared for each shape of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

from live.store.keyring import SealedDocument
from live.store.quick.prepared import Prepared
from live.store.tables import Document
from live.store.text import dumps

RowBatch = tuple[Table, list[dict[str, Any]]]
"""A table and rows for it, which all have the keys of the first."""

Beside = tuple[str, Mapping[str, Any]]
"""A statement that changes something else, and its parameters."""


def insert_rows(connection: Connection, *batches: RowBatch, beside: Beside | None = None) -> None:
    """Insert rows into one table or several, in this order; on PostgreSQL all of it is one round trip.

    `beside`: what is done with it there, where there are any rows.
    """
    filled = [(table, rows) for table, rows in batches if rows]
    if not filled:
        return
    if connection.dialect.name == "postgresql":
        also, parameters = beside or ("", {})
        statement = _postgres_insert(tuple((table, tuple(rows[0])) for table, rows in filled), also)
        given = {f"rows_{index}": dumps(rows) for index, (_, rows) in enumerate(filled)}
        statement.run(connection, {**given, **parameters})
        return
    for table, rows in filled:
        sql, documents = _sqlite_insert(table, tuple(rows[0]))
        values = [list(row.values()) for row in rows]
        for row in values:
            for index in documents:
                if row[index] is not None:
                    row[index] = dumps(row[index])
        raw: Any = connection.connection.driver_connection
        raw.executemany(sql, values).close()


def insert_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """The same into one table, without those of which there is a row with that key."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _postgres_missing(table, tuple(rows[0])).run(connection, {"rows_0": dumps(rows)})
        return
    sql, _ = _sqlite_insert(table, tuple(rows[0]))
    raw: Any = connection.connection.driver_connection
    raw.executemany(f"{sql} ON CONFLICT DO NOTHING", [list(row.values()) for row in rows]).close()


def update_rows(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    """Give the rows of a table with these values of `key` what else each of `rows` says."""
    if not rows:
        return
    names = tuple(name for name in rows[0] if name != key)
    if connection.dialect.name == "postgresql":
        _postgres_update(table, key, names).run(connection, {"rows": dumps(rows)})
        return
    values = [[*(row[name] for name in names), row[key]] for row in rows]
    raw: Any = connection.connection.driver_connection
    raw.executemany(_sqlite_update(table, key, names), values).close()


@cache
def _sqlite_update(table: Table, key: str, names: tuple[str, ...]) -> str:
    quote = sqlite.dialect().identifier_preparer.quote
    changed = ", ".join(f"{quote(name)} = ?" for name in names)
    return f"UPDATE {quote(table.name)} SET {changed} WHERE {quote(key)} = ?"  # nosec B608 # Our own names.


@cache
def _postgres_update(table: Table, key: str, names: tuple[str, ...]) -> Prepared:
    quote = _quoting()
    changed = ", ".join(f"{quote(name)} = r.{quote(name)}" for name in names)
    return Prepared(
        text(
            f"UPDATE {quote(table.name)} SET {changed} "  # nosec B608 # Our own names.
            f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({_typed(table, (key, *names))}) "
            f"WHERE {quote(table.name)}.{quote(key)} = r.{quote(key)}"
        )
    )


@cache
def _postgres_missing(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(text(f"{_insert_from_json(table, columns, 0)} ON CONFLICT DO NOTHING"))


@cache
def _sqlite_insert(table: Table, columns: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    quote = sqlite.dialect().identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    documents = tuple(index for index, name in enumerate(columns) if _is_document(table.c[name].type))
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({', '.join('?' * len(columns))})", documents


def _is_document(kind: Any) -> bool:
    return kind is Document or isinstance(kind, SealedDocument)


@cache
def _postgres_insert(batches: tuple[tuple[Table, tuple[str, ...]], ...], beside: str) -> Prepared:
    """All but the last as common table expressions of the last. Foreign keys are looked at when all has been done."""
    inserts = [_insert_from_json(table, columns, index) for index, (table, columns) in enumerate(batches)]
    before = [f"rows_of_{index} AS ({insert})" for index, insert in enumerate(inserts[:-1])]
    before += [f"beside AS ({beside})"] if beside else []
    return Prepared(text(f"WITH {', '.join(before)} {inserts[-1]}" if before else inserts[-1]))


def _insert_from_json(table: Table, columns: tuple[str, ...], index: int) -> str:
    quote = _quoting()
    names = ", ".join(quote(name) for name in columns)
    return (
        f"INSERT INTO {quote(table.name)} ({names}) "
        f"SELECT {names} FROM jsonb_to_recordset(CAST(:rows_{index} AS jsonb)) AS r({_typed(table, columns)})"
    )


def _typed(table: Table, columns: Iterable[str]) -> str:
    """Columns of rows in JSON as PostgreSQL reads them."""
    dialect, quote = _postgresql(), _quoting()
    return ", ".join(f"{quote(name)} {_bare(table.c[name].type.compile(dialect))}" for name in columns)


def _quoting() -> Callable[[str], str]:
    quote: Callable[[str], str] = _postgresql().identifier_preparer.quote
    return quote


@cache
def _postgresql() -> Any:
    return postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so


def _bare(sql_type: str) -> str:
    return sql_type.split(" COLLATE ")[0]
