"""The schema's version: bringing a database to the newest one, and telling whether it is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from live.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """How Alembic finds the migrations, and the connection that they run on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(database: Database) -> None:
    """Bring the database to the newest schema, in one transaction; nothing is written where it is there already."""
    if not is_newest(database):
        with database.write() as connection:
            command.upgrade(config(connection), "head")


def is_newest(database: Database) -> bool:
    """Whether the database's schema is the newest that this program knows."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    """Looked up once: it means reading every migration, and a running program has no others."""
    return ScriptDirectory.from_config(config()).get_current_head()
