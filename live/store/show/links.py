"""Links that open one screen of one broadcast. A link is an access key whose token can be derived again.

The token stands nowhere: it follows from the installation's secret and the row's salt, and the row keeps a keyed hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from live.domain.people import Role
from live.store.centre.access import digest_of
from live.store.tables import access_key
from live.store.transaction import Store, Transaction

_LINK = access_key.c.salt.is_not(None)


def add(tx: Transaction, broadcast_id: int, screen: str, role: Role, name: str, by_name: str) -> int:
    salt = secrets.token_hex(16)
    row = {
        "hash": tx.store.link_digest(tx.store.link_token(salt)),
        "name": name,
        "roles": [role.value],
        "broadcast_id": broadcast_id,
        "screen": screen,
        "salt": salt,
        "by_name": by_name,
        "created_at": tx.now,
    }
    return int(tx.connection.execute(insert(access_key).values(row).returning(access_key.c.id)).scalar_one())


def revoke(tx: Transaction, broadcast_id: int, link_id: int) -> bool:
    """Whether the broadcast has such a link that was still valid."""
    mine = (access_key.c.id == link_id) & (access_key.c.broadcast_id == broadcast_id)
    revoked = update(access_key).where(mine, _LINK, access_key.c.revoked_at.is_(None)).values(revoked_at=tx.now)
    return tx.connection.execute(revoked).rowcount == 1


def count_valid(connection: Connection, broadcast_id: int) -> int:
    mine = select(func.count()).where(access_key.c.broadcast_id == broadcast_id, _LINK)
    return int(connection.execute(mine.where(access_key.c.revoked_at.is_(None))).scalar_one())


def by_ids(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    return list(connection.execute(select(access_key).where(_LINK, access_key.c.id.in_(list(ids)))).all())


def of_broadcast(connection: Connection, broadcast_id: int, revoked: int) -> list[Row[Any]]:
    """The valid ones, and the newest `revoked` of the others, the newest first."""
    mine = select(access_key).where(access_key.c.broadcast_id == broadcast_id, _LINK).order_by(access_key.c.id.desc())
    valid = connection.execute(mine.where(access_key.c.revoked_at.is_(None))).all()
    gone = connection.execute(mine.where(access_key.c.revoked_at.is_not(None)).limit(revoked)).all()
    return sorted([*valid, *gone], key=lambda row: -row.id)


def token_of(store: Store, link: Row[Any]) -> str | None:
    """A link's token; None where it was made under another secret key, and cannot be told any more."""
    tokens = store.link_tokens(link.salt)
    return next((one for one in tokens if link.hash in (digest_of(one), *store.link_digests(one))), None)
