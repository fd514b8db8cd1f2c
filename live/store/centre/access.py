"""Keys, screen links and accounts: what a token or a login stands for. Of tokens only hashes are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, not_, select, update

from live.domain.refused import Refused
from live.store.quick.prepared import DIALECTS, Prepared, among, many
from live.store.tables import access_key, account, account_role, broadcast
from live.store.text import dumps
from live.store.transaction import Store, Transaction

_ADMIN = "admin"

_real = broadcast.alias("real")
_REAL = select(_real.c.id).where(not_(_real.c.rehearsal)).exists()

_OF_REHEARSAL: ColumnElement[bool] = func.coalesce(broadcast.c.rehearsal, False)
"""Whether it was granted in a rehearsal: such grants end, for good, with the first real broadcast."""

_STANDS = not_(_OF_REHEARSAL) | not_(_REAL)

_KEYS = (
    select(access_key, _OF_REHEARSAL.label("rehearsal"))
    .outerjoin(broadcast, broadcast.c.id == access_key.c.broadcast_id)
    .where(access_key.c.revoked_at.is_(None), _STANDS)
)
_KEYS_OF = {name: Prepared(_KEYS.where(among(name, access_key.c.id, "ids"))) for name in DIALECTS}
"""Asked of every key that a screen came by, at each pulse."""
_KEY = _KEYS.where(access_key.c.hash.in_(bindparam("digests", expanding=True)))

_ROLES = (
    select(account_role, _OF_REHEARSAL.label("rehearsal"))
    .outerjoin(broadcast, broadcast.c.id == account_role.c.broadcast_id)
    .where(_STANDS)
)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add_key(
    tx: Transaction,
    token: str,
    name: str,
    roles: Iterable[str],
    broadcast_id: int | None,
    screen: str | None = None,
    **facts: Any,
) -> int:
    """A new key with roles in one broadcast, or in all of them and the centre (None); its number."""
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
                **facts,
            )
            .returning(access_key.c.id)
        ).scalar_one()
    )


def key_of(connection: Connection, store: Store, token: str) -> Row[Any] | None:
    """The key or link that a token opens; None when there is none, or it was revoked, or its rehearsal is over."""
    digests = [digest_of(token), *store.link_digests(token)]
    return connection.execute(_KEY, {"digests": digests}).one_or_none()


def keys(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """Those among these keys that stand."""
    return list(_KEYS_OF[connection.dialect.name].all(connection, {"ids": many(connection, ids)}))


def revoke_key(tx: Transaction, key_id: int) -> bool:
    """Whether there was such a key that stood."""
    this = (access_key.c.id == key_id) & access_key.c.revoked_at.is_(None)
    return tx.connection.execute(update(access_key).where(this).values(revoked_at=tx.now)).rowcount == 1


_OF_A_PROGRAM = access_key.c.screen.is_(None) & access_key.c.revoked_at.is_(None)


def revoke_program_key(tx: Transaction, key_id: int) -> bool:
    """Whether there was such a key of a program, and no screen's link, that stood."""
    this = (access_key.c.id == key_id) & _OF_A_PROGRAM
    return tx.connection.execute(update(access_key).where(this).values(revoked_at=tx.now)).rowcount == 1


def limit_key(tx: Transaction, key_id: int, **facts: Any) -> bool:
    """Whether there is such a key of a program to limit."""
    this = (access_key.c.id == key_id) & _OF_A_PROGRAM
    return tx.connection.execute(update(access_key).where(this).values(**facts)).rowcount == 1


def program_keys(connection: Connection) -> list[Row[Any]]:
    """The keys of programs, which open no screen, each with its broadcast's `slug` and `title`: the newest first."""
    of_programs = (
        select(access_key, broadcast.c.slug, broadcast.c.title)
        .outerjoin(broadcast, broadcast.c.id == access_key.c.broadcast_id)
        .where(access_key.c.screen.is_(None))
    )
    return list(connection.execute(of_programs.order_by(access_key.c.id.desc())).all())


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
    set_roles(tx, account_id, {(role, broadcast_id) for role in roles})
    return account_id


def set_roles(tx: Transaction, account_id: int, grants: Collection[tuple[str, int]]) -> None:
    """The roles of an account from now on, each with the broadcast that it is held in (0: all, and the centre)."""
    tx.connection.execute(delete(account_role).where(account_role.c.account_id == account_id))
    rows = [{"account_id": account_id, "role": role, "broadcast_id": where} for role, where in sorted(grants)]
    if rows:
        tx.connection.execute(insert(account_role), rows)


def administered_by_others(connection: Connection, account_id: int) -> bool:
    """Whether the centre has an administrator besides this account who can sign in."""
    others = (
        select(account.c.id)
        .join(account_role, account_role.c.account_id == account.c.id)
        .where(account_role.c.role == _ADMIN, account_role.c.broadcast_id == 0)
        .where(account.c.active, account.c.password_hash != "", account.c.id != account_id)
    )
    return connection.execute(others.limit(1)).first() is not None


def account_by_login(connection: Connection, login: str) -> Row[Any] | None:
    return connection.execute(select(account).where(account.c.login == login)).one_or_none()


def any_account(connection: Connection) -> bool:
    """Whether anybody can sign in here at all."""
    return connection.execute(select(account.c.id).limit(1)).first() is not None


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


def move_department(tx: Transaction, name: str, into: str) -> None:
    """Whoever belongs to a department belongs to the one of another name."""
    tx.connection.execute(update(account).where(account.c.department == name).values(department=into))


def account_for_change(tx: Transaction, account_id: int) -> Row[Any]:
    """A person's row, locked; `not_found` without one."""
    row = tx.connection.execute(select(account).where(account.c.id == account_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such person.")
    return row


def version_of(row: Row[Any]) -> str:
    """Another one whenever what can be changed of a person has changed."""
    return digest_of(dumps([row.name, row.department, row.email, bool(row.active), row.generation]))[:16]


def set_facts(tx: Transaction, account_id: int, **facts: Any) -> None:
    tx.connection.execute(update(account).where(account.c.id == account_id).values(**facts))


def all_accounts(connection: Connection) -> list[Row[Any]]:
    """Everybody, by login."""
    return list(connection.execute(select(account).order_by(account.c.login)).all())


def roles_of(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """What these accounts were granted, each with its broadcast (0: all of them), but for a rehearsal that is over."""
    return list(connection.execute(_ROLES.where(account_role.c.account_id.in_(list(ids)))).all())
