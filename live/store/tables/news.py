"""The tables of news: what those who work on tickets are told of them, and how each wants to hear it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Document, Id, Moment, metadata

news = Table(
    "news",
    metadata,
    Column("id", Id, primary_key=True),
    # Who is told: a person, or, where that is null, the department by its own e-mail.
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("department", Text),
    # Whose news it is, where that person is away and this one is on duty.
    Column("instead_of", Integer, ForeignKey("account.id")),
    Column("kind", String(16), nullable=False),
    Column("ticket_id", Id, ForeignKey("ticket.id"), index=True),
    # A question may be gone by the time that somebody looks.
    Column("question_id", Id),
    # Of an official page: it may leave the register.
    Column("page_id", Integer),
    Column("by_name", Text),
    Column("at", Moment, nullable=False),
    # When it goes out by letter; null where it has gone, or goes nowhere.
    Column("due_at", Moment),
    Index("ix_news_account", "account_id", "id"),
    Index(
        "ix_news_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)

news_reader = Table(
    "news_reader",
    metadata,
    Column("account_id", Integer, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    # How many news are beyond the last that this person has seen, and which one that is.
    Column("unread", Integer, nullable=False, server_default="0"),
    Column("read_to", Id, nullable=False, server_default="0"),
    Column("at", Moment, nullable=False),
    # What this person is written of, and how; null is what everybody begins with.
    Column("choice", Document),
)
