"""A broadcast's tables: who asks, by what channel, what is asked, called, promised and told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from live.domain.broadcast import ZONE
from live.store.keyring import Sealed, SealedDocument
from live.store.tables.columns import Document, Id, Moment, Rank, metadata

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", Integer, ForeignKey("log.id"), primary_key=True, autoincrement=False),
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
    # How many seconds a question of its order is planned to last where nobody has said it of that one.
    Column("item_seconds", Integer, nullable=False, server_default="150"),
    Column("zone", String(64), nullable=False, server_default=ZONE),
    Column("standing_id", Integer, ForeignKey("broadcast.id")),
    # Whether names of residents who agreed to it are shown on air.
    Column("names_on_air", Boolean, nullable=False, server_default=text("true")),
    # What its form says: above the questions, and once one was sent; where the data's policy stands, who keeps them.
    Column("greeting", Text),
    Column("thanks", Text),
    Column("policy_url", Text),
    Column("operator", Text),
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
    # Where its recording stands; the moment at which that begins, null: with the air.
    Column("recording_url", Text),
    Column("recording_at", Moment),
    # Questions that were open when the wrap began, and how many of them have their tickets.
    Column("wrap_total", Integer),
    Column("wrap_done", Integer),
    # Whether its wrap is being taken back while it is `wrapping`; and who took one back last, and why.
    Column("unwrapping", Boolean, nullable=False, server_default=text("false")),
    Column("unwrap_reason", Text),
    Column("unwrap_by", Text),
    Column("unwrap_at", Moment),
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("contact_hash", String(64), unique=True),
    Column("name", Text),
    Column("contact", Sealed("contact")),
    # What a query may ask of a sealed contact: tel, mailto, a network.
    Column("contact_kind", String(16)),
    Column("profile", Sealed("profile")),
    # One telephone serves a family: another name under a known contact is a person of its own, tied to the first.
    Column("alias_of", Id),
    # When a network that tells names apart from messages was asked for this one's, whatever it said.
    Column("looked_up_at", Moment),
    # When name, contact and profile were taken away, their term being over.
    Column("anonymised_at", Moment),
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
    # Sealed as a whole (live/store/centre/channels.py).
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
    # When it was taken away, with its secrets; what came by it stays.
    Column("closed_at", Moment),
)

_CONVERSES = text("conversation IS NOT NULL")


def _where(condition: str) -> dict[str, Any]:
    """What an index over some of the rows takes."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


