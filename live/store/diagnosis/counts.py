"""How much there is of everything: tables with their columns and sizes, and rows by their states."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, inspect, select

from live.store.tables import audit, call, dead_letter, metadata, outbox, tally, ticket

_SIZES = """
SELECT c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid) FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 3 DESC
"""

Counts = dict[str, dict[str, int]]


def columns(connection: Connection) -> dict[str, dict[str, Any]]:
    """Every table as it is: its columns with their types, and its indexes."""
    found = inspect(connection)
    indexes = {name: kept for (_, name), kept in found.get_multi_indexes().items()}
    return {
        name: {
            "columns": {column["name"]: repr(column["type"]) for column in of_table},
            "indexes": sorted(str(index["name"]) for index in indexes.get(name, [])),
        }
        for (_, name), of_table in sorted(found.get_multi_columns().items())
    }


def sizes(connection: Connection) -> Counts:
    """The rows of each table; on PostgreSQL as they were last estimated, and the bytes with its indexes."""
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(_SIZES)
        return {name: {"rows": number, "bytes": taken} for name, number, taken in rows}
    counted = {table.name: select(func.count()).select_from(table) for table in metadata.sorted_tables}
    return {name: {"rows": connection.execute(statement).scalar_one()} for name, statement in counted.items()}


def by_state(connection: Connection) -> Counts:
    """How many there are of what has states. What people have named, topics and places, is not asked for."""
    questions = select(tally.c.name, func.sum(tally.c.many)).where(tally.c.kind == "state").group_by(tally.c.name)
    waiting = select(func.count()).select_from(dead_letter).where(dead_letter.c.settled_at.is_(None))
    return {
        "questions": _counted(connection, questions),
        "tickets": _counted(connection, _states(ticket)),
        "calls": _counted(connection, _states(call)),
        "replies": _counted(connection, _states(outbox)),
        "dead letters": {"waiting": connection.execute(waiting).scalar_one()},
    }


def acts(connection: Connection) -> dict[str, int]:
    """How often each act stands in the audit, by how it ended."""
    kinds = (audit.c.act, audit.c.outcome)
    rows = connection.execute(select(*kinds, func.count()).group_by(*kinds).order_by(*kinds))
    return {f"{act} {outcome}": many for act, outcome, many in rows}


def _states(of: Any) -> Select[Any]:
    return select(of.c.state, func.count()).group_by(of.c.state)


def _counted(connection: Connection, statement: Select[Any]) -> dict[str, int]:
    return {str(state): int(many) for state, many in connection.execute(statement).all()}
