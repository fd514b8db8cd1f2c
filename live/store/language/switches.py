"""Which kinds of suggestions are made: a row of `meta`. One that nobody has switched is on."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from live.domain.language.suggestions import Kind
from live.store.tables import meta
from live.store.text import dumps
from live.store.transaction import Transaction

__all__ = ["Kind", "all_of", "on", "save"]

ROW = "suggestions"

_VALUE = select(meta.c.value).where(meta.c.name == ROW)


def on(connection: Connection, kind: Kind) -> bool:
    """Whether suggestions of this kind are made."""
    return all_of(connection)[kind]


def all_of(connection: Connection) -> dict[Kind, bool]:
    value = connection.execute(_VALUE).scalar_one_or_none()
    kept = json.loads(value) if value else {}
    return {kind: kept.get(kind.value, True) for kind in Kind}


def save(tx: Transaction, now: Mapping[Kind, bool]) -> None:
    text = dumps({kind.value: is_on for kind, is_on in now.items()})
    if not tx.connection.execute(update(meta).where(meta.c.name == ROW).values(value=text)).rowcount:
        tx.connection.execute(insert(meta).values(name=ROW, value=text))
