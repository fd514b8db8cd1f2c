"""Keys, screen links and accounts: what a token or a login stands for. Tokens are kept as SHA-256 only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from live.domain.refused import Refused
from live.store.tables import access_key, account, account_role
from live.store.text import dumps
from live.store.transaction import Transaction

_KEY = select(access_key).where(access_key.c.hash == bindparam("digest"), access_key.c.revoked_at.is_(None))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add_key(
    tx: Transaction, token: str, name: str, roles: Iterable[str], broadcast_id: int, screen: str | None = None
) -> int:
    return int(
        tx.connection.execute(
            insert(access_key)
            .values(
                hash=digest_of(token),
                name=name,
                roles=sorted(roles),
                broadcast_id=broadcast_id,
                screen=screen,
                created_at=tx.now,
            )
            .returning(access_key.c.id)
        ).scalar_one()
    )


def key_of(connection: Connection, token: str) -> Row[Any] | None:
    """The key that a token opens; None when there is none or it was revoked."""
    return connection.execute(_KEY, {"digest": digest_of(token)}).one_or_none()


def keys(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(access_key).where(access_key.c.id.in_(list(ids)), access_key.c.revoked_at.is_(None))
        ).all()
    )


def revoke_key(tx: Transaction, key_id: int) -> None:
    tx.connection.execute(update(access_key).where(access_key.c.id == key_id).values(revoked_at=tx.now))


def add_account(
    tx: Transaction,
    login: str,
    name: str,
    password_hash: str,
    roles: Iterable[str],
    broadcast_id: int = 0,
    department: str | None = None,
    email: str | None = None,
) -> int:
    """A new person with roles in one broadcast, or in all (0); `conflict` when the login is taken."""
    if account_by_login(tx.connection, login) is not None:
        raise Refused("conflict", "There is a user “{login}” already.", login=login)
    account_id = int(
        tx.connection.execute(
            insert(account)
            .values(
                login=login,
                name=name,
                password_hash=password_hash,
                department=department,
                email=email,
                created_at=tx.now,
            )
            .returning(account.c.id)
        ).scalar_one()
    )
    tx.connection.execute(
        insert(account_role),
        [{"account_id": account_id, "role": role, "broadcast_id": broadcast_id} for role in sorted(set(roles))],
    )
    return account_id


def account_by_login(connection: Connection, login: str) -> Row[Any] | None:
    return connection.execute(select(account).where(account.c.login == login)).one_or_none()


def accounts(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """The active ones among these accounts."""
    return list(connection.execute(select(account).where(account.c.id.in_(list(ids)), account.c.active)).all())


def of_departments(connection: Connection) -> list[Row[Any]]:
    """The active accounts that belong to a department, by name."""
    theirs = select(account).where(account.c.active, account.c.department.is_not(None))
    return list(connection.execute(theirs.order_by(account.c.name, account.c.id)).all())


def accounts_by_login(connection: Connection, logins: Iterable[str]) -> list[Row[Any]]:
    """The active ones among these accounts."""
    return list(connection.execute(select(account).where(account.c.login.in_(list(logins)), account.c.active)).all())


def account_for_change(tx: Transaction, account_id: int) -> Row[Any]:
    """A person's row, locked; `not_found` without one."""
    row = tx.connection.execute(select(account).where(account.c.id == account_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such person.")
    return row


def version_of(row: Row[Any]) -> str:
    """Another one whenever what can be changed of a person has changed."""
    return digest_of(dumps([row.department, row.email, bool(row.active)]))[:16]


def set_facts(tx: Transaction, account_id: int, **facts: Any) -> None:
    tx.connection.execute(update(account).where(account.c.id == account_id).values(**facts))


def all_accounts(connection: Connection) -> list[Row[Any]]:
    """Everybody, by login."""
    return list(connection.execute(select(account).order_by(account.c.login)).all())


def roles_of(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    return list(connection.execute(select(account_role).where(account_role.c.account_id.in_(list(ids)))).all())
