"""The centre's own tables: the log, commands, people and keys, lists, what one worker at a time does."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from live.store.keyring import Sealed
from live.store.tables.columns import Document, Id, Moment, Path, metadata

lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)
"""What one worker at a time does, such as "send:5": whose it is, and until when unless it is held on to."""

log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("head", BigInteger, nullable=False, server_default="0"),
    Column("floor", BigInteger, nullable=False, server_default="0"),
    Column("last_number", BigInteger, nullable=False, server_default="0"),
    postgresql_with={"fillfactor": 50},
)
"""A broadcast's log (with its id) or the centre's of tickets (TICKETS_LOG): its last event's number, the number at or
below which it was pruned, and the last number that a question, or a ticket, was given. What a commit updates."""

event = Table(
    "event",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("log.id"), primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("type", String(40), nullable=False),
    Column("question", BigInteger),
    Column("was", String(16)),
    Column("state", String(16)),
    Column("call", BigInteger),
    Column("ticket", String(32)),
    Column("by_name", Text),
    Column("by_role", String(16)),
    Column("by_credential", String(32)),
    Column("data", Document),
    Index("ix_event_question", "broadcast_id", "question", "seq"),
    Index(
        "ix_event_ticket",
        "ticket",
        "seq",
        sqlite_where=text("ticket IS NOT NULL"),
        postgresql_where=text("ticket IS NOT NULL"),
    ),
)

command = Table(
    "command",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("log.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("result", Document, nullable=False),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("credential", String(32)),
    Column("name", Text),
    Column("role", String(16)),
    Column("address", String(64)),
    Column("screen", String(16)),
    Column("act", String(40), nullable=False),
    Column("subject", Path, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("facts", Document, nullable=False),
    # Null until it is sealed: its place in the chain, the seal of the one before, and its own.
    Column("number", BigInteger, unique=True),
    Column("prev", String(64)),
    Column("hash", String(64)),
    Index("ix_audit_credential", "credential", "id"),
    Index("ix_audit_address", "address", "id"),
    Index("ix_audit_subject", "subject", "id"),
    Index("ix_audit_act", "act", "id"),
    Index(
        "ix_audit_outcome",
        "outcome",
        "id",
        sqlite_where=text("outcome <> 'done'"),
        postgresql_where=text("outcome <> 'done'"),
    ),
)
"""Who did what (live/domain/audit.py). Triggers let nobody change an entry, nor take one away before its term."""

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("department", Text),
    # Where deadlines are told of; kept beside the login, which need not be an address.
    Column("email", Text),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # Raised to end every session of the account, wherever it is.
    Column("generation", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
)

account_role = Table(
    "account_role",
    metadata,
    Column("account_id", Integer, ForeignKey("account.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
    # 0 is every broadcast: a primary key takes no null.
    Column("broadcast_id", Integer, primary_key=True, autoincrement=False, server_default="0"),
)

access_key = Table(
    "access_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", Document, nullable=False),
    # Null is every broadcast and the centre's own.
    Column("broadcast_id", Integer, ForeignKey("log.id")),
    Column("screen", String(16)),
    # A screen's link made in the rundown: what its token is derived from, so that it can be shown again, and by whom.
    Column("salt", String(32)),
    Column("by_name", Text),
    # The link through which this one was made: it ends with that.
    Column("made_by", Integer),
    # How often it may be used, such as "60 per minute"; null is at any rate.
    Column("rate", String(80)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Sealed("letter"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("settled_at", Moment),
    # Who saw that it was no question; null where it was delivered.
    Column("dismissed_by", Text),
    UniqueConstraint("channel_id", "digest"),
)

centre_list = Table(
    "centre_list",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("items", Document, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What the centre edits as a whole: the lists of store/lists.py. One that nobody has edited has no row."""

ban = Table(
    "ban",
    metadata,
    Column("id", Id, primary_key=True),
    # Of what is banned: a contact as a person's is hashed, or "ip:" and an address or a /64 of IPv6.
    Column("hash", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", Sealed("ban")),
    Column("reason", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
    Column("lifted_at", Moment),
    Column("lifted_by", Text),
    Index(
        "ix_ban_hash",
        "hash",
        sqlite_where=text("lifted_at IS NULL"),
        postgresql_where=text("lifted_at IS NULL"),
    ),
)
"""Whose messages go into a tray of their own, until it ends or somebody lifts it."""

saved_view = Table(
    "saved_view",
    metadata,
    Column("owner", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("query", Document, nullable=False),
    Column("at", Moment, nullable=False),
)
"""A person's own named filters; `owner` is a credential, such as "user:2"."""

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
"""`epoch`: changes when the database was restored, so that no screen believes its old number (the one that is told also
has PostgreSQL's timeline: `log.epoch`). `clocks`: by which
calendar and terms the open tickets are reckoned. `zone`: of the centre's day, where it is not the usual one.
`centre`: what the centre is called. `backup`: the plan of copies. What begins with OF_NOW is of now alone."""

OF_NOW = "now."
"""How the names of those rows of `meta` begin that no copy takes along: what is under way, and which processes run."""
