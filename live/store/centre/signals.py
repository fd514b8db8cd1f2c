"""The signals that a centre has set: one list, which is saved whole."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from live.domain.control.signals import Signal
from live.store.centre import lists
from live.store.transaction import Transaction

NAME = "signals"


def all_of(connection: Connection) -> list[Signal]:
    return [Signal.of_item(item) for item in lists.read(connection, NAME).items]


def save(tx: Transaction, signals: Iterable[Signal], by_name: str) -> int:
    """The list's new version. The caller has locked."""
    version = lists.read(tx.connection, NAME).version
    return lists.save(tx, NAME, version, [one.as_item() for one in signals], by_name).version
