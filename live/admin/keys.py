"""The administrator's verbs on the keys of programs: made once shown, limited, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import structlog

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.centre import access, audit
from live.store.transaction import Store

log = structlog.get_logger()

LONGEST = 100
"""Characters of a key's name."""

MOST_DAYS = 3650
MOST_A_MINUTE = 1_000_000


def make_key(
    store: Store,
    name: str,
    roles: Collection[str],
    broadcast_id: int | None,
    by: Actor,
    days: int | None = None,
    per_minute: int | None = None,
) -> str:
    """A new key's token, which is told this once. It holds in one broadcast, or everywhere (None)."""
    name = one_line(name)
    if not name or not name.isprintable() or len(name) > LONGEST:
        raise Refused("invalid", "A key's name is a line of at most {most} characters.", most=LONGEST)
    if not roles:
        raise Refused("invalid", "A key needs a role.")
    token = secrets.token_urlsafe(32)
    with store.write() as tx:
        facts: dict[str, Any] = {"by_name": by.name, "rate": _rate(per_minute), "expires_at": _end(tx.now, days)}
        key_id = access.add_key(tx, token, name, {Role(role).value for role in roles}, broadcast_id, **facts)
        audit.record(tx, Act.KEY_ADDED, f"key/{key_id}", by, roles=sorted(roles), broadcast=broadcast_id)
    log.info("a key was made", id=key_id, by=by.name)
    return token


def limit_key(store: Store, key_id: int, days: int | None, per_minute: int | None, by: Actor) -> None:
    """How often a key may be used (None: at any rate), and when it ends, reckoned from now (None: as before)."""
    with store.write() as tx:
        facts = {"expires_at": _end(tx.now, days)} if days is not None else {}
        if not access.limit_key(tx, key_id, rate=_rate(per_minute), **facts):
            raise _no_key()
        audit.record(tx, Act.KEY_LIMITED, f"key/{key_id}", by, days=days, per_minute=per_minute)
    log.info("a key was limited", id=key_id, days=days, per_minute=per_minute, by=by.name)


def revoke_key(store: Store, key_id: int, by: Actor) -> None:
    """It opens nothing any more, and its sockets end."""
    with store.write() as tx:
        if not access.revoke_program_key(tx, key_id):
            raise _no_key()
        audit.record(tx, Act.KEY_REVOKED, f"key/{key_id}", by)
    log.info("a key was revoked", id=key_id, by=by.name)


def _no_key() -> Refused:
    return Refused("not_found", "There is no such key, or it is revoked already.")


def _rate(per_minute: int | None) -> str | None:
    if per_minute is None:
        return None
    if not 1 <= per_minute <= MOST_A_MINUTE:
        raise Refused("invalid", "A key may be used 1 to {most} times a minute.", most=MOST_A_MINUTE)
    return f"{per_minute} per minute"


def _end(now: datetime, days: int | None) -> datetime | None:
    if days is None:
        return None
    if not 1 <= days <= MOST_DAYS:
        raise Refused("invalid", "A key ends after 1 to {most} days.", most=MOST_DAYS)
    return now + timedelta(days=days)
