"""The schema's version: bringing a database to the newest one, and telling whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from live.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.engine()
    return config


def migrate(database: Database) -> None:
    """Bring the database to the newest schema."""
    command.upgrade(_config(database), "head")


def is_newest(database: Database) -> bool:
    """Whether the database's schema is the newest that this program knows."""
    newest = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
