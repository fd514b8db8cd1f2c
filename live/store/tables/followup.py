"""The tables of what comes after: tickets and what is told of them outside."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.keyring import Sealed
from live.store.tables.columns import Document, Id, Moment, metadata

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
    # Why its clock stands; `waits`: for the resident's word.
    Column("hold_reason", Text),
    Column("waits", Boolean, nullable=False, server_default=text("false")),
    # `fast`: working hours by topic and priority; `formal`: a formal appeal, in calendar days.
    Column("track", String(16), nullable=False, server_default="fast"),
    # From when its clock runs: made, reopened, or turned into a formal appeal.
    Column("clock_from", Moment),
    # An account's id; `owner` is its name, or one that has no account.
    Column("owner_id", Integer),
    Column("reacted_at", Moment),
    Column("resolved_at", Moment),
    Column("closed_at", Moment),
    Column("reopened", Integer, nullable=False, server_default="0"),
    # The resident's own word on the answer: 1 to 5.
    Column("rating", Integer),
    Column("rating_text", Text),
    # What everybody may read of it; until then only what it is about, and where.
    Column("published_text", Text),
    Column("published_at", Moment),
    # By when the answer that waits is to be approved; null while none waits.
    Column("approval_due", Moment),
    Index("ix_ticket_state", "state"),
    Index("ix_ticket_question", "question_id"),
    Index("ix_ticket_department", "department", "state"),
    Index("ix_ticket_due", "state", "resolution_due", "id"),
    Index("ix_ticket_reaction", "state", "reaction_due", "id"),
    # What the board shows most: who is due next, whatever its state, as long as it is not finished.
    Index(
        "ix_ticket_unfinished",
        "resolution_due",
        "id",
        sqlite_where=text("state NOT IN ('resolved', 'closed')"),
        postgresql_where=text("state NOT IN ('resolved', 'closed')"),
    ),
    Index(
        "ix_ticket_owner",
        "owner_id",
        "state",
        sqlite_where=text("owner_id IS NOT NULL"),
        postgresql_where=text("owner_id IS NOT NULL"),
    ),
    # Who has no account goes by name; in the order of the newest, and counted without looking at the rows.
    Index(
        "ix_ticket_owner_name",
        "owner",
        "id",
        "state",
        sqlite_where=text("owner_id IS NULL AND owner IS NOT NULL"),
        postgresql_where=text("owner_id IS NULL AND owner IS NOT NULL"),
    ),
    Index("ix_ticket_created", "created_at"),
    Index(
        "uq_ticket_question",
        "question_id",
        "kind",
        unique=True,
        sqlite_where=text("kind <> 'promise'"),
        postgresql_where=text("kind <> 'promise'"),
    ),
    # A promise has one ticket, however often a wrap is resumed.
    Index(
        "uq_ticket_promise",
        "promise_id",
        unique=True,
        sqlite_where=text("promise_id IS NOT NULL"),
        postgresql_where=text("promise_id IS NOT NULL"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    # Null: no network reaches this person, and somebody of the centre calls or writes.
    Column("channel_id", Integer, ForeignKey("channel.id")),
    Column("question_id", Id, ForeignKey("question.id")),
    Column("ticket_id", Id, ForeignKey("ticket.id")),
    Column("person_id", Id, ForeignKey("person.id")),
    # Where it goes to when that is not the person's contact: an owner's or a chief's e-mail.
    Column("address", Sealed("address")),
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
    # What was said of a matter to all who asked: each of them once.
    Column("word_id", Id),
    # Who said it, where it was a person: sent again, arrived, taken back, told by hand.
    Column("moved_by", Text),
    # The kind of a notice, which nobody wrote: what people write goes before it.
    Column("notice", String(16)),
    # The files that go along, by their rows; and those of them that the network does not carry: a link goes for them.
    Column("files", Document),
    Column("linked", Document),
    # Messages of it that have arrived, where a network takes text and files in several.
    Column("part", Integer, nullable=False, server_default="0"),
    Index("ix_outbox_question", "question_id"),
    Index("ix_outbox_ticket", "ticket_id"),
    Index(
        "ix_outbox_person",
        "person_id",
        sqlite_where=text("person_id IS NOT NULL"),
        postgresql_where=text("person_id IS NOT NULL"),
    ),
    Index(
        "uq_outbox_word",
        "word_id",
        "question_id",
        unique=True,
        sqlite_where=text("word_id IS NOT NULL"),
        postgresql_where=text("word_id IS NOT NULL"),
    ),
    Index(
        "ix_outbox_due",
        "channel_id",
        "next_at",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_by_hand",
        "id",
        sqlite_where=text("state = 'by_hand'"),
        postgresql_where=text("state = 'by_hand'"),
    ),
)
"""Replies on their way out. `sending` is committed before the request, `sent` after it."""

ticket_answer = Table(
    "ticket_answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False, index=True),
    # As it was written: a placeholder for the asker's own name or words still stands in it.
    Column("text", Text, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # Those that went along, by their rows.
    Column("files", Document),
)
"""What was answered, for whoever follows their question by its code: also where nothing could be sent."""

answer_version = Table(
    "answer_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False, index=True),
    # As it was written, with its placeholders.
    Column("text", Text, nullable=False),
    # `waiting`, or what became of it: live/domain/followup/approval.py.
    Column("fate", String(16), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # Why it was returned.
    Column("note", Text),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Column("files", Document),
    # One at a time waits.
    Index(
        "uq_answer_version_waiting",
        "ticket_id",
        unique=True,
        sqlite_where=text("fate = 'waiting'"),
        postgresql_where=text("fate = 'waiting'"),
    ),
)
"""Final answers that were to be approved first, each as it was written."""

part = Table(
    "part",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False, index=True),
    # Whose part it is; the ticket's own department is another.
    Column("department", Text, nullable=False),
    # A person of it, where one is meant; their colleagues may give it too.
    Column("person_id", Integer),
    Column("person", Text),
    # What is asked.
    Column("text", Text, nullable=False),
    Column("due", Moment, nullable=False),
    # live/domain/followup/part.py.
    Column("state", String(16), nullable=False, server_default="asked"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("by_name", Text, nullable=False),
    # A coordinator's account, who is told what becomes of it beside those who have the ticket.
    Column("by_id", Integer),
    Column("at", Moment, nullable=False),
    # Who gave, declined or dropped it last; why, where it was declined.
    Column("moved_by", Text),
    Column("moved_at", Moment),
    Column("reason", Text),
    Index("ix_part_department", "department", "state", "ticket_id"),
    Index("ix_part_due", "due", sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
    # A department is asked for one at a time.
    Index(
        "uq_part_standing",
        "ticket_id",
        "department",
        unique=True,
        sqlite_where=text("state IN ('asked', 'given')"),
        postgresql_where=text("state IN ('asked', 'given')"),
    ),
)
"""Parts of answers that other departments are asked for."""

part_version = Table(
    "part_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("part_id", Id, ForeignKey("part.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What was given as a part, each as it was written; the newest counts."""

