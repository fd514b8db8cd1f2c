"""The table of what is kept so that nobody counts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from live.store.tables.columns import Path, metadata

tally = Table(
    "tally",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("name", Path, primary_key=True),
    Column("many", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 50},
)
"""What is kept so that nobody counts a million rows: questions by `state`, and those who ask by `topic` and `locality`.
Triggers keep it; nothing else writes it but a recount."""
