"""What a log tells of its questions: when each was first looked at, listed and aired, and every turn on air.

The log is read in slices, with a pause after each, so that a long one stalls nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select

from live.domain.question import ON_AIR
from live.runtime.tasks import sleep
from live.store.tables import event
from live.store.transaction import Store

SLICE = 5000
"""Numbers of the log that are looked at at once."""

RESET = "broadcast.reset"
_OF_MANY = ("questions.ticketed", "questions.unticketed", RESET)
"""Events that tell of many questions, or of all."""


@dataclass(slots=True)
class Turn:
    """One stay of a question on air; `end` is None while it lasts, `how` the event that ended it."""

    question: int
    start: datetime
    end: datetime | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """When something was done, and by whom."""

    at: datetime
    by: str | None
    role: str | None


@dataclass(slots=True)
class Airings:
    """By question: the moment of each of its first times; and the turns on air in their order, up to the log's `to`."""

    to: int = 0

    touched: dict[int, datetime] = field(default_factory=dict)
    shortlisted: dict[int, datetime] = field(default_factory=dict)
    aired: dict[int, datetime] = field(default_factory=dict)
    declined: dict[int, Act] = field(default_factory=dict)
    """The last time that it was."""
    turns: list[Turn] = field(default_factory=list)
    added: int = 0
    on_air: dict[int, Turn] = field(default_factory=dict)
    """The turn that lasts, by its question."""


def read_on(store: Store, broadcast: Row[Any], found: Airings) -> None:
    """Add what a broadcast's log tells from `to` on, up to where its row says that the log stands."""
    on_air = found.on_air
    for row in _events(store, broadcast, found.to):
        if row.type == "question.added":
            found.added += 1
            continue
        if row.by_name is not None:
            found.touched.setdefault(row.question, row.at)
        if row.type == "question.shortlisted":
            found.shortlisted.setdefault(row.question, row.at)
        if row.type in ("question.declined", "question.withdrawn"):
            found.declined[row.question] = Act(row.at, row.by_name, row.by_role)
        if row.type == "question.taken":
            found.aired.setdefault(row.question, row.at)
            on_air[row.question] = turn = Turn(row.question, row.at)
            found.turns.append(turn)
        elif row.was == ON_AIR.value and row.state != ON_AIR.value and row.question in on_air:
            turn = on_air.pop(row.question)
            turn.end, turn.how = row.at, row.type
    found.to = broadcast.head


_TOLD = (
    *(event.c.type, event.c.question, event.c.at, event.c.was, event.c.state),
    *(event.c.by_name, event.c.by_role),
)


def _events(store: Store, broadcast: Row[Any], since: int) -> Iterator[Any]:
    """Events about questions by which people moved them on, and what left the air by itself."""
    wanted = and_(
        event.c.broadcast_id == broadcast.id,
        event.c.question.is_not(None),
        event.c.type != "question.received",
        or_(event.c.by_name.is_not(None), event.c.was == ON_AIR.value),
    )
    for start in range(since, broadcast.head, SLICE):  # Below its floor a log has lost nothing of these.
        slice_ = event.c.seq.between(start + 1, min(start + SLICE, broadcast.head))
        with store.read() as connection:
            rows = connection.execute(select(*_TOLD).where(wanted, slice_).order_by(event.c.seq)).all()
        yield from rows
        sleep(0)


def changed_since(store: Store, broadcast: Row[Any], since: int) -> set[int] | None:
    """The numbers of the questions that something happened to; None where what came before has been rewritten."""
    numbers: set[int] = set()
    for start in range(since, broadcast.head, SLICE):
        mine = (
            event.c.broadcast_id == broadcast.id,
            event.c.seq.between(start + 1, min(start + SLICE, broadcast.head)),
        )
        with store.read() as connection:
            singly = select(event.c.question).where(*mine, event.c.question.is_not(None)).distinct()
            numbers.update(connection.execute(singly).scalars())
            of_many = select(event.c.type, event.c.data).where(*mine, event.c.type.in_(_OF_MANY))
            for row in connection.execute(of_many):
                if row.type == RESET:
                    return None
                numbers.update(one["question"] for one in row.data["questions"])
        sleep(0)
    return numbers
