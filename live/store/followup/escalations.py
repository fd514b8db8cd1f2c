"""Tickets by their deadlines, and which steps of escalation their people were notified of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, select, text, tuple_

from live.domain.escalation import STATES, Clock, Step, Watched
from live.domain.ticket import State
from live.runtime.tasks import sleep
from live.store.bulk import insert_rows
from live.store.tables import answer_version, broadcast, channel, escalation, question, ticket
from live.store.text import written
from live.store.transaction import Store, Transaction

_COLUMNS: tuple[Any, ...] = (
    *(ticket.c.id, ticket.c.number, ticket.c.question_id, ticket.c.state, ticket.c.department, ticket.c.owner),
    *(ticket.c.owner_id, ticket.c.priority, ticket.c.track, ticket.c.created_at, ticket.c.clock_from),
    *(ticket.c.reaction_due, ticket.c.resolution_due, ticket.c.approval_due, ticket.c.reacted_at, ticket.c.reopened),
)

_DUE = {
    Clock.REACTION: ticket.c.reaction_due,
    Clock.RESOLUTION: ticket.c.resolution_due,
    Clock.APPROVAL: ticket.c.approval_due,
}


_SUBMITTED = select(answer_version.c.ticket_id).where(answer_version.c.fate == text("'waiting'"))
"""Those with an answer that waits, as the index over these says it: however many tickets there are, they are few."""


def to_watched(row: Row[Any]) -> Watched:
    return Watched(
        State(row.state),
        row.clock_from or row.created_at,
        row.reaction_due,
        row.resolution_due,
        reacted=row.reacted_at is not None,
        urgent=row.priority == "urgent",
        formal=row.track == "formal",
        approval_due=row.approval_due,
    )


def pages(store: Store, horizon: datetime, size: int) -> Iterator[tuple[Connection, Sequence[Row[Any]]]]:
    """Every ticket one of whose clocks runs and falls due by `horizon`, in pages, each with its own read transaction.

    Without those of which all was told on that clock, however many they are. One that runs against both may come twice.
    """
    for clock, states in STATES.items():
        due = _DUE[clock]
        for state in states:
            wanted = select(due, ticket.c.id).where(ticket.c.state == state.value, due <= horizon)
            if clock is Clock.APPROVAL:
                wanted = wanted.where(ticket.c.id.in_(_SUBMITTED))
            beyond: Select[Any] | None = wanted
            while beyond is not None:
                with store.read() as connection:
                    found = connection.execute(beyond.order_by(due, ticket.c.id).limit(size)).all()
                    yield connection, _not_all_notified(connection, clock, [row.id for row in found])
                last = found[-1] if len(found) == size else None
                beyond = wanted.where(tuple_(due, ticket.c.id) > (last[0], last.id)) if last is not None else None
                sleep(0)


def _not_all_notified(connection: Connection, clock: Clock, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Those of these tickets of which something may be left to tell on this clock."""
    if not ids:
        return []
    notified = [
        exists().where(
            escalation.c.ticket_id == ticket.c.id,
            escalation.c.clock == clock.value,
            escalation.c.step == step.value,
            escalation.c.turn == ticket.c.reopened,
        )
        for step in ((Step.OVER,) if clock is Clock.APPROVAL else (Step.OVER, Step.CHIEF))
    ]
    wanted = select(*_COLUMNS).where(ticket.c.id.in_(bindparam("ids", expanding=True)), ~and_(*notified))
    if clock is Clock.REACTION:
        wanted = wanted.where(ticket.c.reacted_at.is_(None))
    return connection.execute(wanted, {"ids": list(ids)}).all()


def by_ids(connection: Connection, ids: Iterable[int]) -> Sequence[Row[Any]]:
    return connection.execute(select(*_COLUMNS).where(ticket.c.id.in_(list(ids)))).all()


_NOTIFIED = select(escalation.c.ticket_id, escalation.c.clock, escalation.c.step, escalation.c.turn).where(
    escalation.c.ticket_id.in_(bindparam("ids", expanding=True))
)


def notified(connection: Connection, ids: Sequence[int]) -> set[tuple[int, str, str, int]]:
    """The steps of these tickets that were notified: (ticket's id, clock, step, turn)."""
    return {(row.ticket_id, row.clock, row.step, row.turn) for row in connection.execute(_NOTIFIED, {"ids": list(ids)})}


def note(tx: Transaction, steps: Iterable[Any]) -> None:
    """These are told now: each has ticket_id, clock, step, turn, due and to. The log of tickets is locked."""
    rows = [
        {
            "ticket_id": one.ticket_id,
            "clock": one.clock.value,
            "step": one.step.value,
            "turn": one.turn,
            "due": written(one.due),
            "told": one.to,
            "at": written(tx.now),
        }
        for one in steps
    ]
    insert_rows(tx.connection, (escalation, rows))


def zones(connection: Connection) -> dict[int, str]:
    """By its id, the zone of every broadcast that does not rehearse: an invented question is nobody's duty."""
    real = select(broadcast.c.id, broadcast.c.zone).where(~broadcast.c.rehearsal, broadcast.c.rehearsal_pace.is_(None))
    return {row.id: row.zone for row in connection.execute(real)}


def mail_channel(connection: Connection) -> int | None:
    """The channel by which the centre's own people are written to: the first of e-mail that is not paused."""
    open_ones = (channel.c.type == "mail", ~channel.c.paused, channel.c.closed_at.is_(None))
    mine = select(channel.c.id).where(*open_ones).order_by(channel.c.id)
    return connection.execute(mine.limit(1)).scalar_one_or_none()


def about(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """By a ticket's id, its question's topic and place."""
    columns: tuple[Any, ...] = (ticket.c.id, question.c.topic, question.c.locality)
    asked = select(*columns).join(question, question.c.id == ticket.c.question_id)
    return {row.id: row for row in connection.execute(asked.where(ticket.c.id.in_(list(ids))))}
