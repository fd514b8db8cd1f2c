"""The tables. A question's id is its broadcast's id and its own number in one integer (`question_id`)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC: timestamptz on PostgreSQL, RFC 3339 text on SQLite (sorts as time does)."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(32))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def written(moment: datetime) -> str:
    """A moment as this store writes it in text: RFC 3339, UTC, always with microseconds so that it sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Id = BigInteger().with_variant(Integer, "sqlite")
Rank = Text().with_variant(Text(collation="C"), "postgresql")

NUMBERS = 2**32
"""Room for a broadcast's questions within an id."""


def question_id(broadcast_id: int, number: int) -> int:
    return broadcast_id * NUMBERS + number


TICKETS_LOG = 1
"""The id of the row that counts the centre's log of tickets; the first migration makes it."""

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("head_name", Text, nullable=False, server_default=""),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("intake_open", Boolean, nullable=False),
    Column("rehearsal", Boolean, nullable=False, server_default=text("false")),
    Column("head_sees_contacts", Boolean, nullable=False, server_default=text("false")),
    Column("starts_at", Moment),
    Column("minutes", Integer, nullable=False, server_default="120"),
    Column("zone", String(64), nullable=False, server_default="Europe/Ulyanovsk"),
    Column("standing_id", Integer, ForeignKey("broadcast.id")),
    Column("head", BigInteger, nullable=False, server_default="0"),
    Column("floor", BigInteger, nullable=False, server_default="0"),
    Column("last_number", BigInteger, nullable=False, server_default="0"),
    # A rehearsal on this broadcast: seconds between its questions while it runs (0: paused), null when there is none.
    Column("rehearsal_pace", Float),
    Column("rehearsal_at", Moment),
    Column("rehearsal_sent", Integer, nullable=False, server_default="0"),
    # Numbers whose questions a rehearsal's reset took away.
    Column("removed", BigInteger, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", Moment, nullable=False),
    Column("aired_at", Moment),
    Column("wrapped_at", Moment),
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("contact_hash", String(64), unique=True),
    Column("name", Text),
    Column("contact", Text),
    Column("profile", Text),
    # One telephone serves a family: another name under a known contact is a person of its own, tied to the first.
    Column("alias_of", Id),
    # When a network that tells names apart from messages was asked for this one's, whatever it said.
    Column("looked_up_at", Moment),
    Column("created_at", Moment, nullable=False),
    Index(
        "ix_person_nameless",
        "id",
        sqlite_where=text("name IS NULL AND looked_up_at IS NULL"),
        postgresql_where=text("name IS NULL AND looked_up_at IS NULL"),
    ),
    Index(
        "ix_person_alias",
        "alias_of",
        sqlite_where=text("alias_of IS NOT NULL"),
        postgresql_where=text("alias_of IS NOT NULL"),
    ),
)

