"""The administrator's verbs on the station's own graphics: upload one, say what goes into its fields, remove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from live.domain.audit import Act
from live.domain.control.graphics import Filling, Graphic, carried, fields_of, guessed
from live.domain.people import By
from live.domain.refused import Refused
from live.files.ograf import Package, read_package
from live.runtime.tasks import offload
from live.store.centre import audit, graphics
from live.store.ids import TICKETS_LOG
from live.store.storage import Storage, name_of
from live.store.transaction import Store, Transaction

MOST = 20
"""Graphics of a centre."""


def add(store: Store, storage: Storage, content: bytes, by: By, instead_of: int | None = None) -> int:
    """Keep an uploaded package; its graphic's id. `instead_of`: of the graphic whose newer version it is.

    `invalid` and `too_large` say what is wrong with the package, `unavailable` that it could not be kept.
    """
    package = offload(read_package, content)
    with store.read() as connection:
        _joined(graphics.all_of(connection), package, 0, "", instead_of)  # It is refused before anything is kept.
    with store.write() as tx:
        file, hash_ = graphics.add_package(tx, content)
    storage.put(name_of(hash_, file), content)

    def put(tx: Transaction, present: list[Graphic]) -> list[Graphic]:
        joined = _joined(present, package, file, hash_, instead_of)
        graphics.keep_package(tx, file)
        if instead_of is not None:
            graphics.forget_package(tx, _one(present, instead_of).file)
        return joined

    saved = _edit(store, put, by)
    return saved[-1].id if instead_of is None else instead_of


def fill(store: Store, graphic_id: int, fillings: Sequence[Filling], by: By) -> None:
    """Say what goes into its fields; `invalid` where that cannot be."""

    def put(tx: Transaction, present: list[Graphic]) -> list[Graphic]:
        one = _one(present, graphic_id)
        return _replaced(present, one.filled(fillings))

    _edit(store, put, by)


def remove(store: Store, graphic_id: int, by: By) -> None:
    """Its package goes too: pages that show it have ours instead."""

    def put(tx: Transaction, present: list[Graphic]) -> list[Graphic]:
        one = _one(present, graphic_id)
        graphics.forget_package(tx, one.file)
        return [other for other in present if other.id != one.id]

    _edit(store, put, by)


def _edit(store: Store, change: Callable[[Transaction, list[Graphic]], list[Graphic]], by: By) -> list[Graphic]:
    with store.write() as tx:
        tx.lock(TICKETS_LOG)  # One edit at a time.
        changed = change(tx, graphics.all_of(tx.connection))
        version = graphics.save(tx, changed, by.name)
        audit.record(tx, Act.LIST_SAVED, f"list/{graphics.NAME}", by, version=version, entries=len(changed))
    return changed


def _joined(present: list[Graphic], package: Package, file: int, hash_: str, instead_of: int | None) -> list[Graphic]:
    """The list with what was uploaded; `invalid` where there is no room, `not_found` where nothing was there before."""
    said: dict[str, Any] = {
        "name": package.name,
        "version": package.version,
        "main": package.main,
        "schema": package.schema,
    }
    fields = fields_of(package.schema)
    if instead_of is not None:
        before = _one(present, instead_of)
        newer = replace(before, file=file, hash=hash_, fillings=carried(before, fields), **said)
        return _replaced(present, newer)
    if len(present) >= MOST:
        raise Refused("invalid", "There are {most} graphics already: remove one first.", most=MOST)
    id_ = max((one.id for one in present), default=0) + 1
    return [*present, Graphic(id=id_, file=file, hash=hash_, fillings=guessed(fields), **said)]


def _one(present: Sequence[Graphic], graphic_id: int) -> Graphic:
    for one in present:
        if one.id == graphic_id:
            return one
    raise Refused("not_found", "There is no graphic {number}.", number=graphic_id)


def _replaced(present: Sequence[Graphic], changed: Graphic) -> list[Graphic]:
    return [changed if one.id == changed.id else one for one in present]
