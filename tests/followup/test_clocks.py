"""A ticket's clock: what stops it, what sets it anew, and by which terms it runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from live.admin.lists import save_list
from live.domain.people import Actor, By, Role
from live.domain.ticket import Kind
from live.store.centre import calendar, lists
from live.store.followup import tickets
from live.store.followup.tickets import NewTicket
from live.store.ids import TICKETS_LOG
from live.store.tables import centre_list, promise, ticket_pause
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.tickets.page import one_ticket
from tests.support.rooms import Clock, Show, Tickets

EXECUTOR = Actor("Игорь", frozenset({Role.EXECUTOR}), department="ЖКХ")
ADMIN = By("Ольга", "admin")
ANYTHING = {"topic": None, "priority": None, "reaction": 120, "resolution": 480}


@pytest.fixture
def made(store: Store) -> Tickets:
    with store.write() as tx:
        tx.connection.execute(centre_list.delete())
    return Tickets(store)


@pytest.fixture
def clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is nine o'clock on a Tuesday in Ulyanovsk."""
    now = Clock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    monkeypatch.setattr(store, "clock", now)
    return now


@pytest.fixture
def number(made: Tickets, clock: Clock, show: Show) -> str:
    """A ticket that a department has."""
    opened = str(show.do("question.ticket", show.asked())["ticket"])
    made.do("ticket.assign", opened, department="ЖКХ")
    return opened


def keep(store: Store, name: str, items: Sequence[Any]) -> None:
    with store.read() as connection:
        version = lists.read(connection, name).version
    save_list(store, name, version, items, ADMIN)


def local(moment: datetime) -> str:
    return f"{moment.astimezone(datetime.fromisoformat('2026-11-24T00:00+04:00').tzinfo):%a %d.%m %H:%M}"


def dues(made: Tickets, number: str) -> tuple[str, str]:
    row = made.row(number)
    return local(row.reaction_due), local(row.resolution_due)


def view(store: Store, number: str) -> dict[str, Any]:
    with store.read() as connection:
        return dict(one_ticket(connection, Reader(), number))


def test_a_hold_tells_why_and_whether_the_resident_is_waited_for(made: Tickets, number: str, clock: Clock) -> None:
    made.do("ticket.hold", number, reason=" Нет адреса ", waits=True)
    shown = view(made.store, number)
    assert (shown["state"], shown["hold_reason"], shown["waits"]) == ("on_hold", "Нет адреса", True)
    assert shown["held_at"] == "2026-11-24T05:00:00.000Z"


def test_why_it_stands_is_not_in_the_log(made: Tickets, number: str) -> None:
    made.do("ticket.hold", number, reason="Нет адреса", waits=True)
    assert made.events(number)[-1].data == {"department": "ЖКХ", "waits": True}


def test_once_it_runs_on_nothing_is_left_of_the_hold(made: Tickets, number: str, clock: Clock) -> None:
    made.do("ticket.hold", number, reason="Нет адреса", waits=True)
    clock.pass_(hours=1)
    made.do("ticket.resume", number)
    shown = view(made.store, number)
    assert (shown["held_at"], shown["hold_reason"], shown["waits"]) == (None, None, False)


def test_when_it_stood_is_kept(made: Tickets, number: str, clock: Clock) -> None:
    since = clock.now
    made.do("ticket.hold", number)
    clock.pass_(hours=3)
    made.do("ticket.resume", number)
    mine = ticket_pause.c.ticket_id == made.row(number).id
    with made.store.read() as connection:
        [stood] = connection.execute(select(ticket_pause.c.since, ticket_pause.c.until).where(mine)).all()
    assert stood == (since, clock.now)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "ж" * 501}, {"waits": "perhaps"}])
def test_a_hold_that_is_not_said_well_is_refused(made: Tickets, number: str, fields: dict[str, Any]) -> None:
    made.refused("invalid", "ticket.hold", number, **fields)


