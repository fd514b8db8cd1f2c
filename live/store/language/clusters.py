"""The rows of clusters: which questions were put where, what clusters are called, and what screens show of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, insert, not_, select, update

from live.domain.broadcast import ARCHIVED, Kind
from live.domain.events import Event
from live.domain.question import BLOCKED, TRANSFERRED
from live.language.naming.names import without
from live.store.bulk import insert_rows
from live.store.ids import question_id
from live.store.quick.prepared import Prepared
from live.store.show.continuing import ALL_FURTHER
from live.store.tables import broadcast, cluster, cluster_question, cluster_reader, log, question
from live.store.transaction import Transaction

LATE = 500
"""Numbers for which a question that was not put into a cluster yet is still looked for: it may be read, or let out,
after those behind it."""

NEWEST = 5000
"""Questions of a broadcast at most, the newest, that are put into clusters where nobody has begun to."""

MOST_TEXTS = 500
"""Of a cluster's questions, that are looked through for the words of its name."""

_ELSEWHERE = (BLOCKED.value, TRANSFERRED.value)


# How far each broadcast was read

_HEADS = (
    select(log.c.id, log.c.head)
    .join(broadcast, broadcast.c.id == log.c.id)
    .where(broadcast.c.state != ARCHIVED.value, log.c.last_number > 0)
    .order_by(log.c.id)
)
"""Made once: it is asked again and again."""


def heads(connection: Connection) -> dict[int, int]:
    """Where the logs of the broadcasts stand whose questions may be put into clusters, by id."""
    return {row.id: row.head for row in connection.execute(_HEADS)}


