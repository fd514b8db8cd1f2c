"""The tables of meaning: a question's vector, and which questions were near to it when it was made."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Table, Text

from live.store.tables.columns import Id, metadata

question_vector = Table(
    "question_vector",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    # By which it was made, with its version.
    Column("model", Text, nullable=False),
    # Whole numbers of one byte in base64: so that a copy of the database, which is text, has it as it stands.
    Column("vector", Text, nullable=False),
    Index("ix_question_vector_model", "model", "question_id"),
)

question_near = Table(
    "question_near",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("other_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    # How near, from 0 (by chance as often as not) to 1 (the same text): of one model, by its own measure.
    Column("likeness", Float, nullable=False),
    Index("ix_question_near_other_id", "other_id", "likeness"),
)
"""A pair stands here once, with the one that came to it."""
