"""Who is banned: kept as persons are, by a keyed hash, the contact itself sealed."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update

from live.domain.abuse.ban import MOST
from live.domain.refused import Refused
from live.domain.submission import kind_of
from live.store.tables import ban
from live.store.transaction import Store, Transaction

_IN_FORCE = and_(
    ban.c.lifted_at.is_(None), or_(ban.c.until.is_(None), ban.c.until > bindparam("now", type_=ban.c.at.type))
)
_ALL = select(ban.c.hash, ban.c.until).where(_IN_FORCE)

FRESH = 1.0
"""Seconds for which a process believes what it read, since it asks at each arrival; its own bans it knows at once."""

_KNOWN: WeakKeyDictionary[Store, tuple[float, dict[str, datetime | None]]] = WeakKeyDictionary()
"""Each store's bans by their hashes, with their ends, and when they were read."""


def among(tx: Transaction, subjects: Collection[str]) -> set[str]:
    """Those of these contacts and addresses ("ip:…") that are banned now. While nobody is, it costs nothing."""
    known = _known(tx) if subjects else {}
    if not known:
        return set()
    return {subject for subject in subjects if _holds(known, tx.store.contact_hashes(subject), tx.now)}


def _known(tx: Transaction) -> dict[str, datetime | None]:
    read_at, known = _KNOWN.get(tx.store, (-FRESH, {}))
    if time.monotonic() - read_at >= FRESH:
        known = {row.hash: row.until for row in tx.connection.execute(_ALL, {"now": tx.now})}
        _KNOWN[tx.store] = (time.monotonic(), known)
    return known


def _holds(known: Mapping[str, datetime | None], hashes: Sequence[str], now: datetime) -> bool:
    ends = [known[one] for one in hashes if one in known]
    return any(end is None or end > now for end in ends)


def check_room(tx: Transaction) -> None:
    """`invalid` where as many hold as may."""
    if count(tx.connection, tx.now) >= MOST:
        raise Refused("invalid", "At most {most} bans hold at a time: lift some that are old.", most=MOST)


def add(tx: Transaction, subject: str, reason: str, by_name: str, until: datetime | None) -> int:
    """A new ban, in the place of one that stood."""
    lift_subject(tx, subject, by_name)
    _KNOWN.pop(tx.store, None)
    values = {
        "hash": tx.store.contact_hash(subject),
        "kind": kind_of(subject),
        "subject": tx.store.keyring.close("ban", subject),
        "reason": reason,
        "by_name": by_name,
        "at": tx.now,
        "until": until,
    }
    return int(tx.connection.execute(insert(ban).values(values).returning(ban.c.id)).scalar_one())


def lift(tx: Transaction, ban_id: int, by_name: str) -> bool:
    """Whether there was such a ban, which then holds no longer."""
    return _lift(tx, ban.c.id == ban_id, by_name) == 1


def lift_subject(tx: Transaction, subject: str, by_name: str) -> bool:
    """The same of whatever bans this contact or address."""
    return _lift(tx, ban.c.hash.in_(tx.store.contact_hashes(subject)), by_name) > 0


def _lift(tx: Transaction, which: ColumnElement[bool], by_name: str) -> int:
    _KNOWN.pop(tx.store, None)
    standing = (which, ban.c.lifted_at.is_(None))
    return tx.connection.execute(update(ban).where(*standing).values(lifted_at=tx.now, lifted_by=by_name)).rowcount


def count(connection: Connection, now: datetime) -> int:
    """How many hold now."""
    return int(connection.execute(select(func.count()).select_from(ban).where(_IN_FORCE), {"now": now}).scalar_one())


def in_force(connection: Connection, now: datetime, limit: int, before: int | None = None) -> Sequence[Row[Any]]:
    """Those that hold now, the newest first; only those older than the ban `before`."""
    older = [ban.c.id < before] if before is not None else []
    page = select(ban).where(_IN_FORCE, *older).order_by(ban.c.id.desc()).limit(limit)
    return connection.execute(page, {"now": now}).all()


def over(connection: Connection, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """Those that have ended or were lifted, the newest first."""
    ended = or_(ban.c.lifted_at.is_not(None), ban.c.until <= now)
    return connection.execute(select(ban).where(ended).order_by(ban.c.id.desc()).limit(limit)).all()


def of_subject(store: Store, connection: Connection, subject: str) -> Sequence[Row[Any]]:
    """Every ban of a contact or address, the newest first."""
    mine = ban.c.hash.in_(store.contact_hashes(subject))
    return connection.execute(select(ban).where(mine).order_by(ban.c.id.desc())).all()
