"""Roots of the trees over what became of a show's questions, and their leaves, as rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, or_, select, update

from live.domain import broadcast as broadcast_rules
from live.domain.followup.fairness import Asked
from live.domain.followup.merkle import WIDTH
from live.domain.question import State
from live.runtime.tasks import sleep
from live.store.bulk import insert_rows
from live.store.ids import question_id
from live.store.tables import broadcast, event, fairness_leaf, fairness_root, log, question
from live.store.transaction import Store, Transaction

OVER = (broadcast_rules.WRAPPED.value, broadcast_rules.ARCHIVED.value)
"""States of a show in which its questions have their ends."""

SLICE = 2000
"""Questions that are read at once."""

_OF_MANY = ("questions.ticketed", "questions.unticketed", "broadcast.reset")
"""Events by which many questions have other ends."""

_NEWEST = (
    select(fairness_root.c.broadcast_id, func.max(fairness_root.c.id).label("id"))
    .where(fairness_root.c.root.is_not(None))
    .group_by(fairness_root.c.broadcast_id)
    .subquery()
)

_GROWN = (
    select(broadcast.c.id)
    .join(log, log.c.id == broadcast.c.id)
    .outerjoin(_NEWEST, _NEWEST.c.broadcast_id == broadcast.c.id)
    .outerjoin(fairness_root, fairness_root.c.id == _NEWEST.c.id)
    .where(
        broadcast.c.kind == broadcast_rules.Kind.SHOW.value,
        broadcast.c.state.in_(OVER),
        log.c.last_number > broadcast.c.removed,
        or_(fairness_root.c.id.is_(None), log.c.head > fairness_root.c.seen),
    )
    .order_by(broadcast.c.id)
)


def grown(connection: Connection) -> list[int]:
    """The shows that are over and were asked something, and have no root or a log that has grown since."""
    return list(connection.execute(_GROWN).scalars())


def newest(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    """A show's last root that stands."""
    mine = _standing(broadcast_id).order_by(fairness_root.c.id.desc()).limit(1)
    return connection.execute(mine).one_or_none()


def roots(connection: Connection, broadcast_id: int) -> Sequence[Row[Any]]:
    """Every root of a show, the first first."""
    return connection.execute(_standing(broadcast_id).order_by(fairness_root.c.id)).all()


def _standing(broadcast_id: int) -> Any:
    mine = (fairness_root.c.broadcast_id == broadcast_id, fairness_root.c.root.is_not(None))
    return select(fairness_root).where(*mine)


def has_changed(connection: Connection, broadcast_id: int, since: int) -> bool:
    """Whether the log tells, above this number, of a question that has another state."""
    another = and_(event.c.question.is_not(None), event.c.state.is_distinct_from(event.c.was))
    above = (event.c.broadcast_id == broadcast_id, event.c.seq > since, or_(another, event.c.type.in_(_OF_MANY)))
    return bool(connection.execute(select(exists().where(*above))).scalar_one())


def seen(tx: Transaction, root_id: int, head: int) -> None:
    """Nothing up to this number of the log makes it another one."""
    tx.connection.execute(update(fairness_root).where(fairness_root.c.id == root_id).values(seen=head))


def new_seed() -> str:
    return secrets.token_hex(32)


def asked(store: Store, home: Row[Any]) -> Iterator[tuple[Mapping[int, Asked], Mapping[int, str]]]:
    """What the ends of a show's questions depend on, and their codes, by their numbers: slice by slice."""
    columns = (question.c.number, question.c.code, question.c.state, question.c.how)
    for first in range(1, home.last_number + 1, SLICE):
        ids = question.c.id.between(question_id(home.id, first), question_id(home.id, first + SLICE - 1))
        with store.read() as connection:
            rows = connection.execute(
                select(*columns, question.c.decline_reason, question.c.merged_into).where(ids)
            ).all()
        yield (
            {row.number: Asked(State(row.state), row.how, row.decline_reason, row.merged_into) for row in rows},
            {row.number: row.code for row in rows},
        )
        sleep(0)


def begin(tx: Transaction, broadcast_id: int, leaves: int, seed: str, branches: Sequence[str], head: int) -> int:
    """A root that does not stand yet: its id, under which its leaves are written."""
    facts = {"leaves": leaves, "seed": seed, "branches": list(branches), "seen": head, "at": tx.now}
    made = insert(fairness_root).values(broadcast_id=broadcast_id, **facts)
    return int(tx.connection.execute(made.returning(fairness_root.c.id)).scalar_one())


def add_leaves(tx: Transaction, root_id: int, first: int, leaves: Sequence[tuple[int, str, str]]) -> None:
    """Leaves in their order from a place on: a question's id, its end, its hash."""
    rows = [
        {"root_id": root_id, "position": first + n, "question_id": id_, "end": end, "hash": hash_}
        for n, (id_, end, hash_) in enumerate(leaves)
    ]
    insert_rows(tx.connection, (fairness_leaf, rows))


def finish(tx: Transaction, root_id: int, root: str, head: int) -> None:
    """It stands from now on."""
    standing = {"root": root, "seen": head, "at": tx.now}
    tx.connection.execute(update(fairness_root).where(fairness_root.c.id == root_id).values(**standing))


def unfinished(connection: Connection, broadcast_id: int) -> list[int]:
    """Roots of which somebody has left off writing the leaves."""
    mine = (fairness_root.c.broadcast_id == broadcast_id, fairness_root.c.root.is_(None))
    return list(connection.execute(select(fairness_root.c.id).where(*mine)).scalars())


def drop_some(tx: Transaction, root_id: int, most: int) -> bool:
    """Take away leaves of an unfinished root, then itself; whether more is left."""
    mine = select(fairness_leaf.c.position).where(fairness_leaf.c.root_id == root_id)
    places = list(tx.connection.execute(mine.order_by(fairness_leaf.c.position).limit(most)).scalars())
    if places:
        between = fairness_leaf.c.position.between(places[0], places[-1])
        tx.connection.execute(delete(fairness_leaf).where(fairness_leaf.c.root_id == root_id, between))
        return True
    tx.connection.execute(delete(fairness_root).where(fairness_root.c.id == root_id))
    return False


def leaf_of(connection: Connection, question_ids: Sequence[int]) -> Row[Any] | None:
    """The newest leaf that stands of the last of these questions that has one, with its root's facts."""
    found = (
        select(fairness_leaf, fairness_root)
        .join(fairness_root, fairness_root.c.id == fairness_leaf.c.root_id)
        .where(fairness_root.c.root.is_not(None))
        .order_by(fairness_leaf.c.root_id.desc())
        .limit(1)
    )
    for id_ in reversed(question_ids):
        row = connection.execute(found.where(fairness_leaf.c.question_id == id_)).one_or_none()
        if row is not None:
            return row
    return None


def branch(connection: Connection, root_id: int, position: int) -> list[str]:
    """The hashes of the branch in which a place stands, in their order."""
    first = position - position % WIDTH
    mine = (fairness_leaf.c.root_id == root_id, fairness_leaf.c.position.between(first, first + WIDTH - 1))
    ordered = select(fairness_leaf.c.hash).where(*mine).order_by(fairness_leaf.c.position)
    return list(connection.execute(ordered).scalars())
