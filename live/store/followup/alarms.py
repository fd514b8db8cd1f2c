"""Questions of the lines between shows by their deadlines, and which of their steps were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, not_, or_, select, tuple_, update

from live.domain.broadcast import ARCHIVED, Kind
from live.domain.deadline import Dues, began
from live.domain.escalation import Clock, Step, Watched
from live.domain.people import Role
from live.domain.question import NEW
from live.domain.ticket import OPEN
from live.store.tables import account, account_role, broadcast, question
from live.store.transaction import Store, Transaction

_COLUMNS: tuple[Any, ...] = (
    *(question.c.id, question.c.broadcast_id, question.c.number, question.c.state, question.c.topic),
    *(question.c.locality, question.c.asked_at, question.c.received_at),
    *(question.c.react_due, question.c.resolve_due, question.c.reacted_at, question.c.alarms),
)
_REACTION, _RESOLUTION = Clock.REACTION, Clock.RESOLUTION
_RUNNING = (question.c.react_due.is_not(None), question.c.state == NEW.value)
"""A new question's clock runs; the reaction is always due before the resolution."""


def lines(connection: Connection) -> dict[int, Any]:
    """By its id, zone and title of every standing broadcast."""
    columns = select(broadcast.c.id, broadcast.c.zone, broadcast.c.title)
    mine = (broadcast.c.kind == Kind.STANDING.value, broadcast.c.state != ARCHIVED.value)
    return {row.id: row for row in connection.execute(columns.where(*mine))}


def to_watched(row: Row[Any]) -> Watched:
    """A question has the same steps as a ticket that nobody has closed."""
    since = began(row.asked_at, row.received_at)
    return Watched(OPEN, since, row.react_due, row.resolve_due, reacted=row.reacted_at is not None)


def pages(store: Store, horizon: datetime, size: int) -> Iterator[Sequence[Row[Any]]]:
    """Every new question that is due by `horizon` and of which something may be left to tell, in pages."""
    left = question.c.alarms.is_(None) | question.c.alarms.not_like(f"%{_said(_RESOLUTION, Step.CHIEF)}%")
    wanted = select(*_COLUMNS).where(*_RUNNING, question.c.react_due <= horizon, left)
    beyond: Select[Any] | None = wanted
    while beyond is not None:
        with store.read() as connection:
            found = connection.execute(beyond.order_by(question.c.react_due, question.c.id).limit(size)).all()
        yield found
        last = found[-1] if len(found) == size else None
        after = tuple_(question.c.react_due, question.c.id)
        beyond = wanted.where(after > (last.react_due, last.id)) if last is not None else None


def by_ids(connection: Connection, ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Those of these questions whose clocks still run."""
    return connection.execute(select(*_COLUMNS).where(question.c.id.in_(list(ids)), *_RUNNING)).all()


def running(connection: Connection, after: int, most: int) -> Sequence[Row[Any]]:
    """The first of those beyond this id whose clocks run."""
    return connection.execute(
        select(*_COLUMNS).where(*_RUNNING, question.c.id > after).order_by(question.c.id).limit(most)
    ).all()


def reschedule(tx: Transaction, question_id: int, due: Dues) -> None:
    """It is due at other times, by a calendar or terms that are new. What was told of it stands."""
    mine = update(question).where(question.c.id == question_id)
    tx.connection.execute(mine.values(react_due=due.reaction, resolve_due=due.resolution))


def _said(clock: Clock, step: Step) -> str:
    return f"{clock.value}.{step.value}"


def is_told(row: Row[Any], clock: Clock, step: Step) -> bool:
    return _said(clock, step) in (row.alarms or "").split()


def alarm_of(row: Row[Any]) -> str | None:
    """What was told of a question's times that still matters: `over`, `near` or nothing. What is decided has none."""
    if not row.alarms or row.state != NEW.value:
        return None
    steps = [
        step
        for clock, _, step in (one.partition(".") for one in row.alarms.split())
        if clock == _RESOLUTION.value or row.reacted_at is None
    ]
    if not steps:
        return None
    return Step.NEAR.value if set(steps) == {Step.NEAR.value} else Step.OVER.value


def has(alarm: str) -> ColumnElement[bool]:
    """The condition for questions whose `alarm_of` is this one."""
    unreacted = question.c.reacted_at.is_(None)

    def told(step: Step) -> ColumnElement[bool]:
        resolution, reaction = (question.c.alarms.like(f"%{_said(clock, step)}%") for clock in (_RESOLUTION, _REACTION))
        return or_(resolution, and_(reaction, unreacted))

    over = told(Step.OVER)
    wanted = over if alarm == Step.OVER.value else and_(told(Step.NEAR), not_(over))
    return and_(question.c.state == NEW.value, question.c.alarms.is_not(None), wanted)


def note(tx: Transaction, steps: Iterable[tuple[Row[Any], Clock, Step]]) -> None:
    """These are told now. Their broadcast is locked, so that each row is as it stands."""
    told: dict[int, list[str]] = {}
    for row, clock, step in steps:
        told.setdefault(row.id, (row.alarms or "").split()).append(_said(clock, step))
    for question_id, all_of_it in told.items():
        mine = update(question).where(question.c.id == question_id)
        tx.connection.execute(mine.values(alarms=" ".join(all_of_it)))


def coordinators(connection: Connection, broadcast_id: int) -> list[int]:
    """The accounts of those who coordinate a broadcast: the desk's delays are told to them."""
    role = (account_role.c.role == Role.COORDINATOR.value) & account_role.c.broadcast_id.in_([0, broadcast_id])
    theirs = select(account.c.id).join(account_role, account_role.c.account_id == account.c.id)
    return sorted(connection.execute(theirs.where(role, account.c.active).distinct()).scalars())
