"""The tables of stacks: what a question is about, and on which stack of like questions it stands."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from live.store.tables.columns import Id, Moment, metadata
from live.store.tables.show import question

# The stack that it stands on, by its number within the broadcast: the number of one of the two that it began with.
question.append_column(Column("stack", BigInteger))
Index(
    "ix_question_stack",
    question.c.broadcast_id,
    question.c.stack,
    question.c.state,
    question.c.number,
    sqlite_where=text("stack IS NOT NULL"),
    postgresql_where=text("stack IS NOT NULL"),
)

question_about = Table(
    "question_about",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # The house that it names, as live/language/about.py calls it; null where it names none.
    Column("house", Text),
    # Whether nobody has looked yet on which stack it belongs.
    Column("waits", Boolean, nullable=False),
    # Whether its vector is still to be made, or made anew.
    Column("waits_for_vector", Boolean, nullable=False, server_default=text("(true)")),
    Index(
        "ix_question_about_house",
        "broadcast_id",
        "house",
        "question_id",
        sqlite_where=text("house IS NOT NULL"),
        postgresql_where=text("house IS NOT NULL"),
    ),
    Index("ix_question_about_waits", "question_id", sqlite_where=text("waits"), postgresql_where=text("waits")),
    Index(
        "ix_question_about_waits_for_vector",
        "question_id",
        sqlite_where=text("waits_for_vector"),
        postgresql_where=text("waits_for_vector"),
    ),
)

stack_place = Table(
    "stack_place",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("stack", BigInteger, primary_key=True, autoincrement=False),
    # How alike it was to the likest one there; null for the one that stood there before it was a stack.
    Column("likeness", Float),
    Column("at", Moment, nullable=False),
    # Who has said that it is about something else: it never comes back there.
    Column("parted_by", Text),
    Column("parted_at", Moment),
)
"""Which question was put on which stack, and which of them a person has taken off it again."""
