"""Tickets whose deadlines press: how many, by department."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from live.domain.deadline import due
from live.domain.escalation import NEAR, NEAR_FORMAL, OF_A_QUESTION, STATES, Clock
from live.protocol.answers.tickets import Deadlines, PressedDepartment
from live.store.centre.calendar import reckoning
from live.store.followup.escalations import zones
from live.store.ids import NUMBERS
from live.store.tables import ticket
from live.store.transaction import Store


def counts(store: Store, department: str | None) -> Deadlines:
    """{near, over, departments: [{department, near, over}]}, each ticket once; `department` limits an executor's.

    A ticket is over where a clock that runs has passed its deadline, near where one is within NEAR of it.
    """
    found: dict[str | None, list[int]] = {}
    with store.read() as connection:
        now = store.clock()
        by_zone: dict[str, list[int]] = {}
        for broadcast_id, zone in zones(connection).items():
            by_zone.setdefault(zone, []).append(broadcast_id)
        for zone, ids in by_zone.items():
            for row in _counted(connection, now, zone, ids, department):
                counted = found.setdefault(row.department, [0, 0])
                counted[0] += row.near
                counted[1] += row.over
    listed: list[PressedDepartment] = [
        {"department": name, "near": near, "over": over}
        for name, (near, over) in sorted(found.items(), key=lambda one: (-one[1][1], -one[1][0], one[0] or ""))
        if near or over
    ]
    return {
        "near": sum(near for near, _ in found.values()),
        "over": sum(over for _, over in found.values()),
        "departments": listed,
    }


def _counted(connection: Connection, now: datetime, zone: str, ids: list[int], department: str | None) -> Any:
    calendar = reckoning(connection).calendar(zone, now)
    over, near = [], []
    for clock in OF_A_QUESTION:  # What waits for approval is not its department's delay.
        deadline = ticket.c.reaction_due if clock is Clock.REACTION else ticket.c.resolution_due
        runs: Any = ticket.c.state.in_([state.value for state in STATES[clock]])
        if clock is Clock.REACTION:
            runs = runs & ticket.c.reacted_at.is_(None)
        soon = case(
            (ticket.c.track == "formal", deadline <= now + NEAR_FORMAL[clock]),
            else_=deadline <= due(now, NEAR[clock], calendar),
        )
        over.append(runs & (deadline <= now))
        near.append(runs & soon)
    late = or_(*over)
    mine = [ticket.c.department == department] if department is not None else []
    return connection.execute(
        select(
            ticket.c.department,
            func.sum(case((late, 0), (or_(*near), 1), else_=0)).label("near"),
            func.sum(case((late, 1), else_=0)).label("over"),
        )
        .where(
            ticket.c.state.in_([state.value for state in STATES[Clock.RESOLUTION]]),
            (ticket.c.question_id // NUMBERS).in_(ids),
            *mine,
        )
        .group_by(ticket.c.department)
    )
