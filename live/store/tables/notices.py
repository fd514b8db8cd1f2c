"""The tables of notices: what residents are told of their questions without anybody writing to them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from live.store.tables.columns import Id, Moment, metadata

notice = Table(
    "notice",
    metadata,
    # One of a kind: nobody hears of a moment of their question twice.
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    # `waiting` until `due_at`; then `told`, or `left` where there was nobody to tell, or nothing any more.
    Column("state", String(16), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    # The message that it went out with: several questions of one person go out in one.
    Column("outbox_id", Id, index=True),
    # Whether what was told held the answer that was given on air, in its sentence.
    Column("said", Boolean, nullable=False, server_default=text("false")),
    # The question asked before that was told with it, which a «+» joins.
    Column("offered", Id),
    Index(
        "ix_notice_due",
        "due_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

notice_reader = Table(
    "notice_reader",
    metadata,
    # How far each broadcast's log has been read for moments; one that stands not here is read from its beginning.
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
)