def test_a_topic_has_its_own_terms(made: Tickets, clock: Clock, show: Show) -> None:
    keep(made.store, "deadlines", [ANYTHING, {"topic": "ЖКХ", "reaction": 60, "resolution": 240}])
    water = str(show.do("question.ticket", show.asked(topic="ЖКХ"))["ticket"])
    road = str(show.do("question.ticket", show.asked(topic="Дороги"))["ticket"])
    assert dues(made, water) == ("Tue 24.11 10:00", "Tue 24.11 13:00")
    assert dues(made, road) == ("Tue 24.11 11:00", "Tue 24.11 17:00")


def test_an_urgent_ticket_has_its_own_terms_from_the_start(made: Tickets, clock: Clock, show: Show) -> None:
    keep(made.store, "deadlines", [ANYTHING, {"priority": "urgent", "reaction": 30, "resolution": 120}])
    urgent = str(show.do("question.ticket", show.asked(), priority="urgent")["ticket"])
    assert dues(made, urgent) == ("Tue 24.11 09:30", "Tue 24.11 11:00")


def test_a_wraps_tickets_have_their_topics_terms(made: Tickets, clock: Clock, show: Show) -> None:
    keep(made.store, "deadlines", [ANYTHING, {"topic": "ЖКХ", "reaction": 60, "resolution": 240}])
    show.receive("Нет воды", topic="ЖКХ")
    show.receive("Яма")
    show.wrapped()
    water, road = (dues(made, row.number)[1] for row in show.tickets())
    assert (water, road) == ("Tue 24.11 13:00", "Tue 24.11 17:00")


def test_another_priority_is_reckoned_from_the_same_beginning(made: Tickets, number: str, clock: Clock) -> None:
    keep(made.store, "deadlines", [ANYTHING, {"priority": "urgent", "reaction": 60, "resolution": 240}])
    clock.set("2026-11-24T12:00+04:00")
    made.do("ticket.prioritise", number, priority="urgent")
    assert dues(made, number) == ("Tue 24.11 10:00", "Tue 24.11 13:00")
    row, told = made.row(number), made.events(number)[-1]
    assert (row.priority, row.state, row.version) == ("urgent", "assigned", 3)
    assert (told.type, told.was, told.state) == ("ticket.prioritised", "assigned", "assigned")
    assert told.data == {"department": "ЖКХ", "priority": "urgent"}


def test_another_priority_remembers_when_the_clock_stood(made: Tickets, number: str, clock: Clock) -> None:
    keep(made.store, "deadlines", [ANYTHING, {"priority": "high", "reaction": 120, "resolution": 240}])
    made.do("ticket.hold", number)
    clock.pass_(hours=2)
    made.do("ticket.resume", number)
    made.do("ticket.prioritise", number, priority="high")
    assert dues(made, number) == ("Tue 24.11 11:00", "Tue 24.11 15:00")  # Whoever assigned it has reacted.


def test_a_priority_that_there_is_not_is_refused(made: Tickets, number: str) -> None:
    made.refused("invalid", "ticket.prioritise", number, priority="later")


def test_a_formal_appeal_has_calendar_days_from_now(made: Tickets, number: str, clock: Clock) -> None:
    clock.set("2026-11-25T12:00+04:00")
    made.do("ticket.formal", number)
    row, told = made.row(number), made.events(number)[-1]
    assert (row.track, row.clock_from, row.state, row.reacted_at) == ("formal", clock.now, "assigned", None)
    # The third day is a Saturday.
    assert dues(made, number) == ("Fri 27.11 17:00", "Fri 25.12 17:00")
    assert (told.type, told.was, told.state) == ("ticket.formalised", "assigned", "assigned")


def test_a_formal_appeal_is_not_turned_into_one_again(made: Tickets, number: str) -> None:
    made.do("ticket.formal", number)
    assert number in str(made.refused("illegal", "ticket.formal", number))


def test_what_is_resolved_is_reopened_first(made: Tickets, number: str) -> None:
    made.do("ticket.resolve", number, answer="Да")
    for verb, fields in (("formal", {}), ("prioritise", {"priority": "high"})):
        assert "reopen" in str(made.refused("illegal", f"ticket.{verb}", number, **fields))


def test_on_hold_it_can_become_formal_and_its_new_clock_stands_too(made: Tickets, number: str, clock: Clock) -> None:
    made.do("ticket.hold", number)
    clock.set("2026-11-25T12:00+04:00")
    made.do("ticket.formal", number)
    clock.set("2026-11-30T12:00+04:00")
    made.do("ticket.resume", number)
    assert dues(made, number) == ("Thu 03.12 17:00", "Wed 30.12 17:00")


