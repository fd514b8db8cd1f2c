"""How many tickets press, by department, and which were told of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from live.store.tables import ticket
from live.store.transaction import Store
from live.views.tickets.listing import TicketFilter, ticket_counts, tickets_page
from live.views.tickets.overdue_counts import counts
from live.workers.escalate import find, tell
from tests.support.letters import letters
from tests.support.rooms import Clock, Show, clocked

__all__ = ["clocked"]


@pytest.fixture
def show(clocked: Store) -> Show:
    """It is nine o'clock on a Tuesday in Ulyanovsk, and no ticket is at work."""
    assert isinstance(clocked.clock, Clock)
    clocked.clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with clocked.write() as tx:
        tx.connection.execute(update(ticket).values(state="closed"))
    return Show(clocked).on_air()


def made(show: Show, department: str, **facts: Any) -> str:
    number = str(show.do("question.ticket", show.asked(), department=department)["ticket"])
    if facts:
        with show.store.write() as tx:
            tx.connection.execute(update(ticket).where(ticket.c.number == number).values(**facts))
    return number


def test_each_ticket_at_work_is_counted_once_by_its_department(show: Show) -> None:
    roads, water = f"Дороги {letters(4)}", f"Вода {letters(4)}"
    taken = {"state": "in_progress", "reacted_at": show.store.clock()}
    made(show, roads), made(show, roads), made(show, water, **taken), made(show, water, state="on_hold")
    assert counts(show.store, None) == {"near": 0, "over": 0, "departments": []}
    assert isinstance(show.store.clock, Clock)
    show.store.clock.pass_(hours=1.75)
    assert counts(show.store, None) == {
        "near": 2,
        "over": 0,
        "departments": [{"department": roads, "near": 2, "over": 0}],
    }
    show.store.clock.pass_(hours=5)
    assert counts(show.store, None)["departments"] == [
        {"department": roads, "near": 0, "over": 2},
        {"department": water, "near": 1, "over": 0},
    ]
    assert counts(show.store, water) == {
        "near": 1,
        "over": 0,
        "departments": [{"department": water, "near": 1, "over": 0}],
    }


def test_those_that_were_told_of_are_listed_while_they_are_at_work(show: Show) -> None:
    first, other, done = made(show, "Дороги"), made(show, "Вода"), made(show, "Дороги")
    assert isinstance(show.store.clock, Clock)
    show.store.clock.pass_(hours=2)
    tell(show.store, find(show.store))
    with show.store.write() as tx:
        tx.connection.execute(update(ticket).where(ticket.c.number == done).values(state="resolved"))
    later = made(show, "Дороги")
    wanted, now = TicketFilter(escalated=True, sort="due"), show.store.clock()
    with show.store.read() as connection:
        everybodys = tickets_page(connection, None, wanted, now)
        mine = tickets_page(connection, "Дороги", wanted, now)
        counted = [ticket_counts(connection, name, now)["escalated"] for name in (None, "Дороги")]
    assert [one["number"] for one in everybodys["tickets"]] == [first, other] and later
    assert [one["number"] for one in mine["tickets"]] == [first]
    assert (mine["tickets"][0]["escalated"] or {})["step"] == "over"
    assert counted == [everybodys["total"], mine["total"]] == [2, 1]
