"""Whose rights an upgrade has narrowed: what an older version let do and this one does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.store.tables import access_key, account, account_role, broadcast, log

_SOURCE = {Role.SOURCE.value}
_SLUG = func.coalesce(broadcast.c.slug, TICKETS).label("slug")
_REAL = func.coalesce(broadcast.c.rehearsal, False).is_(False)
"""A rehearsal's rights end by themselves."""


def administrators_of_one(connection: Connection) -> list[str]:
    """Accounts and keys that are administrators of a broadcast and not of the centre, each with what it administers."""
    of_the_centre = select(account_role.c.account_id).where(
        account_role.c.role == Role.ADMIN.value, account_role.c.broadcast_id == 0
    )
    people = (
        select(account.c.login, account.c.name, _SLUG)
        .join(account_role, account_role.c.account_id == account.c.id)
        .join(log, log.c.id == account_role.c.broadcast_id)
        .outerjoin(broadcast, broadcast.c.id == log.c.id)
        .where(account.c.active, account_role.c.role == Role.ADMIN.value, _REAL, account.c.id.not_in(of_the_centre))
        .order_by(account.c.login, "slug")
    )
    told: dict[str, list[str]] = {}
    for login, name, slug in connection.execute(people):
        told.setdefault(f"{login} ({name})", []).append(slug)
    for key in _standing_keys(connection):
        if key.broadcast_id is not None and Role.ADMIN.value in key.roles:
            told.setdefault(_named(key), []).append(key.slug)
    return [f"{who}: {', '.join(where)}" for who, where in told.items()]


def keys_of_screens(connection: Connection) -> list[str]:
    """Keys of programs that hold more than a source's role: once they opened their screens in a browser too."""
    keys = (row for row in _standing_keys(connection) if row.screen is None and set(row.roles) - _SOURCE)
    return [f"{_named(row)}: {', '.join(row.roles)}" for row in keys]


def endless_links(connection: Connection) -> list[str]:
    """The broadcasts whose screens' links were made without an end, and how many."""
    linked = (
        select(broadcast.c.slug, func.count().label("links"))
        .join(access_key, access_key.c.broadcast_id == broadcast.c.id)
        .where(access_key.c.salt.is_not(None), access_key.c.revoked_at.is_(None), access_key.c.expires_at.is_(None))
        .group_by(broadcast.c.slug)
        .order_by(broadcast.c.slug)
    )
    return [f"{row.slug}: {row.links}" for row in connection.execute(linked)]


def _standing_keys(connection: Connection) -> Iterable[Row[Any]]:
    keys = (
        select(access_key, _SLUG)
        .outerjoin(broadcast, broadcast.c.id == access_key.c.broadcast_id)
        .where(access_key.c.revoked_at.is_(None), _REAL)
        .order_by(access_key.c.id)
    )
    return connection.execute(keys).all()


def _named(key: Row[Any]) -> str:
    return f"key {key.id} ({key.name})"
