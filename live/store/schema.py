"""The schema's version: bringing a database to the newest one, and telling whether this program may serve it.

A migration that only adds says `oldest = "0017"`: programs that know the schema from that revision on go on beside the
newer one. A migration that says nothing is for programs alone that know it.
"""

from __future__ import annotations

import time
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, TextClause, column, insert, inspect, select, table, update
from sqlalchemy.exc import OperationalError

from live.runtime import tasks
from live.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"

META = table("meta", column("name"), column("value"))
FLOOR = META.c.name == "schema_floor"
"""The row that says which is the oldest revision whose program may serve this database."""

PATIENCE = 60.0
"""Seconds for which a migration on PostgreSQL tries again to get a table that others hold."""

OTHERS_WAIT = "2s"
"""For so long at most a migration waits for a table, and all who come after it wait behind it."""

PAUSE = 0.5
"""Seconds between two tries: those who wait behind it come in."""

LOCK_NOT_AVAILABLE = "55P03"
LOCK = "live's schema"
"""One migrates, others wait until it has."""


class Fit(Enum):
    """How a database's schema stands to this program's."""

    EMPTY = "there is none yet"
    OLDER = "this program may bring it up"
    SERVED = "this program may serve it: its own, or a newer one that only added"
    NEWER = "only a newer program may serve it"


def config(connection: Connection | None = None) -> Config:
    """How Alembic finds the migrations, and the connection that they run on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The newest revision that this program knows."""
    return _known()[-1]


def knows(revision: str) -> bool:
    return revision in _known()


@cache
def _known() -> list[str]:
    """All revisions, the oldest first."""
    scripts = ScriptDirectory.from_config(config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def revision(connection: Connection) -> str:
    """Of the database; "" where it has no schema yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def fit(database: Database) -> Fit:
    with database.read() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            return Fit.EMPTY
        if revision == newest():
            return Fit.SERVED
        if knows(revision):
            return Fit.OLDER
        floor = connection.execute(select(META.c.value).where(FLOOR)).scalar()
        return Fit.SERVED if floor is not None and floor <= _number(newest()) else Fit.NEWER


def is_served(database: Database) -> bool:
    """Whether this program may serve the database as it is."""
    return fit(database) is Fit.SERVED


def refuse_to_serve(found: Fit) -> None:
    """`RuntimeError` with what is to be done, where this program may not serve a database that stands so."""
    if found is Fit.NEWER:
        raise RuntimeError(
            "The database's schema is of a newer program, beside which this one may not run: "
            "start that program, or restore a copy made before it into an empty database."
        )
    if found is not Fit.SERVED:
        raise RuntimeError("The database's schema is not the newest: run `python app.py migrate` first.")


def migrate(database: Database) -> None:
    """Bring the database to the newest schema; nothing is written where this program may serve it already.

    On SQLite in one transaction, on PostgreSQL in one for each migration, which waits for no table longer than others
    may wait behind it. `RuntimeError` where the database is a newer program's, or its tables were never free.
    """
    found = fit(database)
    if found is Fit.NEWER:
        refuse_to_serve(found)
    if found is Fit.SERVED:
        return
    if database.dialect == "postgresql":
        _migrate_beside_others(database)
        return
    with database.write() as connection:
        command.upgrade(config(connection), "head")


def _migrate_beside_others(database: Database) -> None:
    with database.alone() as connection:
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext(%s))", (LOCK,))
        connection.exec_driver_sql(f"SET lock_timeout = '{OTHERS_WAIT}'")
        connection.commit()
        end = time.monotonic() + PATIENCE
        while not _upgraded(connection, give_up=time.monotonic() > end):
            tasks.sleep(PAUSE)


def _upgraded(connection: Connection, give_up: bool) -> bool:
    """Whether all migrations have been made, and not one had to wait for a table."""
    try:
        command.upgrade(config(connection), "head")
    except OperationalError as error:
        connection.rollback()
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        if give_up:
            raise RuntimeError(
                "Others held the tables all the time: the schema is not the newest yet, and nothing is half done. "
                "Run `python app.py migrate` again when less is going on."
            ) from error
        return False
    return True


def keep_floor(step: Any, connection: Connection) -> None:
    """With a migration, in its transaction: which programs may serve what it leaves. That only ever rises."""
    script = step.up_revision
    oldest = getattr(script.module, "oldest", None) or _number(script.revision)
    if not inspect(connection).has_table("meta"):
        return
    kept = connection.execute(select(META.c.value).where(FLOOR)).scalar()
    if kept is None:
        connection.execute(insert(META).values(name="schema_floor", value=oldest))
    elif kept < oldest:
        connection.execute(update(META).where(FLOOR).values(value=oldest))


def _number(revision: str) -> str:
    """The four digits that every revision begins with: they sort as the revisions do."""
    return revision[:4]


def create_index_beside(name: str, table_name: str, columns: list[Any], where: TextClause | None = None) -> None:
    """For a migration that makes one index and nothing else: on PostgreSQL others go on writing meanwhile.

    What a try that was stopped has left behind is made anew.
    """
    context = op.get_context()
    if context.dialect.name != "postgresql":
        op.create_index(name, table_name, columns, sqlite_where=where)
        return
    with context.autocommit_block():
        op.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')
        op.create_index(name, table_name, columns, postgresql_concurrently=True, postgresql_where=where)
