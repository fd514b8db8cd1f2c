"""The tables of second factors: what a person proves besides the password, and a sign-in that waits for it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from live.store.keyring import Sealed
from live.store.tables.columns import Id, Moment, metadata

totp = Table(
    "totp",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False, unique=True),
    # Null until a code of it was typed once.
    Column("secret", Sealed("second factor")),
    # One that was shown, and waits for its first code; then it takes the other's place.
    Column("pending", Sealed("second factor")),
    # The half minute whose code was used last: neither it nor an earlier one counts again.
    Column("last_step", Integer, nullable=False),
)
"""The secret that a person's program for codes holds too."""

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    # The figure that the code begins with, by which its hash is found.
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("used_at", Moment),
    Index("ix_recovery_code_account_id", "account_id"),
)
"""Codes on paper, each good once."""

passkey = Table(
    "passkey",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("name", Text, nullable=False),
    # Both in base64url, as the browser tells them.
    Column("credential", Text, nullable=False, unique=True),
    Column("public_key", Text, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_passkey_account_id", "account_id"),
)
"""Public keys of devices that prove a person by themselves (WebAuthn)."""

half_way = Table(
    "half_way",
    metadata,
    # SHA-256 of what the browser's cookie holds.
    Column("id_hash", String(64), primary_key=True),
    # What it is good for: "sign_in", "passkey", "confirm" or "add".
    Column("purpose", String(8), nullable=False),
    # Whose password was right; null where a passkey will say who it is.
    Column("account_id", Integer, ForeignKey("account.id")),
    # The account's own then: what has ended its sessions ends this too.
    Column("generation", Integer, nullable=False),
    # What the next passkey has to sign, in base64url.
    Column("challenge", Text),
    Column("tries", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index("ix_half_way_expires_at", "expires_at"),
)
"""What a browser has begun to prove, and has a few minutes to end."""
