"""The kept databases of releases (tools/keep_database.py), put into either kind of database as they were."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
from alembic import command
from sqlalchemy import make_url

from live.store import schema
from live.store.database import Database
from tools.keep_database import KEPT, ROWS, THE_REST

REVISIONS = sorted(path.stem for path in KEPT.glob("*.sql"))


def text_of(revision: str) -> str:
    return (KEPT / f"{revision}.sql").read_text("utf-8")


def program_of(revision: str) -> str:
    """The commit whose program has left a kept database."""
    found = re.match(rf"-- {revision}, as the program of ([0-9a-f]{{40}}) left it\.", text_of(revision))
    assert found, f"{revision}.sql does not say whose it is"
    return found[1]


def load(revision: str, url: str) -> None:
    """Put a kept database where there is none yet."""
    text = text_of(revision)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(url).database))) as connection:
            connection.executescript(text)
        return
    rows = text.partition(ROWS)[2].partition(THE_REST)[0]
    _migrate_to(revision, url)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")  # What triggers keep stands among the rows.
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        connection.execute("TRUNCATE " + ", ".join(f'"{name}"' for (name,) in tables))
        connection.execute(rows)
        _go_on_counting(connection)


def _migrate_to(revision: str, url: str) -> None:
    database = Database(url)
    with database.alone() as connection:
        command.upgrade(schema.config(connection), revision)
    database.close()


def _go_on_counting(connection: psycopg.Connection[Any]) -> None:
    """Each counter of ids stands behind the ids that the rows brought along."""
    counted = connection.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) "
        "FROM information_schema.columns WHERE table_schema = 'public' AND column_default LIKE 'nextval%'"
    ).fetchall()
    for table, column, counter in counted:
        highest = f'SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"'
        connection.execute(f"SELECT setval('{counter}', ({highest}), false)")
