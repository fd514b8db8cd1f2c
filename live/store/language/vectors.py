"""Vectors of questions: whose is still to be made, what was made, and which questions are near to which.

A vector is of a question's own text, by one model. The lists of the near are made with it, of the questions of its
broadcast that were open then, and are what the desk reads: nobody there asks the model.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, select, text, union_all, update

from live.domain.question import MERGE_TARGETS, TICKETED
from live.store.bulk import insert_rows, update_rows
from live.store.ids import NUMBERS, ids_of_broadcast
from live.store.tables import question, question_about, question_near, question_vector
from live.store.transaction import Transaction

OPEN = MERGE_TARGETS - {TICKETED}
"""States of a question that may still take another one in."""

FRESH = 40
"""Questions of two seconds, at the rate of a lively show."""

NEAREST = 60
"""Of those that came to a question later and are near to it, how many are looked at."""

_WAITING = (
    select(question_about.c.question_id)
    .where(text("question_about.waits_for_vector"))  # As the index over these says it.
    .order_by(question_about.c.question_id.desc())
)
_LATER, _EARLIER = (
    select(question_vector.c.question_id)
    .where(otherwise)
    .order_by(question_vector.c.model.desc(), question_vector.c.question_id.desc())
    .limit(bindparam("limit"))
    for otherwise in (question_vector.c.model > bindparam("model"), question_vector.c.model < bindparam("model"))
)
"""Those of another model, in the order of the index: the newest of each."""

_MADE = select(question_vector.c.question_id).where(question_vector.c.question_id == bindparam("id"))
_NEAR = union_all(
    select(question_near.c.other_id, question_near.c.likeness).where(question_near.c.question_id == bindparam("id")),
    select(
        select(question_near.c.question_id.label("other_id"), question_near.c.likeness)
        .where(question_near.c.other_id == bindparam("id"))
        .order_by(question_near.c.likeness.desc())
        .limit(NEAREST)
        .subquery()
    ),
)
"""To what many ask, many have come; its nearest are in the order of the index."""

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NOW = select(question.c.id, question.c.text, question.c.state).where(question.c.id.in_(_IDS))
_PART_FROM = delete(question_near).where(question_near.c.question_id.in_(_IDS))
_PART_TO = delete(question_near).where(
    question_near.c.other_id.in_(_IDS), question_near.c.question_id.not_in(bindparam("but", expanding=True))
)
_REMOVE = delete(question_vector).where(question_vector.c.question_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class Made:
    """A question's vector, as it is kept, and its nearest: ids with how near each is. `of`: its text's checksum."""

    id: int
    of: int
    vector: str
    near: Sequence[tuple[int, float]]


def due(connection: Connection, model: str, limit: int, without: Collection[int] = ()) -> list[int]:
    """Questions that have been read and have no vector of this model, at most so many; none of the ids `without`.

    Of the newest `FRESH` whoever waits for longest comes first, so that nobody is passed over again and again; what is
    older than these comes behind them, the newest first: in a flood none of the present waits for what was before it.
    """
    wanted = _WAITING.where(question_about.c.question_id.not_in(list(without))) if without else _WAITING
    newest = list(connection.execute(wanted.limit(max(limit, FRESH))).scalars())
    found = [*reversed(newest[:FRESH]), *newest[FRESH:]][:limit]
    for others in (_LATER, _EARLIER):
        if len(found) < limit:
            asked = {"model": model, "limit": limit + len(without)}
            left = [id_ for id_ in connection.execute(others, asked).scalars() if id_ not in without]
            found += [id_ for id_ in left if id_ not in found][: limit - len(found)]
    return found


def texts(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """What these questions say, by their ids."""
    return {row.id: row.text for row in said(connection, ids)}


def said(connection: Connection, ids: Collection[int]) -> Sequence[Row[Any]]:
    """What these questions say, and where."""
    told: tuple[Any, ...] = (
        question.c.id,
        question.c.number,
        question.c.text,
        question.c.air_text,
        question.c.locality,
    )
    return connection.execute(select(*told).where(question.c.id.in_(list(ids)))).all()


def checksum(text: str) -> int:
    """By which it is known later whether a text is still the same."""
    return zlib.crc32(text.encode())


def of_broadcast(connection: Connection, broadcast_id: int, model: str, after: int, limit: int) -> Sequence[Row[Any]]:
    """The next vectors of a broadcast's questions by this model, behind an id: `question_id`, `vector`."""
    lowest, highest = ids_of_broadcast(broadcast_id)
    told: tuple[Any, ...] = (question_vector.c.question_id, question_vector.c.vector)
    return connection.execute(
        select(*told)
        .where(question_vector.c.question_id.between(max(lowest, after + 1), highest), question_vector.c.model == model)
        .order_by(question_vector.c.question_id)
        .limit(limit)
    ).all()


