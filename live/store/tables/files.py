"""The files that came with questions: where each came from, and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Id, Moment, metadata

file = Table(
    "file",
    metadata,
    Column("id", Id, primary_key=True),
    # Null while the form that it came with has no question yet, and once it is to be taken away.
    Column("question_id", Id, ForeignKey("question.id")),
    # Its attachment's place among those of the question.
    Column("place", Integer),
    # The address that it is fetched from.
    Column("origin", Text),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    # What the contents, and the preview's, hash to: together with the row's number the name under which they stand.
    Column("hash", String(64)),
    Column("preview", String(64)),
    Column("mime", String(128)),
    Column("size", BigInteger),
    Column("width", Integer),
    Column("height", Integer),
    Column("at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    # When it is next asked for, of what is wanted.
    Column("next_at", Moment),
    Index("ix_file_question", "question_id"),
    # What is at work: few of many.
    Index(
        "ix_file_work",
        "state",
        "next_at",
        sqlite_where=text("state IN ('arrived', 'wanted', 'erased')"),
        postgresql_where=text("state IN ('arrived', 'wanted', 'erased')"),
    ),
)
