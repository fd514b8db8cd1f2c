"""Collections for officials, what was sent of each, and who has read it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from live.store.tables.columns import Document, Id, Moment, metadata
from live.store.tables.show import question

Index("ix_question_received", question.c.received_at)
"""What came within a time, of all broadcasts."""

collection = Table(
    "collection",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("department_id", Integer, ForeignKey("department.id"), nullable=False),
    # By name, one of those who answer for the department; empty: whoever is told of its tickets.
    Column("official", Text, nullable=False, server_default=""),
    # Empty: all of the department's.
    Column("topics", Document, nullable=False),
    Column("localities", Document, nullable=False),
    # `daily`, `weekly`, `by_hand`
    Column("rhythm", String(8), nullable=False),
    # 0 is Monday.
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    # Whether an issue in which nothing would stand is not sent.
    Column("skips_empty", Boolean, nullable=False, server_default=text("false")),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("next_at", Moment),
    # Up to when its issues have told, those too that were not sent since nothing stood in them.
    Column("told_until", Moment),
    Column("by_name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Its issues stay; nothing is sent any more, and its links open nothing.
    Column("deleted_at", Moment),
    Index(
        "ix_collection_next",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

collection_issue = Table(
    "collection_issue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("collection_id", Id, ForeignKey("collection.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    # The department's name as it was by then.
    Column("department", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    # What it tells, as it was counted: numbers, topics, places and ids, no text of a resident.
    Column("figures", Document, nullable=False),
    # Who sent it; null: it went by its schedule.
    Column("by_name", Text),
    UniqueConstraint("collection_id", "number"),
)
"""What was sent of a collection, as it was sent."""

reading = Table(
    "reading",
    metadata,
    Column("id", Id, primary_key=True),
    Column("issue_id", Id, ForeignKey("collection_issue.id"), nullable=False, index=True),
    Column("department_id", Integer, ForeignKey("department.id"), nullable=False),
    # Of whoever it was sent to, as they were called by then; null: nobody answers for the department.
    Column("name", Text),
    # The official that was chosen, by name; empty: whoever is told of the department's tickets.
    Column("official", Text, nullable=False),
    Column("account_id", Integer, ForeignKey("account.id"), index=True),
    # What its link's token follows from, and the keyed hash of the token.
    Column("salt", String(32), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    # The letter that tells of it; null: there was no address, or no mail channel.
    Column("letter_id", Id),
    Column("sent_at", Moment, nullable=False),
    Column("remind_at", Moment),
    Column("reminded_at", Moment),
    Column("read_at", Moment),
    Column("answer", Text),
    Column("answered_at", Moment),
    # What became of the answer: `note` or `reply`, and of which ticket.
    Column("taken_as", String(8)),
    Column("taken_to", String(32)),
    Column("taken_by", Text),
    # The reading that was handed on to this one.
    Column("handed_from", Id),
    Index(
        "ix_reading_remind",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
    UniqueConstraint("issue_id", "department_id", "official"),
)
"""Who an issue was sent to, or handed on to: each once, each by a link of their own."""
