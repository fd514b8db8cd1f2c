"""The tables of discussions: a matter put before the residents, and what is said of each voice."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from live.store.tables.columns import Id, Moment, metadata

discussion = Table(
    "discussion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("state", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False, server_default=""),
    # When it closes by itself; null: once somebody says so.
    Column("until", Moment),
    # The broadcast to which its own form delivers.
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # What came of it.
    Column("taken", Text, nullable=False, server_default=""),
    Column("rest", Text, nullable=False, server_default=""),
    Column("by_name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("concluded_by", Text),
    Column("concluded_at", Moment),
    # When everybody who wrote had been told; null before.
    Column("told_at", Moment),
    Index("ix_discussion_state", "state", "until"),
)

discussion_voice = Table(
    "discussion_voice",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("discussion_id", Integer, ForeignKey("discussion.id"), nullable=False, index=True),
    Column("stance", String(8)),
    # Whether it was taken over; null: nobody has said.
    Column("taken", Boolean),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # When its author was told what came of it.
    Column("told_at", Moment),
)
"""What was said of a question that was written to a discussion; without a row nothing was."""
