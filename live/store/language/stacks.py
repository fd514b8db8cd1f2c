"""Stacks of like questions: how they stand, which question is on top, and what was parted for good. Who comes onto them
is written in placing.py.

A stack is a number that its questions share, within their broadcast; it says nothing else of them. The desk shows as
one row those of its questions that are new: on top the first of them, the others under it. So a question that is dealt
with makes room for the next by itself, and nothing here has to be kept when it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from live.domain.events import Event
from live.domain.language.stack import USUAL
from live.domain.question import NEW
from live.store.ids import NUMBERS, question_id
from live.store.tables import meta, question, question_about, stack_place

THRESHOLD = "stack_threshold"
"""The row of `meta` that holds the likeness from which on a question is put on a stack."""

_new = question.c.state == NEW.value
_mine = question.c.broadcast_id == bindparam("broadcast")
_these = question.c.stack.in_(bindparam("stacks", expanding=True))

_STANDING = (
    select(question.c.stack, func.min(question.c.number).label("top"), func.count().label("many"))
    .where(_mine, _these, _new)
    .group_by(question.c.stack)
)
_STACKS_OF = select(question.c.stack).where(
    question.c.id.in_(bindparam("ids", expanding=True)), question.c.stack.is_not(None)
)
_TOPS_BESIDE = (
    select(func.min(question.c.number))
    .where(_mine, _these, _new, question.c.number.not_in(bindparam("moved", expanding=True)))
    .group_by(question.c.stack)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """`top`: the number of the question that is shown; `many`: how many new ones there are, with that one."""

    top: int
    many: int


def standing(connection: Connection, broadcast_id: int, stacks: Collection[int]) -> dict[int, Standing]:
    """By stack, how it stands; those of which no question is new are left out."""
    if not stacks:
        return {}
    rows = connection.execute(_STANDING, {"broadcast": broadcast_id, "stacks": sorted(stacks)})
    return {row.stack: Standing(row.top, row.many) for row in rows}


def covered(broadcast_id: int) -> ColumnElement[bool]:
    """The condition for a broadcast's questions that stand under another one."""
    one, top = question.alias("one"), question.alias("top")
    above = select(top.c.id).where(
        top.c.broadcast_id == one.c.broadcast_id,
        top.c.stack == one.c.stack,
        top.c.state == NEW.value,
        top.c.number < one.c.number,
    )
    under = select(one.c.number).where(
        one.c.broadcast_id == broadcast_id, one.c.stack.is_not(None), one.c.state == NEW.value, above.exists()
    )
    return question.c.number.in_(under)


def count_covered(connection: Connection, broadcast_id: int) -> int:
    """How many of a broadcast's questions stand under another one."""
    many = (
        select((func.count() - 1).label("under"))
        .where(question.c.broadcast_id == broadcast_id, question.c.stack.is_not(None), _new)
        .group_by(question.c.stack)
        .subquery()
    )
    return int(connection.execute(select(func.coalesce(func.sum(many.c.under), 0))).scalar_one())


# What is told


def retold(connection: Connection, broadcast_id: int, events: Sequence[Event]) -> list[Event]:
    """What is to be told with these events, whose rows are written: of each stack that a question of theirs has come to
    or has left, which other one is on top, and over how many."""
    moved = _moved(events)
    if not moved:
        return []
    ids = [question_id(broadcast_id, number) for number in moved]
    stacks = set(connection.execute(_STACKS_OF, {"ids": ids}).scalars())
    told = {one.question for one in events}
    return [one for one in tops_beside(connection, broadcast_id, stacks, moved) if one.question not in told]


def tops_beside(
    connection: Connection, broadcast_id: int, stacks: Collection[int | None], moved: Collection[int]
) -> list[Event]:
    """One event for the first new question of each of these stacks that is not among those that have moved."""
    wanted = sorted(stack for stack in stacks if stack is not None)
    if not wanted:
        return []
    asked = {"broadcast": broadcast_id, "stacks": wanted, "moved": sorted(moved)}
    tops = connection.execute(_TOPS_BESIDE, asked).scalars()
    return [Event("question.restacked", number, NEW.value, NEW.value) for number in sorted(tops)]


def _moved(events: Iterable[Event]) -> set[int]:
    """The numbers of those that are new no longer, or again."""
    found: set[int] = set()
    for one in events:
        if one.type == "questions.ticketed":
            found.update(item["question"] for item in one.data["questions"] if item["was"] == NEW.value)
        elif one.question is not None and one.was is not None and (one.was == NEW.value) != (one.state == NEW.value):
            found.add(one.question)
    return found


# Who waits to be placed


def rows_of(question_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Rows of `question_about`: these have been read, and wait for somebody who looks on which stack they belong, and
    for their vectors."""
    waits = {"waits": True, "waits_for_vector": True}
    return [{"question_id": id_, "broadcast_id": id_ // NUMBERS, "house": None, **waits} for id_ in question_ids]


def wait(connection: Connection, question_ids: Iterable[int]) -> None:
    """The same for some that have been read for the first time, or again."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(question_about)
    anew = {name: added.excluded[name] for name in ("house", "waits", "waits_for_vector")}
    if rows := rows_of(question_ids):
        connection.execute(added.on_conflict_do_update(index_elements=["question_id"], set_=anew), rows)


# Writing


def take_off(connection: Connection, id_: int) -> None:
    """A question stands on no stack."""
    connection.execute(update(question).where(question.c.id == id_).values(stack=None))


def remember_parting(connection: Connection, id_: int, stack: int, by_name: str, at: Any) -> None:
    """A person has said that a question is about something else than this stack: it never comes back there."""
    parted = {"parted_by": by_name, "parted_at": at}
    mine = (stack_place.c.question_id == id_) & (stack_place.c.stack == stack)
    if not connection.execute(update(stack_place).where(mine).values(**parted)).rowcount:
        connection.execute(insert(stack_place).values(question_id=id_, stack=stack, at=at, **parted))


# The centre's setting, and how right it was


def threshold(connection: Connection) -> float:
    """The likeness from which on a question is put on a stack."""
    kept = connection.execute(select(meta.c.value).where(meta.c.name == THRESHOLD)).scalar_one_or_none()
    return float(kept) if kept else USUAL


def keep_threshold(connection: Connection, value: float) -> None:
    mine = update(meta).where(meta.c.name == THRESHOLD).values(value=str(value))
    if not connection.execute(mine).rowcount:
        connection.execute(insert(meta).values(name=THRESHOLD, value=str(value)))


def counted(connection: Connection) -> tuple[int, int]:
    """How many questions were ever put on a stack, and how many of all on stacks were parted by a person."""
    put_there = func.count(stack_place.c.likeness)
    parted = func.count(stack_place.c.parted_by)
    row = connection.execute(select(put_there.label("put"), parted.label("parted"))).one()
    return row.put, row.parted
