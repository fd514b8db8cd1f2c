"""Sessions: what devices have signed in, each found by the SHA-256 of the random id that its cookie holds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from live.store.tables import account, session
from live.store.transaction import Transaction


def new_id() -> str:
    """What a cookie holds: 32 random bytes, which nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def add(
    tx: Transaction,
    session_id: str,
    account_id: int | None,
    key_ids: Sequence[int],
    expires_at: datetime,
    proved_at: datetime | None,
    address: str | None,
    agent: str | None,
) -> None:
    """A new session of an account as it now is, of links, or of both."""
    now = select(account.c.generation).where(account.c.id == account_id)
    generation = tx.connection.execute(now).scalar_one() if account_id is not None else 0
    row = {
        "id_hash": hash_of(session_id),
        "account_id": account_id,
        "key_ids": list(key_ids),
        "generation": generation,
        "created_at": tx.now,
        "seen_at": tx.now,
        "proved_at": proved_at,
        "expires_at": expires_at,
        "address": address,
        "agent": agent,
    }
    tx.connection.execute(insert(session).values(row))


def by_hashes(connection: Connection, hashes: Collection[str]) -> list[Row[Any]]:
    """These sessions, whether they stand or have ended, each with its `account_generation`."""
    with_account = select(session, account.c.generation.label("account_generation")).outerjoin(
        account, account.c.id == session.c.account_id
    )
    return list(connection.execute(with_account.where(session.c.id_hash.in_(list(hashes)))).all())


def of_accounts(connection: Connection, account_ids: Collection[int], now: datetime) -> list[Row[Any]]:
    """The sessions of these accounts that were not ended, the one that was used last first."""
    theirs = (
        select(session)
        .join(account, (account.c.id == session.c.account_id) & (account.c.generation == session.c.generation))
        .where(session.c.account_id.in_(list(account_ids)), session.c.revoked_at.is_(None), session.c.expires_at > now)
    )
    return list(connection.execute(theirs.order_by(session.c.seen_at.desc(), session.c.id_hash)).all())


def addresses(connection: Connection, since: datetime, now: datetime) -> list[str]:
    """Where those sessions were opened that have been used since then and were not ended."""
    used = session.c.revoked_at.is_(None), session.c.expires_at > now, session.c.seen_at >= since
    told = select(session.c.address).where(*used, session.c.address.is_not(None)).distinct()
    return list(connection.execute(told.order_by(session.c.address)).scalars())


def end(tx: Transaction, id_hash: str, account_id: int | None = None) -> bool:
    """Whether there was such a session, of this account where one is said, that had not been ended."""
    this = (session.c.id_hash == id_hash) & session.c.revoked_at.is_(None)
    if account_id is not None:
        this &= session.c.account_id == account_id
    return tx.connection.execute(update(session).where(this).values(revoked_at=tx.now)).rowcount == 1


def end_all(tx: Transaction, account_id: int) -> None:
    """Every session of an account, wherever it is."""
    tx.connection.execute(update(account).where(account.c.id == account_id).values(generation=account.c.generation + 1))


_SEEN = (
    update(session)
    .where(session.c.id_hash == bindparam("used"), session.c.seen_at < bindparam("at"))
    .values(seen_at=bindparam("at"))
)


def note_use(tx: Transaction, used: Mapping[str, datetime]) -> None:
    """When each of these sessions was used last, where it was not used later."""
    if used:
        tx.connection.execute(_SEEN, [{"used": id_hash, "at": at} for id_hash, at in sorted(used.items())])


def forget_ended(tx: Transaction, before: datetime) -> int:
    """Remove those that have ended by themselves before a moment; how many."""
    return tx.connection.execute(delete(session).where(session.c.expires_at < before)).rowcount
