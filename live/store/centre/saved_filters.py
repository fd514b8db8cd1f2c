"""A person's own named filters of the desk, by who owns them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from live.store.tables import saved_view
from live.store.transaction import Transaction

_OF_OWNER = (
    select(saved_view.c.name, saved_view.c.query)
    .where(saved_view.c.owner == bindparam("owner"))
    .order_by(saved_view.c.at, saved_view.c.name)
)


def of_owner(connection: Connection, owner: str) -> list[dict[str, Any]]:
    """{name, query} of each, the oldest first: a new one changes no other's place."""
    return [{"name": row.name, "query": row.query} for row in connection.execute(_OF_OWNER, {"owner": owner})]


def others(connection: Connection, owner: str, name: str) -> int:
    """How many this owner has under other names."""
    counted = select(func.count()).where(saved_view.c.owner == owner, saved_view.c.name != name)
    return int(connection.execute(counted).scalar_one())


def keep(tx: Transaction, owner: str, name: str, query: Mapping[str, str]) -> None:
    """A new one, or another query under the same name, which keeps its place."""
    insert = postgresql.insert if tx.connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(saved_view).values(owner=owner, name=name, query=dict(query), at=tx.now)
    same = [saved_view.c.owner, saved_view.c.name]
    tx.connection.execute(row.on_conflict_do_update(index_elements=same, set_={"query": row.excluded.query}))


def drop(tx: Transaction, owner: str, name: str) -> bool:
    """Whether there was such a one."""
    gone = delete(saved_view).where(saved_view.c.owner == owner, saved_view.c.name == name)
    return bool(tx.connection.execute(gone).rowcount)
