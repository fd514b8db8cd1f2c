"""The tables of who is let in: sessions of devices, and links by which a person sets a password."""

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
    # When the person last typed the password here.
    Column("proved_at", Moment),
    Column("expires_at", Moment, nullable=False),
    Column("address", Text),
    Column("agent", Text),
    Column("revoked_at", Moment),
    Index("ix_session_account_id", "account_id"),
    Index("ix_session_expires_at", "expires_at"),
)
"""A device that has signed in, or opened a screen's link, each until it ends."""

invitation = Table(
    "invitation",
    metadata,
    # SHA-256 of the link's 160 random bits, or keyed of the code that a first start prints.
    Column("hash", String(64), primary_key=True),
    # "invite", "reset", or "first": the first administrator's, who has no account yet.
    Column("kind", String(8), nullable=False),
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("by_name", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_invitation_account_id", "account_id"),
)
"""A link that sets a person's password, once."""
