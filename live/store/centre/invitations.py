"""Links by which a person sets a password, once: an invitation, a reset, the code of a first start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from live.store.centre.access import digest_of
from live.store.tables import account, invitation
from live.store.transaction import Transaction


def add(tx: Transaction, token: str, kind: str, account_id: int | None, by_name: str | None, term: timedelta) -> None:
    """A new one, instead of whatever was made for the same account before."""
    if account_id is not None:
        withdraw(tx, account_id)
    row = {
        "hash": digest_of(token),
        "kind": kind,
        "account_id": account_id,
        "by_name": by_name,
        "created_at": tx.now,
        "expires_at": tx.now + term,
    }
    tx.connection.execute(insert(invitation).values(row))


def find(connection: Connection, token: str, now: datetime) -> Row[Any] | None:
    """The one that this token opens, while it can be used: not yet used, in time, its account not closed."""
    this = (
        select(invitation, account.c.login, account.c.name, account.c.active)
        .outerjoin(account, account.c.id == invitation.c.account_id)
        .where(invitation.c.hash == digest_of(token), invitation.c.used_at.is_(None), invitation.c.expires_at > now)
        .where(or_(invitation.c.account_id.is_(None), account.c.active))
    )
    return connection.execute(this).one_or_none()


def use(tx: Transaction, token: str) -> bool:
    """Whether nobody has used it before."""
    this = (invitation.c.hash == digest_of(token)) & invitation.c.used_at.is_(None)
    return tx.connection.execute(update(invitation).where(this).values(used_at=tx.now)).rowcount == 1


def withdraw(tx: Transaction, account_id: int) -> None:
    tx.connection.execute(delete(invitation).where(invitation.c.account_id == account_id))


def waiting(connection: Connection, now: datetime) -> set[int]:
    """The accounts that have one which can still be used."""
    open_ = select(invitation.c.account_id).where(invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    return {one for one in connection.execute(open_).scalars() if one is not None}
