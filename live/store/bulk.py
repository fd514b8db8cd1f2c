"""Many rows in one statement, as fast as each database takes them.

Rows are plain values: moments already written as text, documents as Python values. On SQLite the driver's
own executemany; on PostgreSQL one INSERT … SELECT FROM jsonb_to_recordset (executemany costs 170 µs a row there), which
is kept prepared for each shape of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    typed = ", ".join(f"{quote(name)} {_bare(table.c[name].type.compile(dialect))}" for name in columns)
    return (
        f"INSERT INTO {quote(table.name)} ({names}) "
        f"SELECT {names} FROM jsonb_to_recordset(CAST(:rows_{index} AS jsonb)) AS r({typed})"
    )


def _bare(sql_type: str) -> str:
    return sql_type.split(" COLLATE ")[0]
