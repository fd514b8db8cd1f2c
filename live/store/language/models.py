"""The models that were learned: how well each did, which is in use, and what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from live.domain.language.models import ModelState
from live.domain.language.suggestions import Kind
from live.store.tables import language_model as table
from live.store.transaction import Transaction

_TOLD = [column for column in table.c if column is not table.c.written]
"""All but the model itself, which is long."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning has come to. `written` is empty where it is refused: nobody will ask it."""

    learned_from: int
    asked: int
    figures: Mapping[str, float]
    against: Mapping[str, Any]
    written: str = ""


def listed(connection: Connection, kind: Kind, limit: int) -> Sequence[Row[Any]]:
    """The newest, without what they are."""
    mine = select(*_TOLD).where(table.c.kind == kind.value)
    return connection.execute(mine.order_by(table.c.id.desc()).limit(limit)).all()


def in_state(connection: Connection, kind: Kind, state: ModelState) -> int | None:
    """The id of the model in this state; of several the newest."""
    mine = select(table.c.id).where(table.c.kind == kind.value, table.c.state == state.value)
    return connection.execute(mine.order_by(table.c.id.desc()).limit(1)).scalar_one_or_none()


def written(connection: Connection, model_id: int) -> str | None:
    """A model as it was written; None where that is not what stands there now."""
    row = connection.execute(select(table.c.written, table.c.hash).where(table.c.id == model_id)).one_or_none()
    if row is None or row.written is None or _hash(row.written) != row.hash:
        return None
    return str(row.written)


def add(tx: Transaction, kind: Kind, learned: Learned, by_name: str | None) -> int:
    """Keep what was learned: in use at once where it has a text, refused otherwise; its id."""
    taken = bool(learned.written)
    if taken:
        _make_room(tx, kind)
    row = {
        "kind": kind.value,
        "state": (ModelState.IN_USE if taken else ModelState.REFUSED).value,
        "at": tx.now,
        "by_name": by_name,
        "learned_from": learned.learned_from,
        "asked": learned.asked,
        "figures": dict(learned.figures),
        "against": dict(learned.against),
        "written": learned.written or None,
        "hash": _hash(learned.written) if taken else None,
    }
    return int(tx.connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one())


def _make_room(tx: Transaction, kind: Kind) -> None:
    """What is in use becomes the former; of those before it only the figures stay."""
    mine, used = table.c.kind == kind.value, table.c.state == ModelState.IN_USE.value
    older = table.c.state.in_([ModelState.FORMER.value, ModelState.LEFT.value])
    forgotten = {"state": ModelState.LEFT.value, "written": None, "hash": None}
    tx.connection.execute(update(table).where(mine, older).values(**forgotten))
    tx.connection.execute(update(table).where(mine, used).values(state=ModelState.FORMER.value))


def bring_back(tx: Transaction, kind: Kind) -> int | None:
    """The former is in use again, or, where there is none, none is; what was in use is left. The former's id."""
    former, used = (in_state(tx.connection, kind, state) for state in (ModelState.FORMER, ModelState.IN_USE))
    for model_id, state in ((used, ModelState.LEFT), (former, ModelState.IN_USE)):
        if model_id is not None:
            tx.connection.execute(update(table).where(table.c.id == model_id).values(state=state.value))
    return former


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
