"""The files that came with questions, and those that answers carry: where each came from, and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Id, Moment, metadata

file = Table(
    "file",
    metadata,
    Column("id", Id, primary_key=True),
    # Null while the form that it came with has no question yet, of an answer's, and once it is to be taken away.
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
    # Of a file that goes along, or is to: with the answer to which ticket, or to which question of no ticket's, with
    # which publication or discussion; what it is called, and who has attached it.
    Column("ticket_id", Id),
    Column("replied_id", Id),
    Column("publication_id", Id),
    Column("discussion_id", Id),
    Column("name", Text),
    Column("by_name", Text),
    # Whether everybody may see it: a moderator has said so.
    Column("shown", Boolean, nullable=False, server_default=text("(false)")),
    Index("ix_file_question", "question_id"),
    Index(
        "ix_file_ticket",
        "ticket_id",
        sqlite_where=text("ticket_id IS NOT NULL"),
        postgresql_where=text("ticket_id IS NOT NULL"),
    ),
    Index(
        "ix_file_replied",
        "replied_id",
        sqlite_where=text("replied_id IS NOT NULL"),
        postgresql_where=text("replied_id IS NOT NULL"),
    ),
    Index(
        "ix_file_publication",
        "publication_id",
        sqlite_where=text("publication_id IS NOT NULL"),
        postgresql_where=text("publication_id IS NOT NULL"),
    ),
    Index(
        "ix_file_discussion",
        "discussion_id",
        sqlite_where=text("discussion_id IS NOT NULL"),
        postgresql_where=text("discussion_id IS NOT NULL"),
    ),
    # What is at work: few of many.
    Index(
        "ix_file_work",
        "state",
        "next_at",
        sqlite_where=text("state IN ('arrived', 'wanted', 'erased')"),
        postgresql_where=text("state IN ('arrived', 'wanted', 'erased')"),
    ),
)

file_token = Table(
    "file_token",
    metadata,
    Column("channel_id", Integer, primary_key=True, autoincrement=False),
    Column("file_id", Id, primary_key=True, autoincrement=False),
    # For what: a network may keep one for messages and another for comments.
    Column("place", String(16), primary_key=True),
    Column("token", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""By what a channel's network knows a file that was handed to it: it is handed over once, whoever it is sent to."""
