"""What becomes of a ticket: every command, who may give it, and the clock that stands still on hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.transaction import Store
from tests.support.rooms import Clock, Show, Tickets

COORDINATOR = Actor("Ольга", frozenset({Role.COORDINATOR}))
EXECUTOR = Actor("Игорь", frozenset({Role.EXECUTOR}), department="ЖКХ")


@pytest.fixture
def tickets(store: Store) -> Tickets:
    return Tickets(store)


@pytest.fixture
def clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is nine o'clock on a Tuesday in Ulyanovsk."""
    made = Clock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    monkeypatch.setattr(store, "clock", made)
    return made


@pytest.fixture
def number(clock: Clock, show: Show) -> str:
    """A new ticket's."""
    return str(show.do("question.ticket", show.asked())["ticket"])


def local(moment: datetime) -> str:
    """As a clock on the wall in Ulyanovsk shows it."""
    return f"{moment.astimezone(datetime.fromisoformat('2026-11-24T00:00+04:00').tzinfo):%a %H:%M}"


def test_a_new_ticket_falls_due_on_the_fast_track(tickets: Tickets, number: str) -> None:
    row = tickets.row(number)
    assert (row.state, row.version, row.department) == ("open", 1, None)
    assert (local(row.reaction_due), local(row.resolution_due)) == ("Tue 11:00", "Tue 17:00")


def test_its_number_has_the_year_and_counts_on(tickets: Tickets, number: str, show: Show) -> None:
    following = show.do("question.ticket", show.asked())["ticket"]
    assert number.startswith("ПЛ-2026-") and len(number) == len("ПЛ-2026-000123")
    assert int(following[-6:]) == int(number[-6:]) + 1


def test_it_is_assigned_to_a_department_and_a_person(tickets: Tickets, number: str) -> None:
    tickets.do("ticket.assign", number, by=COORDINATOR, department="ЖКХ", owner="Игорь")
    row = tickets.row(number)
    assert (row.state, row.version, row.department, row.owner) == ("assigned", 2, "ЖКХ", "Игорь")
    told = tickets.events(number)[-1]
    assert (told.type, told.was, told.state, told.by_name, told.by_role) == (
        "ticket.assigned",
        "open",
        "assigned",
        "Ольга",
        "coordinator",
    )


def test_an_assignment_says_from_where_to_where(tickets: Tickets, number: str) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ", owner="Игорь")
    tickets.do("ticket.assign", number, department="Дороги")
    assert tickets.events(number)[-1].data == {"from": "ЖКХ", "department": "Дороги"}
    assert tickets.row(number).owner is None


def test_its_whole_life(tickets: Tickets, number: str) -> None:
    tickets.do("ticket.assign", number, by=COORDINATOR, department="ЖКХ")
    tickets.do("ticket.start", number, by=EXECUTOR)
    tickets.do("ticket.hold", number, by=EXECUTOR)
    tickets.do("ticket.resume", number, by=EXECUTOR)
    tickets.do("ticket.resolve", number, by=EXECUTOR, answer="Вода есть с утра.")
    tickets.do("ticket.close", number, by=COORDINATOR)
    tickets.do("ticket.reopen", number, by=COORDINATOR)
    states = [(e.type, e.state) for e in tickets.events(number)]
    assert states == [
        ("ticket.opened", "open"),
        ("ticket.assigned", "assigned"),
        ("ticket.started", "in_progress"),
        ("ticket.held", "on_hold"),
        ("ticket.resumed", "in_progress"),
        ("ticket.resolved", "resolved"),
        ("ticket.closed", "closed"),
        ("ticket.reopened", "assigned"),
    ]
    assert (tickets.row(number).version, tickets.row(number).answer) == (8, "Вода есть с утра.")


def test_every_event_names_the_department_that_the_ticket_had(tickets: Tickets, number: str) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ")
    for verb in ("start", "hold", "resume"):
        tickets.do(f"ticket.{verb}", number)
    assert [e.data["department"] for e in tickets.events(number)] == [None, *["ЖКХ"] * 4]


@pytest.mark.parametrize("verb", ["start", "hold", "resume", "close", "reopen"])
def test_an_open_ticket_can_only_be_assigned(tickets: Tickets, number: str, verb: str) -> None:
    assert "assign" in str(tickets.refused("illegal", f"ticket.{verb}", number))


