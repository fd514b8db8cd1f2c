"""Keeps a small database of a release: its schema and a row in every table, as SQL that the tests of upgrades read.

    python -m tools.keep_database    # of this program, from a work tree without changes, before a release
    python -m tools.keep_database --of FILE.db --by COMMIT    # of a file that another program of ours has filled

writes tests/upgrades/kept/<the schema's revision>.sql, which is never changed again: from then on every program of ours
has to bring that database up (tests/upgrades). `make release` asks for one of the newest schema. What stands in it is
invented. The tables, indexes and triggers are those of an embedded database; PostgreSQL takes the rows alone.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from live.store import schema
from live.store.database import Database
from live.store.transaction import Store
from tests.store.lived_in import lived_through
from tests.support.server import SECRET

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests/upgrades/kept"

OF_SEARCH = re.compile(r"(?P<table>\w+)_(data|idx|docsize|config|content)")
"""The tables that SQLite makes by itself for a table of search."""

ROWS, THE_REST = "-- The rows.\n", "-- Search, indexes and triggers.\n"
"""Before each of the file's further parts."""


def dump(database: Path, by: str) -> str:
    """A database as SQL: whose it is, the tables, the rows as they are, then search, indexes and triggers."""
    whose = f"-- {revision(database)}, as the program of {by} left it. Made by tools/keep_database.py.\n"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        search = {name for kind, name, sql in made if kind == "table" and sql.startswith("CREATE VIRTUAL")}
        tables = {name: sql for kind, name, sql in made if kind == "table" and not _is_of(name, search)}
        rows = [row for table in sorted(tables) for row in _rows(connection, table)]
        rest = [sql for name in sorted(search) for sql in _search(made, name)]
        rest += [_statement(sql) for kind, _, sql in made if kind != "table"]
    return "".join([whose, *map(_statement, tables.values()), ROWS, *rows, THE_REST, *rest])


def _search(made: list[tuple[str, str, str]], table: str) -> Iterator[str]:
    yield next(_statement(sql) for _, name, sql in made if name == table)
    yield f"INSERT INTO {table}({table}) VALUES ('rebuild');\n"


def _statement(sql: str) -> str:
    """In one line, however it was written."""
    return " ".join(sql.split()) + ";\n"


def _is_of(table: str, search: set[str]) -> bool:
    """Whether a table is one of search, or SQLite's own."""
    found = OF_SEARCH.fullmatch(table)
    return table in search or table.startswith("sqlite_") or (found is not None and found["table"] in search)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [(name, kind) for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    for row in connection.execute(f'SELECT {names} FROM "{table}" ORDER BY rowid'):
        values = ", ".join(_literal(value, kind) for value, (_, kind) in zip(row, columns, strict=True))
        yield f'INSERT INTO "{table}" ({names}) VALUES ({values});\n'


def _literal(value: object, kind: str) -> str:
    """As both databases read it."""
    if value is None:
        return "NULL"
    if kind == "BOOLEAN":
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    if not isinstance(value, str):
        raise TypeError(f"no text and no number: {type(value).__name__}")
    return "'" + value.replace("'", "''") + "'"


def revision(database: Path) -> str:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def filled(folder: Path) -> Path:
    """A database of this program, in which a show was lived through."""
    file = folder / "kept.db"
    store = Store(Database(f"sqlite:///{file}"), SECRET)
    schema.migrate(store.database)
    lived_through(store)
    store.database.close()
    return file


def keep(database: Path, by: str, folder: Path = KEPT) -> Path:
    """The file in which it stands from now on; `FileExistsError` where that schema has one."""
    path = folder / f"{revision(database)}.sql"
    with path.open("x", encoding="utf-8") as file:
        file.write(dump(database, by))
    return path


def _present() -> str:
    """The commit of this work tree; `ValueError` where its program is no commit's."""
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "live", "app.py")
    if changed:
        raise ValueError("There are changes that are not committed: what is kept says by which program it was made.")
    return _git("rev-parse", "HEAD")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.keep_database", description=__doc__)
    parser.add_argument("--of", type=Path, metavar="FILE.db", help="another database than one that is made now")
    parser.add_argument("--by", metavar="COMMIT", help="the commit whose program has filled it")
    asked = parser.parse_args()
    if bool(asked.of) != bool(asked.by):
        parser.error("--of and --by go together")
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        try:
            path = keep(asked.of or filled(Path(folder)), asked.by or _present())
        except FileExistsError as there:
            print(f"{there.filename} is there: what was released is not changed any more.", file=sys.stderr)
            return 1
        except ValueError as wrong:
            print(wrong, file=sys.stderr)
            return 1
    print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
