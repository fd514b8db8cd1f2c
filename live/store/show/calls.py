"""Calls' rows ↔ domain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from live.domain.call import Call, State
from live.domain.refused import Refused
from live.store.tables import call
from live.store.transaction import Transaction


def get(connection: Connection, broadcast_id: int, call_id: int) -> Row[Any]:
    """The call's row; `not_found` names it."""
    row = connection.execute(
        select(call).where(call.c.id == call_id, call.c.broadcast_id == broadcast_id)
    ).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no call {number} in this broadcast.", number=call_id)
    return row


def by_external(connection: Connection, origin: str, external_id: str) -> Row[Any] | None:
    return connection.execute(
        select(call).where(call.c.origin == origin, call.c.external_id == external_id)
    ).one_or_none()


def of_question(connection: Connection, broadcast_id: int, number: int) -> Row[Any] | None:
    """The live call that a question was handed over from; None when there is none or it has ended."""
    return connection.execute(
        select(call).where(
            call.c.broadcast_id == broadcast_id, call.c.question_number == number, call.c.state != State.ENDED.value
        )
    ).first()


def ringing(connection: Connection, broadcast_id: int, origin: str) -> list[str]:
    """The external ids of one origin's calls that nobody has taken, the first first."""
    mine = (call.c.broadcast_id == broadcast_id) & (call.c.origin == origin) & (call.c.state == State.RINGING.value)
    return list(connection.execute(select(call.c.external_id).where(mine).order_by(call.c.id)).scalars())


def of_person(connection: Connection, person_id: int) -> list[Row[Any]]:
    """A person's calls, in whatever broadcast, oldest first."""
    return list(connection.execute(select(call).where(call.c.person_id == person_id).order_by(call.c.id)).all())


def live_ones(connection: Connection, broadcast_id: int) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(call)
            .where(call.c.broadcast_id == broadcast_id, call.c.state != State.ENDED.value)
            .order_by(call.c.id)
        ).all()
    )


def to_domain(row: Row[Any]) -> Call:
    return Call(
        row.id,
        State(row.state),
        row.version,
        bool(row.missed),
        row.question_number,
        bool(row.call_back),
        row.closed_at is not None,
    )


def keep_recording(tx: Transaction, call_id: int, url: str) -> None:
    """Where a call's recording is."""
    set_facts(tx, call_id, recording_url=tx.store.keyring.close("recording", url))


def add(tx: Transaction, broadcast_id: int, **columns: Any) -> int:
    return int(
        tx.connection.execute(
            insert(call)
            .values(
                broadcast_id=broadcast_id,
                state=State.RINGING.value,
                created_at=tx.now,
                moved_at=tx.now,
                **columns,
            )
            .returning(call.c.id)
        ).scalar_one()
    )


def set_facts(tx: Transaction, call_id: int, **columns: Any) -> None:
    """Write what does not raise a call's version."""
    tx.connection.execute(update(call).where(call.c.id == call_id).values(**columns))


def save(tx: Transaction, before: Call, after: Call, **columns: Any) -> None:
    """Write a moved call where its version is still `before`'s; `conflict` otherwise."""
    moments: dict[str, Any] = {}
    if before.state is not after.state:
        moments = {"moved_at": tx.now, "held_at": tx.now if after.state is State.HELD else None}
    found = tx.connection.execute(
        update(call)
        .where(call.c.id == after.id, call.c.version == before.version)
        .values(
            state=after.state.value,
            version=after.version,
            missed=after.missed,
            question_number=after.question,
            call_back=after.call_back,
            **moments,
            **columns,
        )
    ).rowcount
    if found != 1:
        raise Refused("conflict", "Call {number} has changed meanwhile.", number=after.id)
