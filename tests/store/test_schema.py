"""The schema: migrations bring either database to what the tables say, and know when they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from live.store import log, schema
from live.store.database import Database
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.tables import metadata
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Show

SEARCH = {"question_lemmas", *(f"question_lemmas_{part}" for part in ("data", "idx", "docsize", "config"))}
"""SQLite's search index, which is no table of ours."""


def ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """All but what each database has for searching alone: a virtual table, or a column of vectors with its index."""
    return name not in SEARCH | {"lemmas_vector", "ix_question_lemmas"}


def test_the_migrations_end_in_what_the_tables_say(store: Store) -> None:
    with store.database.engine().connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert found == []


@pytest.mark.parametrize("kind", DATABASES)
def test_an_empty_database_is_served_once_it_is_migrated(kind: str, backends: Backends, folder: Path) -> None:
    if kind == "postgresql":
        url = backends.postgres.url(backends.postgres.create_database())
    else:
        url = f"sqlite:///{folder}/empty.db"
    database = Database(url)
    assert not schema.is_served(database)
    schema.migrate(database)
    assert schema.is_served(database)
    database.close()


def test_migrating_again_changes_nothing(store: Store) -> None:
    with store.read() as connection:
        before = log.position(connection, TICKETS_LOG)
    schema.migrate(store.database)
    with store.read() as connection:
        assert log.position(connection, TICKETS_LOG) == before


def test_a_new_database_has_the_tickets_log_and_an_epoch(store: Store) -> None:
    with store.read() as connection:
        position = log.position(connection, TICKETS_LOG)
        assert position.head == 0 and position.epoch
        assert broadcasts.all_of(connection) == []


def test_the_first_broadcast_gets_a_number_after_the_tickets_log(store: Store) -> None:
    assert Show(store).id > TICKETS_LOG


@pytest.mark.parametrize("kind", DATABASES)
def test_two_new_databases_have_two_epochs(kind: str, backends: Backends, folder: Path) -> None:
    epochs = set()
    for number in range(2):
        if kind == "postgresql":
            url = backends.postgres.url(backends.postgres.create_database())
        else:
            url = f"sqlite:///{folder}/new-{number}.db"
        database = Database(url)
        schema.migrate(database)
        with database.read() as connection:
            meta = metadata.tables["meta"].c
            epochs.add(connection.execute(select(meta.value).where(meta.name == "epoch")).scalar_one())
        database.close()
    assert len(epochs) == 2
