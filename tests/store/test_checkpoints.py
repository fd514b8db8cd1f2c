"""An embedded database's log of writes comes into its file beside the server's own work, and all of it comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from live.store.database import Database
from live.store.quick.checkpoints import BOUND, ROWS, brought
from tests.support.process import wait_until

LARGE = 20_000
"""Letters of a row that fills several pages."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/live.db")
    opened.checkpoint_beside()
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE word (text TEXT)")
    yield opened
    opened.close()


def put(database: Database, rows: int, letters: int) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO word SELECT printf('%.*c', ?, 'x') FROM n",
            (rows, letters),
        )


def test_no_commit_writes_the_file_and_soon_all_of_it_is_there(database: Database) -> None:
    put(database, ROWS - 100, LARGE)  # Twice as many pages as SQLite itself would wait for.
    assert database.file.stat().st_size < LARGE
    put(database, 100, 1)
    wait_until(lambda: database.file.stat().st_size > (ROWS - 100) * LARGE, "the pages are in the file")


def test_the_log_is_bounded_where_the_other_thread_does_not_come_to_it(database: Database) -> None:
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar_one() == BOUND


def test_it_waits_for_no_reader_and_goes_on_after_it(database: Database) -> None:
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar_one() == 0
        put(database, 3, LARGE)
        assert not brought(database.file)
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar_one() == 0
    assert brought(database.file)


def test_what_is_not_in_the_file_yet_is_read_all_the_same(database: Database) -> None:
    put(database, 3, LARGE)
    with closing(Database(database.url)) as another, another.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar_one() == 3
