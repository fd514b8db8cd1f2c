"""A copy that an older program has made is restored by this one, to either database."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from live.store.database import Database
from live.store.tables import account, person, question
from tests.faults.before_sessions import REVISION, left_behind
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.scale import grid
from tests.support.server import SECRET, Installation

pytestmark = pytest.mark.faults

PEOPLE, QUESTIONS = 16, 40


@pytest.fixture(scope="module")
def older(folder: Path) -> Path:
    """A copy as the program of that schema made it."""
    left_behind(f"sqlite:///{folder}/older-copy.db", SECRET, PEOPLE, QUESTIONS)
    path = folder / "older-copy.gz"
    database = sqlite3.connect(folder / "older-copy.db")
    database.row_factory = sqlite3.Row
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    kept = [name for (name,) in tables if not name.startswith(("question_lemmas", "alembic", "sqlite", "lease"))]
    rows = [[name, plain(database, name, row)] for name in kept for row in database.execute(f'SELECT * FROM "{name}"')]
    head = {"format": "live-backup-1", "schema": REVISION, "made": "2026-10-01T10:00:00.000000Z"}
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *rows, ["end", len(rows)]))
    return path


def plain(database: sqlite3.Connection, table: str, row: sqlite3.Row) -> dict[str, Any]:
    kinds = {column["name"]: column["type"] for column in database.execute(f'PRAGMA table_info("{table}")')}
    return {name: _plain(kinds[name], row[name]) for name in kinds}


def _plain(kind: str, value: Any) -> Any:
    if value is None:
        return None
    return json.loads(value) if kind == "JSON" else bool(value) if kind == "BOOLEAN" else value


@pytest.fixture(params=grid((EMBEDDED, SERVED), EMBEDDED))
def installation(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Installation]:
    with backends.installation(request.param, folder) as made:
        yield made


def counted(installation: Installation) -> list[int]:
    database = Database(installation.database_url)
    with database.read() as connection:
        found = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (account, person, question)
        ]
    database.close()
    return found


def test_what_it_holds_is_there_and_balances(installation: Installation, older: Path) -> None:
    assert "rows were restored" in installation.cli("restore", str(older))
    assert counted(installation) == [PEOPLE, QUESTIONS, QUESTIONS]
    assert f"received {QUESTIONS}" in installation.cli("audit", "may")


def test_it_serves_a_database_that_is_still_empty(folder: Path, older: Path) -> None:
    installation = Installation(EMBEDDED, f"sqlite:///{folder}/of-the-older-copy.db", None, folder)
    installation.cli("restore", str(older))
    assert counted(installation) == [PEOPLE, QUESTIONS, QUESTIONS]


def first_line(change: dict[str, str]) -> Callable[[list[str]], list[str]]:
    return lambda lines: [json.dumps({**json.loads(lines[0]), **change}), *lines[1:]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (first_line({"schema": "9999_of_tomorrow"}), "is of another program"),
        (first_line({"format": "other"}), "is not a backup of this program"),
        (lambda lines: lines[:-1], "is cut short"),
        (lambda lines: lines[:-2] + lines[-1:], "is cut short"),
        (lambda lines: [lines[0], '["spaceship", {"id": 1}]', *lines[1:]], "cannot be read"),
        (lambda lines: [lines[0], '["broadcast", 7]', *lines[1:]], "cannot be read"),
    ],
    ids=["newer", "foreign", "no end", "a row less", "no such table", "no row"],
)
def test_one_that_is_not_whole_or_not_ours_changes_nothing(
    installation: Installation, older: Path, tmp_path: Path, change: Callable[[list[str]], list[str]], told: str
) -> None:
    path = tmp_path / "copy.gz"
    lines = gzip.decompress(older.read_bytes()).decode().splitlines()
    path.write_bytes(gzip.compress("\n".join(change(lines)).encode()))
    before = counted(installation)
    done = installation.run("restore", str(path))
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    assert counted(installation) == before


def test_one_that_was_cut_in_the_middle_of_its_bytes_changes_nothing(
    installation: Installation, older: Path, tmp_path: Path
) -> None:
    path = tmp_path / "copy.gz"
    whole = older.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    done = installation.run("restore", str(path))
    assert (done.returncode, "cannot be read" in done.stderr) == (1, True), done.stderr