channel = Table(
    "channel",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String(16), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # Sealed as a whole (live/store/channels.py).
    Column("settings", Document, nullable=False),
    Column("title", Text),
    # A paused channel fetches nothing and sends nothing; what its network brings by itself is still taken.
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    # How far its network has been read: moved only once what came before is stored.
    Column("state", Document),
    Column("last_at", Moment),
    Column("error", Text),
    Column("error_at", Moment),
    Column("created_at", Moment, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("state", String(16), nullable=False, server_default="new"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("rank", Rank),
    Column("text", Text, nullable=False),
    Column("air_text", Text),
    Column("source", String(16), nullable=False),
    Column("origin", String(32), nullable=False),
    Column("external_id", Text),
    Column("digest", String(64)),
    Column("code", String(48), nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("locality", Text),
    Column("topic", Text),
    # What the language work found: null until it has read the question, which is after the acknowledgement.
    Column("lemmas", Text),
    Column("topic_guessed", Boolean, nullable=False, server_default=text("false")),
    Column("locality_guessed", Boolean, nullable=False, server_default=text("false")),
    Column("asked_at", Moment),
    Column("received_at", Moment, nullable=False),
    Column("attachments", Document),
    Column("original", Document),
    Column("askers", Integer, nullable=False, server_default="1"),
    Column("merged_into", BigInteger),
    Column("decline_reason", String(64)),
    Column("decline_text", Text),
    Column("note_presenter", Text),
    Column("note_head", Text),
    Column("wanted", Boolean, nullable=False, server_default=text("false")),
    Column("graphic", Boolean, nullable=False, server_default=text("false")),
    Column("answer_summary", Text),
    Column("answer_fully", Boolean),
    Column("author_text", Text),
    Column("author_deleted", Boolean, nullable=False, server_default=text("false")),
    Column("author_changed_at", Moment),
    # Whether the outbox holds a reply to it: a screenful of questions has few to look for.
    Column("replied", Boolean, nullable=False, server_default=text("false")),
    Column("moved_by", Text),
    Column("moved_at", Moment),
    Index("ix_question_state", "broadcast_id", "state", "number"),
    # Each ends in what lists are narrowed by besides, so that counting and paging read the index alone.
    Index("ix_question_source", "broadcast_id", "source", "number", "state"),
    # What is rarely set is cheap to index: an arrival without it adds nothing here.
    Index(
        "ix_question_topic",
        "broadcast_id",
        "topic",
        "number",
        "state",
        sqlite_where=text("topic IS NOT NULL"),
        postgresql_where=text("topic IS NOT NULL"),
    ),
    Index(
        "ix_question_locality",
        "broadcast_id",
        "locality",
        "number",
        "state",
        sqlite_where=text("locality IS NOT NULL"),
        postgresql_where=text("locality IS NOT NULL"),
    ),
    Index(
        "ix_question_unread",
        "id",
        sqlite_where=text("lemmas IS NULL"),
        postgresql_where=text("lemmas IS NULL"),
    ),
    Index(
        "ix_question_person",
        "person_id",
        "id",
        sqlite_where=text("person_id IS NOT NULL"),
        postgresql_where=text("person_id IS NOT NULL"),
    ),
    Index(
        "ix_question_merged",
        "broadcast_id",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
    Index(
        "uq_question_external",
        "external_id",  # First: a group looks many ids of one origin up.
        "origin",
        unique=True,
        sqlite_where=text("external_id IS NOT NULL"),
        postgresql_where=text("external_id IS NOT NULL"),
    ),
    Index(
        "uq_question_on_air",
        "broadcast_id",
        unique=True,
        sqlite_where=text("state = 'on_air'"),
        postgresql_where=text("state = 'on_air'"),
    ),
)

revision = Table(
    "revision",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("air_text", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

promise = Table(
    "promise",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question_id", Id, ForeignKey("question.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("department", Text),
    Column("due", String(10)),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

call = Table(
    "call",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("origin", String(32)),
    Column("external_id", Text),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("missed", Boolean, nullable=False, server_default=text("false")),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("name", Text),
    Column("locality", Text),
    Column("point", Text),
    Column("text", Text),
    Column("consent", Boolean),
    Column("taken_by", Text),
    Column("held_at", Moment),
    # Beside a missed call, one whose caller wants to be called back; until somebody closes it by name.
    Column("call_back", Boolean, nullable=False, server_default=text("false")),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("close_note", Text),
    Column("recording_url", Text),
    # What its exchange has told of its legs (live.domain.line).
    Column("legs", Document),
    Column("question_number", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Index("ix_call_state", "broadcast_id", "state"),
    Index("ix_call_question", "broadcast_id", "question_number"),
    Index("ix_call_person", "person_id"),
    UniqueConstraint("origin", "external_id"),
)

caution = Table(
    "caution",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("lifted_at", Moment),
    Column("lifted_by", Text),
)
"""What screeners know of a caller: a `warning` or a `ban`, until it is lifted."""

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
)

prompter_view = Table(
    "prompter_view",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("device", String(16), primary_key=True),
    Column("view", Document, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("at", Moment, nullable=False),
)
"""How a prompter shows its text, for each device that one was opened on."""

ticket = Table(
    "ticket",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", String(32), nullable=False, unique=True),
    Column("question_id", Id, ForeignKey("question.id"), nullable=False),
    Column("promise_id", Id, ForeignKey("promise.id")),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False, server_default="open"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("department", Text),
    Column("owner", Text),
    Column("priority", String(16), nullable=False, server_default="normal"),
    Column("answer", Text),
    Column("created_at", Moment, nullable=False),
    Column("reaction_due", Moment, nullable=False),
    Column("resolution_due", Moment, nullable=False),
    Column("held_at", Moment),
    Index("ix_ticket_state", "state"),
    Index(
        "uq_ticket_question",
        "question_id",
        "kind",
        unique=True,
        sqlite_where=text("kind <> 'promise'"),
        postgresql_where=text("kind <> 'promise'"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("question_id", Id, ForeignKey("question.id")),
    Column("ticket_id", Id, ForeignKey("ticket.id")),
    Column("person_id", Id, ForeignKey("person.id")),
    # The network's name of the message that is answered, so that a comment is answered where it was written.
    Column("context", Text),
    Column("text", Text, nullable=False),
    Column("final", Boolean, nullable=False),
    # By what a network that knows it tells a repeated reply from a second one.
    Column("guard", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment, nullable=False),
    # When it first may have arrived without our knowing it.
    Column("unsure_since", Moment),
    Column("reason", Text),
    Column("detail", Text),
    Column("link", Text),
    Column("external_id", Text),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Index("ix_outbox_question", "question_id"),
    Index("ix_outbox_ticket", "ticket_id"),
    Index(
        "ix_outbox_due",
        "channel_id",
        "next_at",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
)
"""Replies on their way out. `sending` is committed before the request, `sent` after it."""

lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)
"""What one worker at a time does, such as "send:5": whose it is, and until when unless it is held on to."""

event = Table(
    "event",
    metadata,
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
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
    Column("data", Document),
    Index("ix_event_question", "broadcast_id", "question", "seq"),
)

command = Table(
    "command",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("result", Document, nullable=False),
    Column("at", Moment, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("department", Text),
    Column("active", Boolean, nullable=False, server_default=text("true")),
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
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("screen", String(16)),
    # A screen's link made in the rundown: what its token is derived from, so that it can be shown again, and by whom.
    Column("salt", String(32)),
    Column("by_name", Text),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("settled_at", Moment),
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
"""What the centre edits as a whole: `topics`, `localities`, `reasons`. A list that nobody has edited has no row."""

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
"""`epoch`: changes when the database was restored, so that no screen believes its old number."""
