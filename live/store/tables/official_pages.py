"""The pages that the region's bodies keep in the networks, what the centre posts on its own, and what is discussed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Id, Moment, metadata

official_page = Table(
    "official_page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("body", Text, nullable=False),
    # Whose page it is, where it is a person's.
    Column("official", Text),
    Column("network", String(16), nullable=False),
    Column("address", Text, nullable=False),
    # The address by which it is known to be no other page's.
    Column("address_key", Text, nullable=False, unique=True),
    # Whether the network shows the state's mark on it.
    Column("verified", Boolean, nullable=False, server_default=text("(false)")),
    # Who of the staff answers for it: an account, or a name alone.
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("responsible", Text),
    # Since which day, as 2026-12-01.
    Column("since", String(10)),
    # The channel that it is too. No foreign key: a channel may go, and the page is only watched then.
    Column("channel_id", Integer),
    Column("at", Moment, nullable=False),
    # When what stands on it was last read, and why it could not be; when somebody was told that nothing does.
    Column("read_at", Moment),
    Column("trouble", Text),
    Column("told_at", Moment),
)

page_post = Table(
    "page_post",
    metadata,
    Column("page_id", Integer, ForeignKey("official_page.id"), primary_key=True, autoincrement=False),
    # What its network calls it.
    Column("name", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
    # Whether nobody else had written it, and whether there is a film with it.
    Column("own", Boolean, nullable=False),
    Column("video", Boolean, nullable=False),
    Column("views", BigInteger),
    Column("likes", BigInteger),
    Column("reposts", BigInteger),
    Column("comments", BigInteger),
    Index("ix_page_post_at", "at", "page_id"),
)
"""A post that stands on an official page, whoever has put it there."""

publication = Table(
    "publication",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("state", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False, server_default=""),
    # When it is to be posted; null: as soon as somebody says so.
    Column("due", Moment),
    # Who wrote these words: their name, and the credential by which a second person is told from them.
    Column("by_name", Text, nullable=False),
    Column("writer", String(40), nullable=False),
    Column("seen_by", Text),
    Column("seen_at", Moment),
    # Other words for what stands on the pages, until a second person has seen them.
    Column("next_text", Text),
    Column("next_by", Text),
    Column("next_writer", String(40)),
    Column("created_at", Moment, nullable=False),
    Column("released_at", Moment),
    # Of what it tells the outcome, such as “show/line-2026” (live/domain/official_pages/result.py).
    Column("origin", String(200)),
    Index("ix_publication_due", "state", "due"),
    Index("ix_publication_origin", "origin"),
)

_WANTED = text("wants IS NOT NULL")

publication_page = Table(
    "publication_page",
    metadata,
    Column("publication_id", Id, ForeignKey("publication.id"), primary_key=True, autoincrement=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), primary_key=True, autoincrement=False),
    # Its letter in the outbox, once it is released: that one's state is how it stands on the page.
    Column("outbox_id", Id, unique=True),
    # `correct` or `withdraw`: what is still to be done with the post there.
    Column("wants", String(16)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment),
    Column("reason", Text),
    Column("detail", Text),
    Column("withdrawn_at", Moment),
    Column("corrected_at", Moment),
    # What its network told last of who has seen it; null where it tells nothing.
    Column("views", BigInteger),
    Column("likes", BigInteger),
    Column("reposts", BigInteger),
    Column("comments", BigInteger),
    Column("read_at", Moment),
    Index("ix_publication_page_wants", "wants", sqlite_where=_WANTED, postgresql_where=_WANTED),
)
"""A publication on a page of the centre: one at most by each channel."""

discussion = Table(
    "discussion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("state", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False, server_default=""),
    # When it closes by itself; null: once somebody says so.
    Column("until", Moment),
    # The broadcast to which its own form delivers.
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False),
    # What came of it.
    Column("taken", Text, nullable=False, server_default=""),
    Column("rest", Text, nullable=False, server_default=""),
    Column("by_name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("concluded_by", Text),
    Column("concluded_at", Moment),
    # When everybody who wrote had been told; null before.
    Column("told_at", Moment),
    Index("ix_discussion_state", "state", "until"),
)

discussion_voice = Table(
    "discussion_voice",
    metadata,
    Column("question_id", Id, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("discussion_id", Integer, ForeignKey("discussion.id"), nullable=False, index=True),
    Column("stance", String(8)),
    # Whether it was taken over; null: nobody has said.
    Column("taken", Boolean),
    Column("by_name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # When its author was told what came of it.
    Column("told_at", Moment),
)
"""What was said of a question that was written to a discussion; without a row nothing was."""
