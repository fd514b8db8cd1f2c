"""What was heard beyond the centre's own pages, and whose posts stay hidden."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from live.store.keyring import Sealed
from live.store.tables.columns import Id, Moment, metadata

mention = Table(
    "mention",
    metadata,
    Column("id", Id, primary_key=True),
    # Whose tray it stands in.
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("external_id", String(200), nullable=False),
    # A double has none of its own.
    Column("text", Text, nullable=False),
    Column("link", Text),
    Column("author_name", Text),
    Column("author", Sealed("mention")),
    Column("profile", Sealed("mention profile")),
    Column("author_hash", String(64)),
    Column("reach", BigInteger),
    Column("published_at", Moment),
    Column("found_at", Moment, nullable=False),
    # By what a copy of its text is known; none where the text tells too little.
    Column("fingerprint", String(32)),
    Column("state", String(16), nullable=False),
    # The first of the same. No foreign key: the first may have outlived its term.
    Column("duplicate_of", Id),
    # How often it was found: itself and its doubles.
    Column("sources", Integer, nullable=False, server_default="1"),
    # The number of the question that it was taken as.
    Column("question", BigInteger),
    Column("moved_at", Moment),
    Column("moved_by", Text),
    UniqueConstraint("channel_id", "external_id"),
    Index("ix_mention_state", "broadcast_id", "state", "id"),
    Index("ix_mention_external", "broadcast_id", "external_id"),
    Index(
        "ix_mention_fingerprint",
        "broadcast_id",
        "fingerprint",
        sqlite_where=text("fingerprint IS NOT NULL"),
        postgresql_where=text("fingerprint IS NOT NULL"),
    ),
    Index(
        "ix_mention_author",
        "author_hash",
        sqlite_where=text("author_hash IS NOT NULL"),
        postgresql_where=text("author_hash IS NOT NULL"),
    ),
)
"""Posts of others that sources have found."""

hidden_author = Table(
    "hidden_author",
    metadata,
    Column("id", Id, primary_key=True),
    # Of the author's contact, as a person's is hashed.
    Column("hash", String(64), nullable=False, unique=True),
    Column("author", Sealed("hidden author")),
    Column("name", Text),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Whose posts are hidden as they are found, in every tray."""
