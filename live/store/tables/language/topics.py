"""The tables of learned topics: the models, and what was suggested of each question."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from live.store.tables.columns import Document, Id, Moment, metadata

language_model = Table(
    "language_model",
    metadata,
    Column("id", Integer, primary_key=True),
    # Of which suggestions, and what became of it (live/domain/language/suggestions.py and models.py).
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    # Who asked for it; null: nobody, it was the night.
    Column("by_name", Text),
    Column("learned_from", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    # How well it did on what was held back, and how well did what was in use then.
    Column("figures", Document, nullable=False),
    Column("against", Document, nullable=False),
    # Itself, as its reader writes it, with the SHA-256 of that; null once nobody can go back to it.
    Column("written", Text),
    Column("hash", String(64)),
    Index("ix_language_model_kind", "kind", "state", "id"),
)

topic_guess = Table(
    "topic_guess",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("topic", Text, nullable=False),
    # In hundredths, by which words of its text, and by which model; null, and none: by key words.
    Column("percent", Integer),
    Column("words", Document, nullable=False),
    Column("model_id", Integer, ForeignKey("language_model.id")),
    Column("at", Moment, nullable=False, index=True),
)
"""The topic that was suggested of a question, once for each; what people made of it stands in the question."""
