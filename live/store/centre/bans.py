"""Who is banned: kept as persons are, by a keyed hash, the contact itself sealed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update

from live.domain.ban import MOST
from live.domain.refused import Refused
from live.domain.submission import kind_of
from live.store.tables import ban
from live.store.transaction import Store, Transaction

_IN_FORCE = and_(
    ban.c.lifted_at.is_(None), or_(ban.c.until.is_(None), ban.c.until > bindparam("now", type_=ban.c.at.type))
)
_HASHES = select(ban.c.hash).where(ban.c.hash.in_(bindparam("hashes", expanding=True)), _IN_FORCE)


def among(tx: Transaction, subjects: Collection[str]) -> set[str]:
    """Those of these contacts and addresses ("ip:…") that are banned now: one look-up for a group."""
    if not subjects:
        return set()
    by_hash = {one: subject for subject in set(subjects) for one in tx.store.contact_hashes(subject)}
    found = tx.connection.execute(_HASHES, {"hashes": list(by_hash), "now": tx.now}).scalars()
    return {by_hash[one] for one in found}


def check_room(tx: Transaction) -> None:
    """`invalid` where as many hold as may."""
    if count(tx.connection, tx.now) >= MOST:
        raise Refused("invalid", "At most {most} bans hold at a time: lift some that are old.", most=MOST)


def add(tx: Transaction, subject: str, reason: str, by_name: str, until: datetime | None) -> int:
    """A new ban, in the place of one that stood."""
    lift_subject(tx, subject, by_name)
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
