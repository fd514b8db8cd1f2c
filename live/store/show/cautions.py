"""What screeners know of a caller: warnings and bans, each by name, until somebody lifts it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from live.store.tables import caution
from live.store.transaction import Transaction

KINDS = ("warning", "ban")


def add(tx: Transaction, person_id: int, kind: str, text: str, by_name: str) -> int:
    return int(
        tx.connection.execute(
            insert(caution)
            .values(person_id=person_id, kind=kind, text=text, by_name=by_name, at=tx.now)
            .returning(caution.c.id)
        ).scalar_one()
    )


def lift(tx: Transaction, person_id: int, caution_id: int, by_name: str) -> bool:
    """Whether this person had such a caution, which then holds no longer."""
    lifted = (
        update(caution)
        .where(caution.c.id == caution_id, caution.c.person_id == person_id, caution.c.lifted_at.is_(None))
        .values(lifted_at=tx.now, lifted_by=by_name)
    )
    return tx.connection.execute(lifted).rowcount == 1


def of_persons(connection: Connection, person_ids: Iterable[int]) -> list[Row[Any]]:
    """All cautions of these persons, newest first, the lifted ones too."""
    wanted = select(caution).where(caution.c.person_id.in_(sorted(set(person_ids)))).order_by(caution.c.id.desc())
    return list(connection.execute(wanted).all())