@pytest.mark.parametrize(("verb", "fields"), [("formal", {}), ("prioritise", {"priority": "high"})])
def test_an_executor_sets_no_other_clock(made: Tickets, number: str, verb: str, fields: dict[str, Any]) -> None:
    made.refused("forbidden", f"ticket.{verb}", number, by=EXECUTOR, **fields)


@pytest.mark.parametrize(
    ("verb", "fields"), [("hold", {}), ("resume", {}), ("formal", {}), ("prioritise", {"priority": "high"})]
)
def test_a_stale_version_is_a_conflict(made: Tickets, number: str, verb: str, fields: dict[str, Any]) -> None:
    made.refused("conflict", f"ticket.{verb}", number, version=1, **fields)


def test_reopened_its_clock_begins_anew(made: Tickets, number: str, clock: Clock) -> None:
    made.do("ticket.hold", number)
    clock.pass_(hours=1)
    made.do("ticket.resume", number)
    made.do("ticket.resolve", number, answer="Да")
    clock.set("2026-11-30T09:00+04:00")
    made.do("ticket.reopen", number)
    row = made.row(number)
    assert (row.clock_from, row.reacted_at) == (clock.now, None)
    assert dues(made, number) == ("Mon 30.11 11:00", "Mon 30.11 17:00")


def promised(show: Show, day: str | None) -> str:
    """A ticket of a promise, made by hand."""
    asked = show.shortlisted()
    until: dict[str, Any] = {"due": day} if day else {}
    show.do("question.promise", asked, promise="Отремонтируем", **until)
    question_id = show.row(asked).id
    with show.store.write() as tx:
        tx.lock(TICKETS_LOG)
        said = tx.connection.execute(select(promise).where(promise.c.question_id == question_id)).one()
        found = calendar.dues(tx.connection, "Europe/Ulyanovsk", tx.now, None, "normal", promised=said.due)
        [number] = tickets.insert_new(
            tx, [NewTicket(question_id, Kind.PROMISE, None, "normal", *found, promise_id=said.id)]
        )
    return number


def test_a_promise_is_due_on_its_day(made: Tickets, clock: Clock, show: Show) -> None:
    assert dues(made, promised(show, "2026-12-06")) == ("Tue 24.11 11:00", "Fri 04.12 17:00")


def test_a_promise_without_a_day_is_as_any_ticket(made: Tickets, clock: Clock, show: Show) -> None:
    assert dues(made, promised(show, None)) == ("Tue 24.11 11:00", "Tue 24.11 17:00")


def test_a_promise_keeps_its_day_whatever_is_reckoned(made: Tickets, clock: Clock, show: Show) -> None:
    number = promised(show, "2026-12-01")
    made.do("ticket.assign", number, department="ЖКХ")
    made.do("ticket.hold", number)
    clock.pass_(hours=24)
    made.do("ticket.resume", number)
    made.do("ticket.prioritise", number, priority="urgent")
    assert dues(made, number)[1] == "Tue 01.12 17:00"


def test_reopened_after_its_day_a_promise_is_as_any_ticket(made: Tickets, clock: Clock, show: Show) -> None:
    number = promised(show, "2026-11-25")
    made.do("ticket.assign", number, department="ЖКХ")
    made.do("ticket.resolve", number, answer="Да")
    clock.set("2026-11-30T09:00+04:00")
    made.do("ticket.reopen", number)
    assert dues(made, number) == ("Mon 30.11 11:00", "Mon 30.11 17:00")


def test_a_centre_in_another_zone_works_by_its_own_clock(made: Tickets, clock: Clock, show: Show) -> None:
    keep(made.store, "calendar", [{"zone": "Asia/Yekaterinburg", "opens": "09:00", "closes": "18:00"}])
    clock.set("2026-11-24T12:00+05:00")
    number = str(show.do("question.ticket", show.asked())["ticket"])
    assert made.row(number).resolution_due == clock.set("2026-11-25T11:00+05:00")
