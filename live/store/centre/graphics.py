"""The station's own graphics: one list, which is saved whole, and the row of each one's package among the files."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, update

from live.domain.control.graphics import Graphic
from live.domain.files.attached import State
from live.store.centre import lists
from live.store.show import files
from live.store.storage import hash_of
from live.store.tables import file
from live.store.transaction import Transaction

NAME = "graphics"
ZIP = "application/zip"


def all_of(connection: Connection) -> list[Graphic]:
    return [Graphic.of_item(item) for item in lists.read(connection, NAME).items]


def save(tx: Transaction, graphics: Iterable[Graphic], by_name: str) -> int:
    """The list's new version. The caller has locked."""
    version = lists.read(tx.connection, NAME).version
    return lists.save(tx, NAME, version, [one.as_item() for one in graphics], by_name).version


def add_package(tx: Transaction, content: bytes) -> tuple[int, str]:
    """The row of a package whose graphic does not stand yet, and its hash. The contents are put after that."""
    hash_ = hash_of(content)
    return files.add_arrived(tx, {"hash": hash_, "mime": ZIP, "size": len(content)}), hash_


def keep_package(tx: Transaction, file_id: int) -> None:
    """Its graphic stands: it is kept until `forget_package`."""
    tx.connection.execute(update(file).where(file.c.id == file_id).values(state=State.KEPT.value, next_at=None))


def forget_package(tx: Transaction, file_id: int) -> None:
    """Its contents are taken away as soon as can be."""
    files.forget_of(tx, {"id": file_id})