@pytest.mark.parametrize(
    ("verb", "fields"), [("assign", {"department": "ЖКХ"}), ("start", {}), ("resolve", {"answer": "Да"})]
)
def test_a_stale_version_is_a_conflict(tickets: Tickets, number: str, verb: str, fields: dict[str, Any]) -> None:
    tickets.do("ticket.assign", number, department="Дороги")
    assert number in str(tickets.refused("conflict", f"ticket.{verb}", number, version=1, **fields))


@pytest.mark.parametrize(
    ("verb", "fields"), [("assign", {}), ("assign", {"department": " "}), ("resolve", {}), ("resolve", {"answer": ""})]
)
def test_what_the_verb_needs_must_be_said(tickets: Tickets, number: str, verb: str, fields: dict[str, Any]) -> None:
    tickets.refused("invalid", f"ticket.{verb}", number, **fields)


@pytest.mark.parametrize("verb", ["assign", "close", "reopen"])
def test_steering_is_not_an_executors(tickets: Tickets, number: str, verb: str) -> None:
    fields = {"department": "ЖКХ"} if verb == "assign" else {}
    tickets.refused("forbidden", f"ticket.{verb}", number, by=EXECUTOR, **fields)


def test_a_ticket_that_is_not_there_is_not_found(tickets: Tickets, number: str) -> None:
    with pytest.raises(Refused) as caught:
        tickets.do("ticket.start", number, ticket="ПЛ-2026-999999")
    assert caught.value.code == "not_found"


def test_what_was_left_when_it_was_held_is_left_when_it_is_resumed(tickets: Tickets, number: str, clock: Clock) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ")
    clock.set("2026-11-24T10:00+04:00")  # Seven of the eight hours are left; whoever assigned it has reacted.
    tickets.do("ticket.hold", number)
    assert tickets.row(number).held_at == clock.now
    clock.set("2026-11-26T16:00+04:00")
    tickets.do("ticket.resume", number)
    row = tickets.row(number)
    assert (local(row.reaction_due), local(row.resolution_due)) == ("Tue 11:00", "Fri 14:00")
    assert row.held_at is None


def test_a_hold_outside_of_working_hours_moves_nothing(tickets: Tickets, number: str, clock: Clock) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ")
    clock.set("2026-11-24T16:00+04:00")
    tickets.do("ticket.hold", number)
    clock.set("2026-11-24T16:00+04:00")
    tickets.do("ticket.resume", number)
    assert local(tickets.row(number).resolution_due) == "Tue 17:00"


def test_a_hold_over_the_night_alone_moves_nothing(tickets: Tickets, clock: Clock, show: Show) -> None:
    clock.set("2026-11-24T15:00+04:00")
    number = str(show.do("question.ticket", show.asked())["ticket"])
    tickets.do("ticket.assign", number, department="ЖКХ")
    before = tickets.row(number).resolution_due
    clock.set("2026-11-24T18:00+04:00")
    tickets.do("ticket.hold", number)
    clock.set("2026-11-25T07:00+04:00")
    tickets.do("ticket.resume", number)
    assert tickets.row(number).resolution_due == before


def test_what_was_overdue_when_it_was_held_stays_overdue(tickets: Tickets, number: str, clock: Clock) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ")
    before = tickets.row(number).reaction_due
    clock.set("2026-11-24T12:00+04:00")
    tickets.do("ticket.hold", number)
    clock.set("2026-11-25T12:00+04:00")
    tickets.do("ticket.resume", number)
    row = tickets.row(number)
    assert row.reaction_due == before
    assert local(row.resolution_due) == "Wed 17:00"


def test_two_holds_add_up(tickets: Tickets, number: str, clock: Clock) -> None:
    tickets.do("ticket.assign", number, department="ЖКХ")
    for hour in (9, 11):
        clock.set(f"2026-11-24T{hour:02}:00+04:00")
        tickets.do("ticket.hold", number)
        clock.pass_(hours=1)
        tickets.do("ticket.resume", number)
    assert local(tickets.row(number).resolution_due) == "Wed 10:00"


def test_a_wraps_tickets_are_worked_on_like_any(tickets: Tickets, clock: Clock, show: Show) -> None:
    show.receive("Первый", "Второй")
    show.wrapped()
    first, second = (row.number for row in show.tickets())
    tickets.do("ticket.assign", first, department="ЖКХ")
    assert (tickets.row(first).state, tickets.row(second).state) == ("assigned", "open")
    assert show.books().balances