def open_among(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of these questions that may still take another one in."""
    mine = select(question.c.id).where(question.c.id.in_(list(ids)), question.c.state.in_([one.value for one in OPEN]))
    return set(connection.execute(mine).scalars())


def near(connection: Connection, id_: int) -> dict[int, float] | None:
    """The ids of what is nearest to a question in meaning, whichever of the two came first, with their likeness; None
    where no model has looked at it."""
    if connection.execute(_MADE, {"id": id_}).first() is None:
        return None
    rows = connection.execute(_NEAR, {"id": id_}).all()
    return {row.other_id: row.likeness for row in rows}


# Writing


def wait(connection: Connection, ids: Sequence[int]) -> None:
    """What these say is something else now: their vectors are to be made anew."""
    mine = question_about.c.question_id.in_(list(ids))
    connection.execute(update(question_about).where(mine).values(waits_for_vector=True))


def keep(tx: Transaction, model: str, made: Sequence[Made], beside: Collection[int] = ()) -> None:
    """Keep what was made of these, but of those that say something else by now: they wait on.

    `beside`: ids of what was made together with them. To which of these they are near stays, if it was kept before.
    """
    tx.lock(*_logs(made))
    _wait_no_more(tx.connection, _keep(tx, model, made, _now(tx.connection, made), beside))


def keep_beside(tx: Transaction, model: str, made: Sequence[Made], beside: Collection[int] = ()) -> None:
    """The same, with the logs held for its end alone: whoever wants them meanwhile waits for no more.

    `Meanwhile` where that end is not to be had: by that the transaction is rolled back.
    """
    if tx.connection.dialect.name != "postgresql":  # Of one writer nobody else holds a log.
        keep(tx, model, made, beside)
        return
    now = _now(tx.connection, made)
    kept = _keep(tx, model, made, now, beside)
    logs = _logs(made)
    # It waits for nobody while it holds rows that whoever has a log may want.
    if not tx.lock_free(logs).keys() >= logs or _now(tx.connection, made) != now:
        raise Meanwhile
    _wait_no_more(tx.connection, kept)


class Meanwhile(Exception):
    """Somebody else holds a log, or one of the questions has changed since."""


def _logs(made: Sequence[Made]) -> set[int]:
    return {one.id // NUMBERS for one in made}


def _now(connection: Connection, made: Sequence[Made]) -> dict[int, tuple[str, str]]:
    """Text and state of these questions and of those that are near to them, by id."""
    ids = {one.id for one in made}.union(other for one in made for other, _ in one.near)
    return {row.id: (row.text, row.state) for row in connection.execute(_NOW, {"ids": list(ids)})}


def _keep(
    tx: Transaction, model: str, made: Sequence[Made], now: Mapping[int, tuple[str, str]], beside: Collection[int]
) -> list[int]:
    """The vectors of those that say `now` what they were made of, and to whom they are near; their ids."""
    kept = [one for one in made if one.id in now and checksum(now[one.id][0]) == one.of]
    if not kept:
        return []
    ids = [one.id for one in kept]
    remove(tx, ids, beside)
    rows = [{"question_id": one.id, "model": model, "vector": one.vector} for one in kept]
    pairs = [
        {"question_id": one.id, "other_id": other, "likeness": likeness}
        for one in kept
        for other, likeness in one.near
        if other in now and now[other][1] in OPEN
    ]
    insert_rows(tx.connection, (question_vector, rows), (question_near, pairs))
    return ids


def _wait_no_more(connection: Connection, ids: Sequence[int]) -> None:
    rows = [{"question_id": id_, "waits_for_vector": False} for id_ in ids]
    update_rows(connection, question_about, "question_id", rows)


def remove(tx: Transaction, ids: Sequence[int], but: Collection[int] = ()) -> None:
    """Of questions that are being deleted, of which nothing is to be known any more, or whose vectors are to be others:
    nothing is near to these, and they to nothing; but what `but` these are near to."""
    of_these = {"ids": list(ids)}
    tx.connection.execute(_PART_FROM, of_these)
    tx.connection.execute(_PART_TO, of_these | {"but": list(but)})
    tx.connection.execute(_REMOVE, of_these)
