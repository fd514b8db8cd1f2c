"""The signals that a centre has set: one list, which is saved whole."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from live.domain.control.signals import Signal
from live.store.centre import lists
from live.store.ids import TICKETS_LOG
from live.store.sealing import Seal
from live.store.transaction import Store, Transaction

NAME = "signals"


def all_of(connection: Connection) -> list[Signal]:
    return [Signal.of_item(item) for item in lists.read(connection, NAME).items]


def save(tx: Transaction, signals: Iterable[Signal], by_name: str) -> int:
    """The list's new version. The caller has locked."""
    version = lists.read(tx.connection, NAME).version
    return lists.save(tx, NAME, version, [one.as_item() for one in signals], by_name).version


def sealed(seal: Seal, password: str) -> str:
    return seal.close({"password": password})["sealed"]


def password_of(seal: Seal, signal: Signal) -> str:
    """The password of the machine that a signal goes to, "" where it has none; `WrongKey` where it does not open."""
    return str(seal.open({"sealed": signal.sealed})["password"]) if signal.sealed else ""


def seal_all(store: Store) -> None:
    """Seal by the present secret what an earlier one has sealed."""
    with store.read() as connection:
        stale = any(_anew(store.seal, item) is not item for item in lists.read(connection, NAME).items)
    if stale:
        with store.write() as tx:
            tx.lock(TICKETS_LOG)  # As the verbs do.
            present = lists.read(tx.connection, NAME)
            anew = [_anew(store.seal, item) for item in present.items]
            lists.save(tx, NAME, present.version, anew, present.by_name or "")


def _anew(seal: Seal, item: lists.Item) -> lists.Item:
    """A signal with its password as it is to be kept; itself where that is so already, or it does not open."""
    anew = seal.closed_anew({"sealed": item["sealed"]}) if item.get("sealed") else None
    return item if anew is None else {**item, "sealed": anew["sealed"]}
