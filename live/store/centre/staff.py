"""By which of the centre's bots its people are told of alarms: bound by a code that they write there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.store.tables import account, channel, staff_contact
from live.store.transaction import Transaction

BOTS = ("telegram", "max")
"""Networks by which one of the centre's own people can be written to first, once they have written themselves."""


def bots(connection: Connection) -> Sequence[Row[Any]]:
    """The channels of bots that are open: `id`, `type`, `title`."""
    mine = (channel.c.type.in_(BOTS), ~channel.c.paused, channel.c.closed_at.is_(None))
    columns: tuple[Any, ...] = (channel.c.id, channel.c.type, channel.c.title)
    return connection.execute(select(*columns).where(*mine).order_by(channel.c.id)).all()


def of_account(connection: Connection, account_id: int) -> dict[int, Row[Any]]:
    """By a channel's id, how a person stands with its bot."""
    mine = select(staff_contact).where(staff_contact.c.account_id == account_id)
    return {row.channel_id: row for row in connection.execute(mine)}


def ask(tx: Transaction, account_id: int, channel_id: int, digest: str, until: datetime) -> None:
    """A new code, in place of an earlier one; what is bound by now stays until the code comes."""
    facts = {"code_hash": digest, "code_until": until}
    theirs = (staff_contact.c.account_id == account_id, staff_contact.c.channel_id == channel_id)
    if not tx.connection.execute(update(staff_contact).where(*theirs).values(**facts)).rowcount:
        tx.connection.execute(insert(staff_contact).values(account_id=account_id, channel_id=channel_id, **facts))


def asked_by(connection: Connection, channel_id: int, digests: Sequence[str], now: datetime) -> Row[Any] | None:
    """Whose code that is, on this channel: `id`, `account_id` and `name`; None where it is nobody's, or too old."""
    columns: tuple[Any, ...] = (staff_contact.c.id, staff_contact.c.account_id, account.c.name)
    mine = (
        select(*columns)
        .join(account, account.c.id == staff_contact.c.account_id)
        .where(staff_contact.c.code_hash.in_(digests), staff_contact.c.channel_id == channel_id)
        .where(staff_contact.c.code_until > now, account.c.active)
    )
    return connection.execute(mine.limit(1)).one_or_none()


def bind(tx: Transaction, contact_id: int, contact: str) -> bool:
    """From now on they are written to there; False where the code was used meanwhile."""
    mine = (staff_contact.c.id == contact_id, staff_contact.c.code_hash.is_not(None))
    facts = {"contact": tx.store.keyring.close("staff contact", contact), "bound_at": tx.now}
    done = tx.connection.execute(update(staff_contact).where(*mine).values(**facts, code_hash=None, code_until=None))
    return done.rowcount == 1


def unbind(tx: Transaction, account_id: int, channel_id: int) -> bool:
    theirs = (staff_contact.c.account_id == account_id, staff_contact.c.channel_id == channel_id)
    return tx.connection.execute(delete(staff_contact).where(*theirs)).rowcount == 1
