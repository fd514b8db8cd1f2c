"""A PostgreSQL that takes no writes, as a standby after a failover: unavailable, not broken."""

from __future__ import annotations

from pathlib import Path

import pytest

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
