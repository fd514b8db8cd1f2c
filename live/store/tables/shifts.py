"""The tables of duty: shifts and how they went over, who is away, and how the centre's own people are reached."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.keyring import Sealed
from live.store.tables.columns import Document, Id, Moment, metadata

shift = Table(
    "shift",
    metadata,
    Column("id", Id, primary_key=True),
    # Null where nobody is found for it yet: a gap that the roster shows.
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    # Names of topics and of places; empty is all.
    Column("topics", Document, nullable=False),
    Column("places", Document, nullable=False),
    Column("taken_by", Integer, ForeignKey("account.id")),
    Column("taken_at", Moment),
    # When its note was written, and when somebody had read it, or there was nothing to read.
    Column("handed_at", Moment),
    Column("relieved_at", Moment),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_shift_begins", "begins", "id"),
    Index("ix_shift_ends", "ends", "id"),
)

handover = Table(
    "handover",
    metadata,
    Column("id", Id, primary_key=True),
    Column("shift_id", Id, ForeignKey("shift.id"), nullable=False, unique=True),
    # What is open, and what to look at; staff write it of residents too, so that it is sealed.
    Column("note", Sealed("handover"), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("confirmed_by", Integer, ForeignKey("account.id")),
    Column("confirmed_at", Moment),
    Index("ix_handover_confirmed_at", "confirmed_at"),
)
"""What whoever stood a shift leaves to who follows."""

absence = Table(
    "absence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    # When their work was given to others.
    Column("handed_at", Moment),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_absence_until", "until"),
)

held_alarm = Table(
    "held_alarm",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("clock", String(16), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""What woke nobody at night: it is told in the morning, in one letter."""

staff_contact = Table(
    "staff_contact",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    # As a network names a person: "telegram:7". Null until the code has come.
    Column("contact", Sealed("staff contact")),
    # By what the code that proves it is known, and until when it counts.
    Column("code_hash", String(64)),
    Column("code_until", Moment),
    Column("bound_at", Moment),
    Index("uq_staff_contact_account_id", "account_id", "channel_id", unique=True),
    Index(
        "ix_staff_contact_code_hash",
        "code_hash",
        sqlite_where=text("code_hash IS NOT NULL"),
        postgresql_where=text("code_hash IS NOT NULL"),
    ),
)
"""By which of the centre's own bots one of its people is told of alarms."""
