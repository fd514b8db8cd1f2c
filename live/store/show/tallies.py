"""How many questions a broadcast has in each state, and how many ask about each topic and from each place: kept.

Triggers of the schema keep them (migrations 0018 and 0025), in the transaction that changes a question, whoever does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select

from live.domain.broadcast import Kind as BroadcastKind
from live.domain.question import BLOCKED, MERGED, TRANSFERRED
from live.store.show import broadcasts
from live.store.tables import broadcast, question, tally
from live.store.transaction import Store

Kind = Literal["state", "topic", "locality"]
OF_ASKERS: tuple[Kind, ...] = ("topic", "locality")

_ELSEWHERE = (MERGED.value, BLOCKED.value, TRANSFERRED.value)
"""States of questions whose askers do not count: they count with their root, wait apart, or count elsewhere."""

_BY_STATE = select(tally.c.name, tally.c.many).where(
    tally.c.broadcast_id == bindparam("log"), tally.c.kind == "state", tally.c.many > 0
)


def by_state(connection: Connection, broadcast_id: int) -> dict[str, int]:
    """Questions of a broadcast by state; states without any are left out."""
    return {row.name: row.many for row in connection.execute(_BY_STATE, {"log": broadcast_id})}


def all_by_state(connection: Connection) -> dict[str, int]:
    """The same of all broadcasts together, without practices."""
    kept = select(tally.c.name, func.sum(tally.c.many).label("many")).join_from(tally, broadcast)
    real = (tally.c.kind == "state", broadcast.c.kind != BroadcastKind.PRACTICE.value)
    rows = connection.execute(kept.where(*real).group_by(tally.c.name))
    return {row.name: int(row.many) for row in rows if row.many}


def most_asked(connection: Connection, broadcast_id: int, kind: Kind, limit: int) -> Sequence[Any]:
    """(name, many): about what, or from where, most ask; the most first."""
    mine = (tally.c.broadcast_id == broadcast_id) & (tally.c.kind == kind) & (tally.c.many > 0)
    kept = select(tally.c.name, tally.c.many).where(mine)
    return connection.execute(kept.order_by(tally.c.many.desc(), tally.c.name).limit(limit)).all()


def _of_states() -> Any:
    return select(question.c.broadcast_id, literal("state").label("kind"), question.c.state, func.count()).group_by(
        question.c.broadcast_id, question.c.state
    )


def _of_askers(kind: Kind) -> Any:
    column = question.c[kind]
    return (
        select(question.c.broadcast_id, literal(kind).label("kind"), column, func.sum(question.c.askers))
        .where(column.is_not(None), question.c.state.not_in(_ELSEWHERE))
        .group_by(question.c.broadcast_id, column)
    )


def counted(connection: Connection, broadcast_id: int) -> Counter[tuple[str, str]]:
    """By kind and name, what should be kept of a broadcast, counted from its questions."""
    found: Counter[tuple[str, str]] = Counter()
    for counting in (_of_states(), *(_of_askers(kind) for kind in OF_ASKERS)):
        for _, kind, name, many in connection.execute(counting.where(question.c.broadcast_id == broadcast_id)):
            found[kind, name] = int(many)
    return found


def kept(connection: Connection, broadcast_id: int) -> Counter[tuple[str, str]]:
    """By kind and name, what is kept of a broadcast."""
    mine = select(tally.c.kind, tally.c.name, tally.c.many)
    rows = connection.execute(mine.where(tally.c.broadcast_id == broadcast_id, tally.c.many != 0))
    return Counter({(row.kind, row.name): row.many for row in rows})


def recount_all(store: Store) -> None:
    """Keep what is there, one broadcast after another: each is locked while it is counted."""
    with store.read() as connection:
        ids = [row.id for row in broadcasts.all_of(connection)]
    for broadcast_id in ids:
        with store.write() as tx:
            tx.lock(broadcast_id)
            tx.connection.execute(delete(tally).where(tally.c.broadcast_id == broadcast_id))
            for counting in (_of_states(), *(_of_askers(kind) for kind in OF_ASKERS)):
                mine = counting.where(question.c.broadcast_id == broadcast_id)
                tx.connection.execute(insert(tally).from_select(["broadcast_id", "kind", "name", "many"], mine))
