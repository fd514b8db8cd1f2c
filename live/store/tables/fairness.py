"""The tables of what proves that every question of a show was counted: roots of trees of hashes, and their leaves."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from live.store.tables.columns import Document, Id, Moment, metadata
from live.store.tables.show import broadcast

# Whether everybody may read how fair it was.
broadcast.append_column(Column("fairness_open", Boolean, nullable=False, server_default=text("false")))

fairness_root = Table(
    "fairness_root",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # Null while its leaves are still being written. Once it stands it never changes, but for `seen`.
    Column("root", String(64)),
    Column("at", Moment, nullable=False),
    Column("leaves", Integer, nullable=False),
    # Of which the leaves' salts are made: it is handed on from each root of a show to the next, and never told.
    Column("seed", String(64), nullable=False),
    # The roots of its branches (live/domain/followup/merkle.py).
    Column("branches", Document, nullable=False),
    # Up to which number of the log nothing has happened by which it would be another one.
    Column("seen", BigInteger, nullable=False),
    Index("ix_fairness_root_broadcast_id", "broadcast_id", "id"),
)

fairness_leaf = Table(
    "fairness_leaf",
    metadata,
    Column("root_id", Id, ForeignKey("fairness_root.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    # No foreign key: what was proved stays so.
    Column("question_id", Id, nullable=False),
    Column("end", String(160), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_fairness_leaf_question_id", "question_id", "root_id"),
)
"""What had become of each question, in the order of the hashes: a place in it says nothing of when a question came."""
