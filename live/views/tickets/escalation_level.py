"""How far up a ticket's deadline was told of: columns of its row, what they tell, and which tickets it was."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Row, and_, case, exists, select

from live.domain.escalation import STATES, Clock
from live.store.tables import escalation, ticket
from live.views.timestamps import stamp

_FURTHEST = case({"chief": 3, "over": 2, "near": 1}, value=escalation.c.step)
_OF_THIS_TURN = and_(
    escalation.c.ticket_id == ticket.c.id,
    escalation.c.turn == ticket.c.reopened,
    escalation.c.clock != Clock.PART.value,  # Another department's delay.
)


def _furthest(column: Column[Any]) -> Any:
    """Of the step that a ticket has been escalated to in its present turn: the furthest up, of these the latest."""
    order = (_FURTHEST.desc(), escalation.c.at.desc(), escalation.c.clock.desc())
    return select(column).where(_OF_THIS_TURN).order_by(*order).limit(1).correlate(ticket).scalar_subquery()


COLUMNS = (
    _furthest(escalation.c.clock).label("escalated_clock"),
    _furthest(escalation.c.step).label("escalated_step"),
    _furthest(escalation.c.at).label("escalated_at"),
)


def of(row: Row[Any]) -> dict[str, Any] | None:
    """{clock, step, at}; None where nobody was told."""
    if row.escalated_step is None:
        return None
    return {"clock": row.escalated_clock, "step": row.escalated_step, "at": stamp(row.escalated_at)}


def escalated() -> ColumnElement[bool]:
    """At work, and told of in its present turn."""
    at_work = ticket.c.state.in_([state.value for state in STATES[Clock.RESOLUTION]])
    return and_(at_work, exists().where(_OF_THIS_TURN))
