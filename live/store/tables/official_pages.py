"""The pages that the region's bodies keep in the networks."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, text

from live.store.tables.columns import Moment, metadata

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
)
