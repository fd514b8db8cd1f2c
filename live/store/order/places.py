"""Between which ranks something goes in the order: questions of the list, what is on air, and segments."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select, union_all

from live.domain.order.place import LAST, Place
from live.domain.question import State
from live.domain.refused import Refused
from live.store.tables import question, segment


def neighbours(
    connection: Connection, broadcast_id: int, place: Place, *, moved: Place = LAST
) -> tuple[str | None, str | None]:
    """The ranks between which it goes: before what `place` names, or last.

    `moved` is no neighbour of its own; `conflict` where what it is to stand before is not in the order any more.
    """
    standing = union_all(_questions(broadcast_id, moved), _segments(broadcast_id, moved)).subquery()
    if place == LAST:
        last = select(standing.c.rank).order_by(standing.c.rank.desc()).limit(1)
        return connection.execute(last).scalar_one_or_none(), None
    upper = _rank_of(connection, broadcast_id, place, moved)
    before = select(standing.c.rank).where(standing.c.rank < upper).order_by(standing.c.rank.desc()).limit(1)
    return connection.execute(before).scalar_one_or_none(), upper


def _questions(broadcast_id: int, moved: Place = LAST) -> Select[Any]:
    # What is on air keeps its place in the list, for when it is put back.
    return select(question.c.rank).where(
        question.c.broadcast_id == broadcast_id,
        question.c.state.in_([State.SHORTLISTED.value, State.ON_AIR.value]),
        question.c.number != (moved.question or 0),
    )


def _segments(broadcast_id: int, moved: Place = LAST) -> Select[Any]:
    return select(segment.c.rank).where(segment.c.broadcast_id == broadcast_id, segment.c.id != (moved.segment or 0))


def _rank_of(connection: Connection, broadcast_id: int, place: Place, moved: Place) -> str:
    if place.segment is not None:
        titled = _segments(broadcast_id, moved).where(segment.c.id == place.segment)
        found = connection.execute(titled).scalar_one_or_none()
        if found is None:
            raise Refused("conflict", "That block is not in the order any more.")
        return str(found)
    listed = question.c.state == State.SHORTLISTED.value
    asked = _questions(broadcast_id, moved).where(question.c.number == place.question, listed)
    found = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise Refused("conflict", "Question {number} is not in the list any more.", number=place.question)
    return str(found)


def first_but(connection: Connection, broadcast_id: int, questions: set[int], segments: set[int]) -> str | None:
    """The rank of the first of the order that is none of these; None where nothing else stands in it."""
    asked = _questions(broadcast_id).where(question.c.number.not_in(questions))
    titled = _segments(broadcast_id).where(segment.c.id.not_in(segments))
    others = union_all(asked, titled).subquery()
    return connection.execute(select(others.c.rank).order_by(others.c.rank).limit(1)).scalar_one_or_none()
