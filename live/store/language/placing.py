"""Questions that are being put on stacks: who waits for it, among whom their likest is looked for, what is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, text

from live.domain.question import MERGED, NEW, ON_AIR, SHORTLISTED
from live.store.bulk import insert_missing, update_rows
from live.store.ids import NUMBERS, ids_of_broadcast, question_id
from live.store.quick.prepared import Prepared
from live.store.show import broadcasts
from live.store.tables import question, question_about, stack_place
from live.store.text import written

GATHERS = frozenset(state.value for state in (NEW, SHORTLISTED, ON_AIR, MERGED))
"""States of a question whose stack others may still join: what was merged ends as its root does."""

_CANDIDATE: tuple[Any, ...] = (
    question.c.id,
    question.c.broadcast_id,
    question.c.number,
    question.c.state,
    question.c.text,
    question.c.air_text,
    question.c.locality,
    question.c.received_at,
    question.c.stack,
)
_CANDIDATES = select(*_CANDIDATE).join(question_about, question_about.c.question_id == question.c.id)
_WAITS = text("question_about.waits")
"""As the index over these says it, which SQLite does not know again where they are compared with 1: few of many."""
_WAITING = _CANDIDATES.where(_WAITS).order_by(question_about.c.question_id)
_LAST = (
    select(question_about.c.question_id)
    .where(_WAITS, question_about.c.question_id < bindparam("below"))
    .order_by(question_about.c.question_id.desc())
    .limit(1)
)
_gathers = or_(*(question.c.state == state for state in sorted(GATHERS)))
_OF_HOUSE = Prepared(
    _CANDIDATES.where(
        question_about.c.broadcast_id == bindparam("broadcast"),
        question_about.c.house == bindparam("house"),
        ~question_about.c.waits,
        _gathers,
    )
    .order_by(question_about.c.question_id.desc())
    .limit(bindparam("limit"))
)
_BY_IDS = _CANDIDATES.where(question.c.id.in_(bindparam("ids", expanding=True)), ~question_about.c.waits, _gathers)
_PARTED = select(stack_place.c.question_id, stack_place.c.stack).where(
    stack_place.c.question_id.in_(bindparam("ids", expanding=True)), stack_place.c.parted_by.is_not(None)
)
_TAKEN = (
    select(question.c.broadcast_id, question.c.stack)
    .where(
        question.c.broadcast_id.in_(bindparam("broadcasts", expanding=True)),
        question.c.stack.in_(bindparam("numbers", expanding=True)),
    )
    .distinct()
)


def waiting(connection: Connection, limit: int, without: Sequence[int] = ()) -> Sequence[Row[Any]]:
    """The next that wait; none of the ids `without`. Within a broadcast the first first; where more wait, those of what
    is on air come before others."""
    wanted = _WAITING.where(question_about.c.question_id.not_in(without)) if without else _WAITING
    rows = connection.execute(wanted.limit(limit)).all()
    if len(rows) < limit:
        return rows
    found: list[Row[Any]] = []
    for broadcast_id in broadcasts.in_turn(connection, _LAST):
        mine = wanted.where(question_about.c.question_id.between(*ids_of_broadcast(broadcast_id)))
        found += connection.execute(mine.limit(limit - len(found))).all()
        if len(found) == limit:
            break
    return found


def still_waiting(connection: Connection, ids: Collection[int]) -> Sequence[Row[Any]]:
    """Those of these that wait, as they are now."""
    return connection.execute(_WAITING.where(question_about.c.question_id.in_(list(ids)))).all()


def of_house(connection: Connection, broadcast_id: int, house: str, limit: int) -> Sequence[Row[Any]]:
    """The newest questions of a broadcast that name this house, were looked at, and whose stack others may join."""
    return _OF_HOUSE.all(connection, {"broadcast": broadcast_id, "house": house, "limit": limit})


def gathering(connection: Connection, ids: Collection[int]) -> Sequence[Row[Any]]:
    """Those of these questions that have been looked at, and whose stack others may join."""
    return connection.execute(_BY_IDS, {"ids": sorted(ids)}).all() if ids else []


def parted_from(connection: Connection, ids: Collection[int]) -> Mapping[int, set[int]]:
    """By the id of each of these questions, the stacks from which it was parted for good."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in connection.execute(_PARTED, {"ids": sorted(ids)}) if ids else ():
        found[row.question_id].add(row.stack)
    return found


def taken(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of these questions by whose number there is a stack."""
    if not ids:
        return set()
    asked = {"broadcasts": sorted({id_ // NUMBERS for id_ in ids}), "numbers": sorted({id_ % NUMBERS for id_ in ids})}
    return {question_id(row.broadcast_id, row.stack) for row in connection.execute(_TAKEN, asked)}


# Writing


@dataclass(frozen=True, slots=True)
class Place:
    """`id`: of the question that stands on that stack from now on. `likeness`: to the likest there; None for what the
    stack begins with."""

    id: int
    stack: int
    likeness: float | None = None


def put(connection: Connection, places: Sequence[Place], at: datetime) -> None:
    update_rows(connection, question, "id", [{"id": one.id, "stack": one.stack} for one in places])
    moment = written(at)
    rows = [
        {"question_id": one.id, "stack": one.stack, "likeness": one.likeness, "at": moment}
        for one in places
        if one.likeness is not None
    ]
    insert_missing(connection, stack_place, rows)


def placed(connection: Connection, houses: Mapping[int, str]) -> None:
    """Nobody looks for a stack for these any more. By their ids, the house that each names, as live/language/about.py
    calls it; empty where it names none."""
    rows = [{"question_id": id_, "house": house or None, "waits": False} for id_, house in houses.items()]
    update_rows(connection, question_about, "question_id", rows)
