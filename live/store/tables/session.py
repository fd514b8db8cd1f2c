"""The table of what devices have signed in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from live.store.tables.columns import Document, Moment, metadata

session = Table(
    "session",
    metadata,
    # SHA-256 of what the device's cookie holds, which stands nowhere.
    Column("id_hash", String(64), primary_key=True),
    # Whoever has signed in on the device; null where it was opened by links alone.
    Column("account_id", Integer, ForeignKey("account.id")),
    # The links that were opened on it, the newest last.
    Column("key_ids", Document, nullable=False),
    # The account's own at the sign-in: a session of an earlier one has ended.
    Column("generation", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("address", Text),
    Column("agent", Text),
    Column("revoked_at", Moment),
    Index("ix_session_account_id", "account_id"),
    Index("ix_session_expires_at", "expires_at"),
)
"""A device that has signed in, or opened a screen's link, each until it ends."""
