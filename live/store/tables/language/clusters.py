"""The tables of clusters: which of a broadcast's questions ask about the same, and what screens show of that."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from live.store.tables.columns import Document, Id, metadata

cluster = Table(
    "cluster",
    metadata,
    # That of the question that began it: known before it has a name, and so before it has a row here.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False, index=True),
    # "" where none of its words may stand any more: it is named anew.
    Column("name", Text, nullable=False),
)

cluster_question = Table(
    "cluster_question",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # Its place in the order in which the broadcast's questions were put into clusters, from 1 on.
    Column("position", BigInteger, nullable=False),
    # Null: it has no words, is further words of another, or was erased.
    Column("cluster_id", Id),
    Index("uq_cluster_question_position", "broadcast_id", "position", unique=True),
    Index("ix_cluster_question_cluster", "cluster_id", "question_id"),
)

cluster_reader = Table(
    "cluster_reader",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    # The number of a question up to which nothing is looked for any more, and the last position.
    Column("read_to", BigInteger, nullable=False, server_default="0"),
    Column("placed", BigInteger, nullable=False, server_default="0"),
    # Grows when questions are taken out: whoever knows an earlier turn learns the clusters anew.
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="0"),
    # What screens show: numbers and places of the largest clusters, never their names.
    Column("shown", Document, nullable=False),
)
"""How far a broadcast's questions were put into clusters, and what its screens show of them."""
