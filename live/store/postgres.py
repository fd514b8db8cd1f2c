"""Connections to PostgreSQL that wait for nobody without end: not for a server that is frozen, nor for one of ours."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from live.domain.refused import Refused
from live.runtime.measured import share
from live.runtime.tasks import sleep

DEADLINE = 14.0
"""Seconds that an answer is waited for: longer than a statement may take there, shorter than a sender waits."""

BOUNDS = {"lock_timeout": "10s", "statement_timeout": "12s", "idle_in_transaction_session_timeout": "8s"}
"""PostgreSQL's own: whoever of ours is frozen inside a transaction loses it before the next gives up on its lock."""

LINE = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""A line that is dead is found within seconds; libpq's own, the last in milliseconds."""

PLANS = {"jit": "off", "client_connection_check_interval": "2s"}
"""No compiling of what runs for milliseconds; and what nobody waits for any more is ended."""


ENDLESS = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
"""For commands: a copy takes as long as it takes, whatever is the rule in this database."""

OURS = "live "
TOKEN = secrets.token_hex(4)
"""This process's own, on whatever machine; those that were forked from it have it too, and numbers of their own."""

BUSY_LIMIT = 10.0
"""Seconds for which a command tries to have all the tables to itself."""

NOT_AVAILABLE = "55P03"

OWN = 0.0002
"""Seconds of a round trip that this process is at work itself, about; for the rest of it others have the loop."""


def connect_args(patient: bool) -> dict[str, Any]:
    """How PostgreSQL is connected to; `patient` for commands, which may rightly take long."""
    bounds = BOUNDS | ENDLESS if patient else BOUNDS
    options = " ".join(f"-c {name}={value}" for name, value in {**bounds, **PLANS}.items())
    # No generic prepared plans: the planner must see whether a searched word is common.
    named = {"options": options, "fallback_application_name": _application()}
    return {"prepare_threshold": None, "connect_timeout": 5, **named, **LINE}


def _application() -> str:
    """By what PostgreSQL shows whose connection it is."""
    return f"{OURS}{TOKEN}-{os.getpid()}"


def hold_alone(connection: Connection, tables: Sequence[str]) -> None:
    """Lock all these tables, or none: nobody is waited for with one of them in hand, so that nobody waits in a circle.

    `unavailable`, with those who are connected, where another process of ours is, or somebody has one of the tables,
    for BUSY_LIMIT: who read on from before would see the tables empty, for TRUNCATE heeds no snapshot.
    """
    names = ", ".join(f'"{table}"' for table in tables)
    deadline = time.monotonic() + BUSY_LIMIT
    while _others(connection, of_ours=True) or not _held_at_once(connection, names):
        if time.monotonic() > deadline:
            raise Refused(
                "unavailable",
                "The database is in use, by {whom}; nothing was changed. Stop what uses it, and try again.",
                whom=", ".join(_others(connection)),
            )
        sleep(0.05)


def _held_at_once(connection: Connection, names: str) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != NOT_AVAILABLE:
            raise
        return False
    return True


def _others(connection: Connection, of_ours: bool = False) -> list[str]:
    """Some of those who are connected to this database beside us, by how long each has been in a transaction.

    Ours are known by their role; those of this process are not told of.
    """
    ours = " AND usename = current_user" if of_ours else ""
    rows = connection.exec_driver_sql(
        "SELECT pid, application_name, coalesce(host(client_addr), 'here') FROM pg_stat_activity"
        f" WHERE datname = current_database() AND backend_type = 'client backend'{ours} AND pid <> pg_backend_pid()"
        " AND application_name <> %s ORDER BY xact_start NULLS LAST, pid LIMIT 5",
        (_application(),),
    )
    names = [("live" if name.startswith(OURS) else name or "?", pid, where) for pid, name, where in rows]
    return [f"{name} (process {pid}, from {where})" for name, pid, where in names]


def give_up_on_silence(engine: Engine) -> None:
    """Let each connection of this engine be given up after DEADLINE."""
    # Here: an embedded database needs no driver of a server, and what is set for it counts when it is imported.
    import psycopg
    from psycopg.pq import TransactionStatus

    class Impatient(psycopg.Connection[Any]):
        """No cancelling is tried of what is given up: that would be one more line to a server that is silent."""

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            began = time.monotonic()
            try:
                return super().wait(gen, interval, timeout or DEADLINE)
            except psycopg.OperationalError:
                if self.info.transaction_status == TransactionStatus.ACTIVE:  # It never answered.
                    self.pgconn.finish()
                raise
            finally:
                share.waited(max(0.0, time.monotonic() - began - OWN))

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, arguments: Any, keywords: Any) -> Any:
        return Impatient.connect(*arguments, **keywords)
