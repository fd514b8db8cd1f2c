"""The tables of matters: one trouble that many questions and tickets are about."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from live.store.tables.columns import Id, Moment, metadata

matter = Table(
    "matter",
    metadata,
    # Its number: the whole centre counts on, under the lock of the tickets' log.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False, server_default="open"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("owner", Text, nullable=False),
    Column("topic", Text),
    Column("locality", Text),
    # When residents next hear of it.
    Column("next_word_at", Moment),
    # What all who asked were told last; who joins later is told it too.
    Column("word_id", Id),
    # How many questions stand in it, and how many people ask them: as they were last counted and told.
    Column("questions", Integer, nullable=False, server_default="0"),
    Column("askers", Integer, nullable=False, server_default="0"),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", Moment),
    # The one that it was joined to.
    Column("joined_to", Id),
    Index("ix_matter_state", "state", "id"),
    Index("ix_matter_trouble", "topic", "locality", "opened_at"),
)

matter_question = Table(
    "matter_question",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("matter_id", Id, ForeignKey("matter.id"), nullable=False, index=True),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Which matter a question is about, one at most. A ticket stands in a matter by its question."""

matter_word = Table(
    "matter_word",
    metadata,
    Column("id", Id, primary_key=True),
    Column("matter_id", Id, ForeignKey("matter.id"), nullable=False, index=True),
    # As it was written: a placeholder for the asker's own name still stands in it.
    Column("text", Text, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)
"""What all who asked are told, once each: the outbox's rows of it name it."""
