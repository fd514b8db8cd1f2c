"""A copy that an older program has made: brought up in an embedded database of its own before it is restored."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from alembic import command
from sqlalchemy import Connection

from live.domain.refused import Refused
from live.store import schema
from live.store.backup import FORMAT, UNREADABLE, backup, unreadable
from live.store.text import dumps
from live.store.transaction import Store


@contextmanager
def brought_up(path: Path, open_store: Callable[[str], Store]) -> Iterator[Path]:
    """A copy with the newest schema: `path` itself where it is one, otherwise one that stands until the end.

    `open_store` opens a database by its URL. `invalid` where the file is no copy, is cut short or a newer program's.
    """
    revision = _revision(path)
    if revision == schema.newest():
        yield path
        return
    if not schema.knows(revision):
        raise Refused(
            "invalid",
            "The backup is of another program ({theirs}), and this one knows the schema up to {ours}; "
            "restore it by the program that made it, or a newer one.",
            theirs=revision,
            ours=schema.newest(),
        )
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        store = open_store(f"sqlite:///{folder}/older.db")
        try:
            _load(store, path, revision)
            schema.migrate(store.database)
            newer = Path(folder) / "newer.gz"
            backup(store, newer)
        finally:
            store.database.close()
        yield newer


def _revision(path: Path) -> str:
    with _opened(path) as file:
        head = json.loads(file.readline())
        if head.get("format") != FORMAT:
            raise Refused("invalid", "This file is not a backup of this program.")
        return str(head["schema"])


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file
    except UNREADABLE as error:
        raise unreadable(error) from error


def _load(store: Store, path: Path, revision: str) -> None:
    """The copy's rows, as they are, into a new database of its schema."""
    with _opened(path) as file, store.database.write() as connection:
        command.upgrade(schema.config(connection), revision)
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA defer_foreign_keys=ON")
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name not in ("alembic_version", "sqlite_sequence") and not name.startswith("question_lemmas"):
                raw.execute(f'DELETE FROM "{name}"')  # What the migrations have put there; the copy has it too.
        file.readline()
        rows, ended = 0, None
        for name, lines in groupby(map(json.loads, file), key=lambda line: line[0]):
            if name == "end":
                ended = next(lines)[1]
                break
            rows += _insert(connection, name, (row for _, row in lines))
        if ended != rows:
            raise Refused("invalid", "The backup is cut short; nothing was changed.")


def _insert(connection: Connection, table: str, rows: Iterator[dict[str, Any]]) -> int:
    raw: Any = connection.connection.driver_connection
    kinds = {name: kind for _, name, kind, *_ in raw.execute(f'PRAGMA table_info("{table}")')}
    inserted = 0
    for row in rows:
        values = [dumps(value) if kinds[name] == "JSON" and value is not None else value for name, value in row.items()]
        raw.execute(_statement(table, tuple(row)), values)
        inserted += 1
    return inserted


@cache
def _statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
