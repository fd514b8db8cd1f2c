"""What the board asks for at every opening is answered by an index, however many tickets there are."""

from __future__ import annotations

import pytest
from sqlalchemy import ColumnElement, Connection, func, select, text

from live.store.tables import ticket
from live.store.transaction import Store
from live.views.tickets.listing import Mine, owned_by


def plan(connection: Connection, *conditions: ColumnElement[bool]) -> str:
    """How the database would count such tickets, were there many."""
    prefix = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        prefix = "EXPLAIN"
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    counted = select(func.count(ticket.c.id)).where(*conditions)
    written = str(counted.compile(connection, compile_kwargs={"literal_binds": True}))
    rows = connection.execute(text(f"{prefix} {written}")).all()
    return "\n".join(str(row) for row in rows)


@pytest.mark.parametrize(
    ("mine", "index"), [(Mine(None, "Ключ отдела"), "ix_ticket_owner_name"), (Mine(7, "Анна"), "ix_ticket_owner")]
)
def test_ones_own_tickets_are_found_by_an_index(store: Store, mine: Mine, index: str) -> None:
    with store.read() as connection:
        assert index in plan(connection, owned_by(mine))