def reader(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    return connection.execute(select(cluster_reader).where(cluster_reader.c.broadcast_id == broadcast_id)).one_or_none()


def begin(tx: Transaction, broadcast_id: int) -> None:
    """Of a broadcast that has long been there its newest questions are read."""
    last = tx.connection.execute(select(log.c.last_number).where(log.c.id == broadcast_id)).scalar_one()
    row = {"broadcast_id": broadcast_id, "read_to": max(0, last - NEWEST), "shown": []}
    tx.connection.execute(insert(cluster_reader).values(**row))


# What is put into clusters


_placed = select(cluster_question.c.question_id).where(cluster_question.c.question_id == question.c.id).exists()
_UNPLACED = Prepared(
    select(question.c.id, question.c.number, question.c.text, ALL_FURTHER.label("further"))
    .where(
        question.c.id > bindparam("read_to"),
        question.c.id < bindparam("end"),
        question.c.lemmas.is_not(None),
        and_(*(question.c.state != state for state in _ELSEWHERE)),
        not_(_placed),
    )
    .order_by(question.c.id)
    .limit(bindparam("limit"))
)


def unplaced(connection: Connection, broadcast_id: int, read_to: int, limit: int) -> Sequence[Row[Any]]:
    """The next questions that are read by now and stand in no cluster yet, the oldest first; `further`: words of the
    one before."""
    between = {"read_to": question_id(broadcast_id, read_to), "end": question_id(broadcast_id + 1, 0)}
    return _UNPLACED.all(connection, {**between, "limit": limit})


def place(tx: Transaction, before: Row[Any], placed: Sequence[tuple[int, int | None]], last: int) -> bool:
    """Keep (question, cluster) in their order behind what was placed before, up to the number `last`; False where
    somebody else has done so meanwhile."""
    moved = tx.connection.execute(
        update(cluster_reader)
        .where(
            cluster_reader.c.broadcast_id == before.broadcast_id,
            cluster_reader.c.placed == before.placed,
            cluster_reader.c.turn == before.turn,
        )
        .values(placed=before.placed + len(placed), read_to=max(before.read_to, last - LATE))
    )
    if not moved.rowcount:
        return False
    rows = [
        {"question_id": id_, "broadcast_id": before.broadcast_id, "position": before.placed + at, "cluster_id": into}
        for at, (id_, into) in enumerate(placed, 1)
    ]
    insert_rows(tx.connection, (cluster_question, rows))
    return True


def _members(*told: Any) -> Prepared:
    return Prepared(
        select(cluster_question.c.position, cluster_question.c.cluster_id, *told)
        .join(question, question.c.id == cluster_question.c.question_id)
        .where(
            cluster_question.c.broadcast_id == bindparam("broadcast"), cluster_question.c.position > bindparam("after")
        )
        .order_by(cluster_question.c.position)
        .limit(bindparam("limit"))
    )


_LEARNED = _members(question.c.text)
_COUNTED = _members(
    ALL_FURTHER.label("further"),
    *(question.c[name] for name in ("state", "askers", "received_at", "locality", "topic")),
)
"""Of thousands again and again."""


def learned(connection: Connection, broadcast_id: int, after: int, limit: int) -> Sequence[Row[Any]]:
    """The next placed questions behind a position, in their order, with what a cluster is learned from."""
    return _LEARNED.all(connection, {"broadcast": broadcast_id, "after": after, "limit": limit})


def counted(connection: Connection, broadcast_id: int, after: int, limit: int) -> Sequence[Row[Any]]:
    """The same with what is counted of it."""
    return _COUNTED.all(connection, {"broadcast": broadcast_id, "after": after, "limit": limit})


def texts(connection: Connection, cluster_id: int, limit: int = MOST_TEXTS) -> list[str]:
    """What a cluster's questions say, the first ones first."""
    theirs = select(question.c.text).join(cluster_question, cluster_question.c.question_id == question.c.id)
    mine = theirs.where(cluster_question.c.cluster_id == cluster_id)
    return list(connection.execute(mine.order_by(cluster_question.c.question_id).limit(limit)).scalars())


def within(cluster_id: int) -> ColumnElement[bool]:
    """Whether a question stands in a cluster."""
    mine = cluster_question.c.cluster_id == cluster_id
    return question.c.id.in_(select(cluster_question.c.question_id).where(mine))


# What screens show


def names(connection: Connection, cluster_ids: Collection[int]) -> dict[int, str]:
    """What these clusters are called, by id; those without a name are left out."""
    theirs = select(cluster.c.id, cluster.c.name).where(cluster.c.id.in_(list(cluster_ids)), cluster.c.name != "")
    return {row.id: row.name for row in connection.execute(theirs)}


def shown_of_all(connection: Connection, limit: int) -> Sequence[Any]:
    """What screens show of the newest shows and lines that are not put away: nobody's practice, and no rehearsal."""
    mine = broadcast.c.state != ARCHIVED.value, broadcast.c.kind != Kind.PRACTICE.value, ~broadcast.c.rehearsal
    return connection.execute(
        select(cluster_reader.c.broadcast_id, cluster_reader.c.shown, broadcast.c.slug, broadcast.c.title)
        .join(broadcast, broadcast.c.id == cluster_reader.c.broadcast_id)
        .where(*mine)
        .order_by(cluster_reader.c.broadcast_id.desc())
        .limit(limit)
    ).all()


def show(tx: Transaction, before: Row[Any], shown: Sequence[Mapping[str, Any]], named: Mapping[int, str]) -> bool:
    """Show these on the locked broadcast's screens, some of them by new names; False where questions were taken out
    since they were counted."""
    mine = (cluster_reader.c.broadcast_id == before.broadcast_id, cluster_reader.c.turn == before.turn)
    told = {"version": cluster_reader.c.version + 1, "shown": list(shown)}
    if not tx.connection.execute(update(cluster_reader).where(*mine).values(**told)).rowcount:
        return False
    for id_, name in named.items():
        if not tx.connection.execute(update(cluster).where(cluster.c.id == id_).values(name=name)).rowcount:
            tx.connection.execute(insert(cluster).values(id=id_, broadcast_id=before.broadcast_id, name=name))
    _tell(tx, before.broadcast_id, len(shown))
    return True


def _tell(tx: Transaction, broadcast_id: int, many: int) -> None:
    version = select(cluster_reader.c.version).where(cluster_reader.c.broadcast_id == broadcast_id)
    data = {"version": tx.connection.execute(version).scalar_one(), "clusters": many}
    tx.append(broadcast_id, [Event("cluster.grown", data=data)], None)


# What goes


def leave(tx: Transaction, question_ids: Sequence[int]) -> None:
    """These belong to no cluster any more, and what only they have said stands in no name; the logs are locked."""
    theirs = (cluster_question.c.question_id.in_(list(question_ids)), cluster_question.c.cluster_id.is_not(None))
    left = tx.connection.execute(
        select(cluster_question.c.broadcast_id, cluster_question.c.cluster_id).where(*theirs).distinct()
    ).all()
    tx.connection.execute(update(cluster_question).where(*theirs).values(cluster_id=None))
    known = names(tx.connection, [row.cluster_id for row in left])
    for broadcast_id in sorted({row.broadcast_id for row in left}):
        mine = [row.cluster_id for row in left if row.broadcast_id == broadcast_id and row.cluster_id in known]
        others = {id_: without(known[id_], texts(tx.connection, id_)) for id_ in mine}
        shorter = {id_: name for id_, name in others.items() if name != known[id_]}
        for id_, name in shorter.items():
            tx.connection.execute(update(cluster).where(cluster.c.id == id_).values(name=name))
        _turn(tx, broadcast_id, version=cluster_reader.c.version + int(bool(shorter)))
        if shorter and _is_followed(tx.connection, broadcast_id):
            _tell(tx, broadcast_id, len(shorter))


def _is_followed(connection: Connection, broadcast_id: int) -> bool:
    mine = select(broadcast.c.id).where(broadcast.c.id == broadcast_id, broadcast.c.state != ARCHIVED.value)
    return connection.execute(mine).first() is not None


def _turn(tx: Transaction, broadcast_id: int, **values: Any) -> None:
    mine = cluster_reader.c.broadcast_id == broadcast_id
    tx.connection.execute(update(cluster_reader).where(mine).values(turn=cluster_reader.c.turn + 1, **values))


def remove(tx: Transaction, broadcast_id: int, question_ids: Sequence[int]) -> None:
    """Questions that are being deleted; after it every screen takes a snapshot, in which no cluster is until they are
    counted again."""
    tx.connection.execute(delete(cluster_question).where(cluster_question.c.question_id.in_(list(question_ids))))
    filled = select(cluster_question.c.cluster_id).where(cluster_question.c.cluster_id == cluster.c.id)
    mine = cluster.c.broadcast_id == broadcast_id
    tx.connection.execute(delete(cluster).where(mine, ~filled.correlate(cluster).exists()))
    _turn(tx, broadcast_id, version=cluster_reader.c.version + 1, shown=[])


def remove_all(tx: Transaction, broadcast_id: int) -> None:
    """Of a broadcast that is being deleted."""
    for table in (cluster, cluster_reader):
        tx.connection.execute(delete(table).where(table.c.broadcast_id == broadcast_id))
