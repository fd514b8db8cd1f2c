"""How PostgreSQL is connected to: bounds for a server, none for a command."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from sqlalchemy import text

from live.domain.refused import Refused
from live.store import postgres
from live.store.database import Database
from live.store.transaction import Store


def bounds(database: Database) -> dict[str, str]:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    with database.read() as connection:
        return {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names}


@pytest.fixture
def served(store: Store) -> Store:
    if store.database.dialect != "postgresql":
        pytest.skip("an embedded database is no server")
    return store


def test_a_servers_statements_locks_and_idle_transactions_end(served: Store) -> None:
    assert bounds(served.database) == {
        "statement_timeout": "12s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "8s",
    }


def test_a_commands_statements_take_as_long_as_they_take(served: Store) -> None:
    patient = Database(served.database.url, patient=True)
    assert bounds(patient) == {
        "statement_timeout": "0",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "0",
    }
    patient.close()


def test_a_line_that_is_dead_is_found_within_seconds(served: Store) -> None:
    with served.read() as connection:
        driver: Any = connection.connection.driver_connection
        fileno = driver.pgconn.socket
        with socket.socket(fileno=socket.dup(fileno)) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 8000


def test_a_lock_that_somebody_else_holds_is_no_trouble_of_the_databases(
    served: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres.BOUNDS, "lock_timeout", "100ms")
    other = Database(served.database.url)
    with served.write() as tx:
        tx.connection.execute(text("SELECT 1 FROM log FOR UPDATE"))
        with pytest.raises(Refused, match="nothing was changed"), other.write() as connection:
            connection.execute(text("SELECT 1 FROM log FOR UPDATE"))
    assert other.writes.trouble is None
    other.close()
