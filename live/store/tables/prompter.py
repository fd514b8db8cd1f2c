"""The prompter's tables: what its presenter is told, and how each device shows the text."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from live.store.tables.columns import Document, Id, Moment, metadata

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
)

prompter_view = Table(
    "prompter_view",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("device", String(16), primary_key=True),
    Column("view", Document, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("at", Moment, nullable=False),
)
"""How a prompter shows its text, for each device that one was opened on."""
