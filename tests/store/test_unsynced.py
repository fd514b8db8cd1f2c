"""What is made anew by itself waits for no disk; everything else does, whatever became of the write before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from live.store.database import Database
from tests.support.backends import EMBEDDED, Backends

NORMAL, FULL = 1, 2


@pytest.fixture
def database(backends: Backends, tmp_path: Path) -> Iterator[Database]:
    with backends.installation(EMBEDDED, tmp_path) as installation:
        found = Database(installation.database_url)
        yield found
        found.close()


def safety(connection: Connection) -> int:
    level: int = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return level


def test_a_write_waits_for_the_disk_unless_it_need_not_last(database: Database) -> None:
    with database.write() as connection:
        assert safety(connection) == FULL
    with database.write(lasting=False) as connection:
        assert safety(connection) == NORMAL
    with database.write() as connection:
        assert safety(connection) == FULL


def test_after_one_that_failed_too(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(lasting=False):
        raise ZeroDivisionError
    with database.write() as connection:
        assert safety(connection) == FULL


def test_after_one_whose_transaction_was_broken_off_as_well(database: Database) -> None:
    def refused(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_PRAGMA else sqlite3.SQLITE_OK

    with pytest.raises(sqlite3.DatabaseError), database.write(lasting=False) as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_authorizer(refused)  # It cannot be set back: its connection is nobody's any more.
    with database.write() as connection:
        assert safety(connection) == FULL


def test_what_need_not_last_is_there_for_everybody_at_once(database: Database) -> None:
    with database.write(lasting=False) as connection:
        connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('probe', 'x')")
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'probe'").scalar_one()
    assert found == "x"
