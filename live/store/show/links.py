"""Links that open one screen of one broadcast. A link is an access key whose token can be derived again.

The token stands nowhere: it follows from the installation's secret and the row's salt, and the row keeps a keyed hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from live.domain.broadcast import Kind, links_end
from live.domain.people import Role
from live.store.centre.access import digest_of
from live.store.tables import access_key, broadcast
from live.store.transaction import Store, Transaction

_LINK = access_key.c.salt.is_not(None)
_STANDS = and_(_LINK, access_key.c.revoked_at.is_(None))


def add(
    tx: Transaction,
    broadcast_id: int,
    screen: str,
    role: Role,
    name: str,
    by_name: str,
    expires_at: datetime,
    made_by: int | None,
) -> int:
    salt = secrets.token_hex(16)
    row = {
        "hash": tx.store.link_digest(tx.store.link_token(salt)),
        "name": name,
        "roles": [role.value],
        "broadcast_id": broadcast_id,
        "screen": screen,
        "salt": salt,
        "by_name": by_name,
        "made_by": made_by,
        "created_at": tx.now,
        "expires_at": expires_at,
    }
    return int(tx.connection.execute(insert(access_key).values(row).returning(access_key.c.id)).scalar_one())


def of_credential(connection: Connection, credential: str | None) -> Row[Any] | None:
    """The link that somebody acts by ("key:5"); None for a person, and for a program's key."""
    kind, _, number = (credential or "").partition(":")
    if kind != "key":
        return None
    return connection.execute(select(access_key).where(_LINK, access_key.c.id == int(number))).one_or_none()


def revoke(tx: Transaction, broadcast_id: int, link_id: int) -> list[int]:
    """The links of the broadcast that end with this one, itself the first: those made through it, and through those.

    Empty where it is no valid link of the broadcast.
    """
    ended: list[int] = []
    these: ColumnElement[bool] = access_key.c.id == link_id
    while now_ended := _end(tx, broadcast_id, these):
        ended += now_ended
        these = access_key.c.made_by.in_(now_ended)
    return ended


def revoke_all(tx: Transaction, broadcast_id: int) -> list[int]:
    """The valid links of a broadcast, which have now ended."""
    return _end(tx, broadcast_id)


def revoke_expired(tx: Transaction, broadcast_id: int) -> list[int]:
    """The links of a broadcast whose time is over, and which nobody had revoked."""
    return _end(tx, broadcast_id, access_key.c.expires_at <= tx.now)


def _end(tx: Transaction, broadcast_id: int, *these: ColumnElement[bool]) -> list[int]:
    ending = update(access_key).where(_STANDS, access_key.c.broadcast_id == broadcast_id, *these)
    return sorted(tx.connection.execute(ending.values(revoked_at=tx.now).returning(access_key.c.id)).scalars())


def with_expired(connection: Connection, now: datetime) -> list[int]:
    """The broadcasts that have valid links whose time is over."""
    over = select(access_key.c.broadcast_id).where(_STANDS, access_key.c.expires_at <= now).distinct()
    return sorted(connection.execute(over).scalars())


def prolong(tx: Transaction, broadcast_id: int, until: datetime) -> None:
    """No valid link of a broadcast ends before this moment."""
    sooner = and_(_STANDS, access_key.c.broadcast_id == broadcast_id, access_key.c.expires_at < until)
    tx.connection.execute(update(access_key).where(sooner).values(expires_at=until))


def count_valid(connection: Connection, broadcast_id: int) -> int:
    mine = select(func.count()).where(access_key.c.broadcast_id == broadcast_id, _LINK)
    return int(connection.execute(mine.where(access_key.c.revoked_at.is_(None))).scalar_one())


def by_ids(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    return list(connection.execute(select(access_key).where(_LINK, access_key.c.id.in_(list(ids)))).all())


def of_broadcast(
    connection: Connection, broadcast_id: int, revoked: int, screens: Collection[str] | None = None
) -> list[Row[Any]]:
    """The valid ones, and the newest `revoked` of the others, the newest first; of these `screens` alone, or of all."""
    mine = select(access_key).where(access_key.c.broadcast_id == broadcast_id, _LINK).order_by(access_key.c.id.desc())
    if screens is not None:
        mine = mine.where(access_key.c.screen.in_(sorted(screens)))
    valid = connection.execute(mine.where(access_key.c.revoked_at.is_(None))).all()
    gone = connection.execute(mine.where(access_key.c.revoked_at.is_not(None)).limit(revoked)).all()
    return sorted([*valid, *gone], key=lambda row: -row.id)


def token_of(store: Store, link: Row[Any]) -> str | None:
    """A link's token; None where it was made under another secret key, and cannot be told any more."""
    tokens = store.link_tokens(link.salt)
    return next((one for one in tokens if link.hash in (digest_of(one), *store.link_digests(one))), None)


def bring_up_to_date(store: Store) -> None:
    """Give the links of an older version what they lack: the keyed hash, and an end."""
    old = (
        select(access_key, broadcast.c.kind, broadcast.c.starts_at, broadcast.c.aired_at, broadcast.c.minutes)
        .join(broadcast, broadcast.c.id == access_key.c.broadcast_id)
        .where(_STANDS, access_key.c.expires_at.is_(None))
    )
    with store.read() as connection:
        rows = connection.execute(old).all()
    if not rows:
        return
    with store.write() as tx:
        for row in rows:
            token = token_of(store, row)
            facts = {"hash": store.link_digest(token)} if token is not None else {}
            ends = links_end(Kind(row.kind), row.aired_at or row.starts_at, row.minutes, tx.now)
            tx.connection.execute(update(access_key).where(access_key.c.id == row.id).values(expires_at=ends, **facts))