ticket_pause = Table(
    "ticket_pause",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)
"""When a ticket's clock stood, so that its due times can be reckoned anew by another calendar."""

ticket_note = Table(
    "ticket_note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What those who work on a ticket tell each other; no resident sees it."""

escalation = Table(
    "escalation",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    # `reaction`, `resolution`, `approval` or `part`.
    Column("clock", String(16), primary_key=True),
    # `near` (to the owner), `over` (to the owner), `chief` (over for long: to the chief).
    Column("step", String(16), primary_key=True),
    # The ticket's `reopened` by then: a reopened ticket may escalate again. Of a part: its id.
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("due", Moment, nullable=False),
    Column("told", Text),
    Column("at", Moment, nullable=False),
)
"""Who was told of a deadline, once: what was sent stands, whatever becomes of the calendar."""

webhook = Table(
    "webhook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    # Sealed: what its deliveries are signed with.
    Column("secret", Document, nullable=False),
    # Event types, or null for all of them.
    Column("types", Document),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    # How far the centre's log of tickets has been delivered to it; setting it back replays.
    Column("position", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment),
    Column("error", Text),
    Column("error_at", Moment),
    Column("delivered_at", Moment),
    Column("by_name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

retention_run = Table(
    "retention_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dry", Boolean, nullable=False),
    Column("terms", Document, nullable=False),
    Column("counts", Document, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),
)
"""What was anonymised, by which terms: numbers only."""
