"""Which programs may serve a database: the one whose schema it is, and older ones where what came only added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, text

from live.store import schema
from live.store.database import Database
from live.store.schema import FLOOR, META, Fit
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.server import Installation

OURS = schema.newest()[:4]


@pytest.fixture(params=(EMBEDDED, SERVED))
def installation(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Installation]:
    with backends.installation(request.param, folder) as made:
        yield made


@pytest.fixture
def database(installation: Installation) -> Iterator[Database]:
    made = Database(installation.database_url)
    yield made
    made.close()


def stands_at(database: Database, revision: str, floor: str | None) -> None:
    """As another program's `migrate` leaves it."""
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        connection.execute(delete(META).where(FLOOR))
        if floor is not None:
            connection.execute(META.insert().values(name="schema_floor", value=floor))


def revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


@pytest.mark.parametrize(
    ("of", "floor", "expected"),
    [
        (schema.newest(), None, Fit.SERVED),
        ("0009", None, Fit.OLDER),
        ("9999_of_tomorrow", OURS, Fit.SERVED),
        ("9999_of_tomorrow", "0001", Fit.SERVED),
        ("9999_of_tomorrow", "9999", Fit.NEWER),
        ("9999_of_tomorrow", None, Fit.NEWER),
    ],
)
def test_how_a_database_stands_to_this_program(database: Database, of: str, floor: str | None, expected: Fit) -> None:
    stands_at(database, of, floor)
    assert schema.fit(database) is expected
    assert schema.is_served(database) == (expected is Fit.SERVED)


def test_what_only_a_newer_program_may_serve_is_left_as_it_is(installation: Installation, database: Database) -> None:
    stands_at(database, "9999_of_tomorrow", "9999")
    for words in (["migrate"], ["audit"], ["serve", "--port", "8099"], ["worker"]):
        done = installation.run(*words)
        assert (done.returncode, "is of a newer program" in done.stderr) == (1, True), (words, done.stderr)
    with database.read() as connection:
        assert revision(connection) == "9999_of_tomorrow"


@pytest.mark.parametrize("words", [["audit"], ["backup", "copy.gz"], ["worker"], ["key", "list"]])
def test_a_command_beside_an_older_programs_server_changes_no_schema(
    installation: Installation, database: Database, tmp_path: Path, words: list[str]
) -> None:
    stands_at(database, "0016_abuse", None)
    done = installation.run(*(str(tmp_path / word) if word.endswith(".gz") else word for word in words))
    assert (done.returncode, "run `python app.py migrate` first" in done.stderr) == (1, True), done.stderr
    with database.read() as connection:
        assert revision(connection) == "0016_abuse"
    assert list(tmp_path.iterdir()) == []


def test_every_migration_that_only_adds_names_a_schema_that_there_was() -> None:
    for script in ScriptDirectory.from_config(schema.config()).walk_revisions():
        oldest = getattr(script.module, "oldest", script.revision[:4])
        assert "0001" <= oldest <= script.revision[:4], script.revision


def test_the_floor_of_a_migration_that_says_nothing_is_its_own(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/fit.db")
    with database.write() as connection:
        command.upgrade(schema.config(connection), "0009")
        assert connection.execute(META.select().where(FLOOR)).one().value == "0009"
    database.close()
