"""The tables of polls: what is asked, who has voted, and how many have chosen what."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Document, Id, Moment, metadata

poll = Table(
    "poll",
    metadata,
    Column("id", Id, primary_key=True),
    Column("broadcast_id", Integer, ForeignKey("broadcast.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("question", Text, nullable=False),
    Column("many", Boolean, nullable=False),
    Column("chats", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("shown", Boolean, nullable=False, server_default=text("(false)")),
    Column("until", Moment),
    # How many people have a ballot here.
    Column("ballots", BigInteger, nullable=False, server_default="0"),
    # What screens were told of the counts last: {"by": {"1": {"form": 3}}, "voters": 3}; whether there is more to tell.
    Column("tally", Document, nullable=False),
    Column("untold", Boolean, nullable=False, server_default=text("(false)")),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", Moment),
    # One at most is on air in a broadcast.
    Index("uq_poll_shown", "broadcast_id", unique=True, sqlite_where=text("shown"), postgresql_where=text("shown")),
)

poll_option = Table(
    "poll_option",
    metadata,
    Column("poll_id", Id, ForeignKey("poll.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("gone", Boolean, nullable=False, server_default=text("(false)")),
)

poll_count = Table(
    "poll_count",
    metadata,
    Column("poll_id", Id, ForeignKey("poll.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("source", String(16), primary_key=True),
    Column("votes", BigInteger, nullable=False),
)
"""How many have chosen an option, by where they did: counted with each ballot, never by going through them."""

ballot = Table(
    "ballot",
    metadata,
    Column("poll_id", Id, ForeignKey("poll.id"), primary_key=True, autoincrement=False),
    # A keyed hash of who voted, another one in each poll.
    Column("voter", String(64), primary_key=True),
    Column("source", String(16), nullable=False),
    # A bit for each option that was chosen.
    Column("choice", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

poll_post = Table(
    "poll_post",
    metadata,
    Column("id", Id, primary_key=True),
    Column("poll_id", Id, ForeignKey("poll.id"), nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("state", String(16), nullable=False),
    # By what a network that knows it tells a repeated post from a second one.
    Column("guard", Integer, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment, nullable=False),
    # When it first may have come to stand there without our knowing it.
    Column("unsure_since", Moment),
    Column("reason", Text),
    Column("detail", Text),
    Column("link", Text),
    # What its network calls the poll; what else its file wants to know of it, as JSON.
    Column("name", Text),
    Column("facts", Document),
    # What the network has counted there, by option: {"1": 7}, and how many people those are.
    Column("votes", Document),
    Column("voters", BigInteger, nullable=False, server_default="0"),
    # The order that the network gave to that word.
    Column("counted_at", BigInteger, nullable=False, server_default="0"),
    Column("by_name", Text, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Index("uq_poll_post", "poll_id", "channel_id", unique=True),
    Index("ix_poll_post_name", "channel_id", "name"),
    Index("ix_poll_post_state", "state"),
)
"""A poll on a page of a network: one at most by each channel."""
