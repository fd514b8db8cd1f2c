"""The database's server, its clock, and the newest that was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from live.store.tables import audit

_SERVER = """
SELECT current_setting('server_version'), clock_timestamp(), pg_is_in_recovery(),
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
       (SELECT count(*) FROM pg_stat_replication)
"""


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """`connections` of all programs, of `most` that there may be. `standbys` follow this one; it may itself be one."""

    version: str
    clock: datetime
    is_standby: bool
    connections: int
    most: int
    standbys: int


def server_facts(connection: Connection) -> DatabaseFacts:
    """Of PostgreSQL."""
    version, *rest = connection.exec_driver_sql(_SERVER).one()
    return DatabaseFacts(str(version).split()[0], *rest)


def sqlite_version(connection: Connection) -> tuple[str, bool]:
    """The library's version, and whether it searches texts (FTS5)."""
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    searches = connection.exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar_one()
    return str(version), bool(searches)


def newest_moment(connection: Connection) -> datetime | None:
    """Of the audit's last entry, which every act of everybody has."""
    return connection.execute(select(audit.c.at).order_by(audit.c.id.desc()).limit(1)).scalar_one_or_none()
