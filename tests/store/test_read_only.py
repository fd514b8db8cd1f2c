"""A PostgreSQL that takes no writes, as a standby after a failover: unavailable, not broken."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import make_url

from live.domain.refused import Refused
from live.store.database import Database
from live.store.leases import Leases
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.rooms import database_url


def test_a_write_where_only_reading_is_possible_is_unavailable(backends: Backends, tmp_path: Path) -> None:
    with database_url("postgresql", backends, tmp_path) as url:
        store = Store(Database(url), "of-the-tests")
        with store.database.engine().begin() as connection:
            name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        store.database.close()  # The next connection is one of a standby.
        with pytest.raises(Refused) as caught:
            Leases(store).take("anything")
        store.database.close()
    assert caught.value.code == "unavailable"


def test_a_write_after_it_asks_a_new_connection(backends: Backends, tmp_path: Path) -> None:
    with database_url("postgresql", backends, tmp_path) as url:
        store = Store(Database(url), "of-the-tests")
        name = str(make_url(url).database)

        def say(answer: str) -> None:
            """What connections are told from now on: those that stand go on as they are."""
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
                other.execute("SET default_transaction_read_only = off")
                change = SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
                other.execute(change.format(Identifier(name), Literal(answer)))

        say("on")
        with pytest.raises(Refused):
            Leases(store).take("anything")
        say("off")
        assert Leases(store).take("anything")
        store.database.close()
