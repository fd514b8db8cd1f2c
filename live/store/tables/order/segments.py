"""Titles between the questions of an order."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from live.store.tables.columns import Id, Rank, metadata

segment = Table(
    "segment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("title", Text, nullable=False),
    # Of the same kind as the questions' ranks, and never the same as one of theirs.
    Column("rank", Rank, nullable=False),
)