question = Table(
    "question",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("state", String(16), nullable=False, server_default="new"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("rank", Rank),
    # How many seconds it is planned to have on air, where somebody has said it.
    Column("planned_seconds", Integer),
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
    # Words that the centre calls rude, as they stand in its text; null where there are none, or nobody has read it yet.
    Column("rude", Document),
    # Whether it tells of danger to people, the words that say so, and whether nobody but the language work has said it.
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("urgent_words", Document),
    Column("urgent_guessed", Boolean, nullable=False, server_default=text("false")),
    # What it is instead of a question, by which words; and whether a person has said that it asks all the same.
    Column("not_asking", String(16)),
    Column("not_asking_words", Document),
    Column("asks", Boolean, nullable=False, server_default=text("false")),
    # What the language work found: null until it has read the question, which is after the acknowledgement.
    Column("lemmas", Text),
    Column("topic_guessed", Boolean, nullable=False, server_default=text("false")),
    Column("locality_guessed", Boolean, nullable=False, server_default=text("false")),
    Column("asked_at", Moment),
    Column("received_at", Moment, nullable=False),
    Column("attachments", Document),
    Column("original", SealedDocument("original")),
    Column("askers", Integer, nullable=False, server_default="1"),
    Column("merged_into", BigInteger),
    # Where it stood when the wrap made a ticket of it, so that a wrap taken back puts it there again.
    Column("wrapped_from", String(16)),
    Column("wrapped_rank", Rank),
    Column("decline_reason", String(64)),
    Column("decline_text", Text),
    Column("note_presenter", Text),
    Column("note_head", Text),
    # Words of its texts that may be seen on air, though they are somebody's telephone or address.
    Column("let_through", Document),
    # Whether its author's name may be said there: a name on the screen is made public (152-FZ, article 10.1).
    Column("name_on_air", Boolean, nullable=False, server_default=text("false")),
    Column("wanted", Boolean, nullable=False, server_default=text("false")),
    Column("graphic", Boolean, nullable=False, server_default=text("false")),
    Column("answer_summary", Text),
    Column("answer_fully", Boolean),
    Column("author_text", Text),
    Column("author_deleted", Boolean, nullable=False, server_default=text("false")),
    Column("author_changed_at", Moment),
    # When whoever asked it took it back by its code.
    Column("withdrawn_at", Moment),
    # Whether the outbox holds a reply to it: a screenful of questions has few to look for.
    Column("replied", Boolean, nullable=False, server_default=text("false")),
    Column("moved_by", Text),
    Column("moved_at", Moment),
    # When a person is to have taken it up, and when it is to be resolved: where no show answers it (domain/deadline).
    Column("react_due", Moment),
    Column("resolve_due", Moment),
    Column("reacted_at", Moment),
    # What of these times was told, each once: "reaction.near resolution.over". What was told stands.
    Column("alarms", Text),
    # How it was answered where that was not on air.
    Column("how", String(16)),
    # The same question in another broadcast (its id): where it was handed to, and from.
    Column("went_to", Id),
    Column("came_from", Id),
    # Where it was written: one name for a thread or a chat, within its origin (live/channels/capabilities.py).
    Column("conversation", Text),
    # The question (its id) that its author had asked there before. Merged into that one it is further words of its
    # asker, and its `askers` are 0; `further`: how many of them a question has.
    Column("continues", Id),
    Column("further", Integer, nullable=False, server_default="0"),
    Index("ix_question_state", "broadcast_id", "state", "number"),
    Index("ix_question_urgent", "broadcast_id", "number", "state", **_where("urgent")),
    Index("ix_question_not_asking", "broadcast_id", "number", "state", **_where("not_asking IS NOT NULL")),
    # Each ends in what lists are narrowed by besides, so that counting and paging read the index alone.
    Index("ix_question_source", "broadcast_id", "source", "number", "state"),
    # What is rarely set is cheap to index: an arrival without it adds nothing here.
    Index("ix_question_topic", "broadcast_id", "topic", "number", "state", **_where("topic IS NOT NULL")),
    Index("ix_question_locality", "broadcast_id", "locality", "number", "state", **_where("locality IS NOT NULL")),
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
    # What was answered or handed over of one topic in one place: a trouble that comes again.
    Index(
        "ix_question_trouble",
        "topic",
        "locality",
        "id",
        sqlite_where=text("state IN ('answered', 'ticketed') AND topic IS NOT NULL AND locality IS NOT NULL"),
        postgresql_where=text("state IN ('answered', 'ticketed') AND topic IS NOT NULL AND locality IS NOT NULL"),
    ),
    Index("ix_question_conversation", "conversation", "id", sqlite_where=_CONVERSES, postgresql_where=_CONVERSES),
    Index(
        "ix_question_due",
        "react_due",
        "id",
        sqlite_where=text("react_due IS NOT NULL AND state = 'new'"),
        postgresql_where=text("react_due IS NOT NULL AND state = 'new'"),
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

consent = Table(
    "consent",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("version", String(60), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("name_on_air", Boolean, nullable=False),
)
"""What the sender of a question agreed to: when, to which text, by what channel. Never changed: it is the proof."""

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

promise_change = Table(
    "promise_change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question_id", Id, ForeignKey("question.id"), nullable=False, index=True),
    # No foreign key: a promise that was withdrawn is no more.
    Column("promise_id", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("department", Text),
    Column("due", String(10)),
    Column("withdrawn", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What a promise said until somebody amended or withdrew it, and why."""

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
    # Whether its number was banned when it rang.
    Column("banned", Boolean, nullable=False, server_default=text("false")),
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
    Column("recording_url", Sealed("recording")),
    # What its exchange has told of its legs (live.domain.call_legs).
    Column("legs", Document),
    Column("question_number", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Index("ix_call_state", "broadcast_id", "state"),
    Index("ix_call_question", "broadcast_id", "question_number"),
    Index("ix_call_person", "person_id"),
    Index(
        "ix_call_to_call_back",
        "broadcast_id",
        "id",
        sqlite_where=text("closed_at IS NULL AND (missed OR call_back)"),
        postgresql_where=text("closed_at IS NULL AND (missed OR call_back)"),
    ),
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
