"""A changed calendar, or changed terms: every open ticket is reckoned anew, in slices, whoever goes on with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tzdata  # type: ignore[import-untyped]  # It has no types.
from sqlalchemy import delete, insert, select

from live.admin.lists import save_list
from live.domain.people import By
from live.store import log
from live.store.centre import lists
from live.store.followup import clocks
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.tables import (
    centre_list,
    escalation,
    event,
    meta,
    outbox,
    ticket,
    ticket_answer,
    ticket_note,
    ticket_pause,
)
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from live.workers import recalculate_deadlines
from live.workers.recalculate_deadlines import Recompute, is_due, recompute_slice
from tests.support.rooms import Clock, Show, Tickets, clock_of

ADMIN = By("Ольга", "admin")
NINE_HOURS = [{"topic": None, "priority": None, "reaction": 60, "resolution": 540}]


@pytest.fixture
def store(clocked: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Nobody has edited a list, there is no ticket, and it is nine o'clock on a Tuesday in Ulyanovsk."""
    with clocked.write() as tx:
        for table in (outbox, ticket_answer, ticket_note, centre_list, ticket_pause, escalation, ticket):
            tx.connection.execute(delete(table))
        tx.connection.execute(delete(meta).where(meta.c.name == "clocks"))
    reckon(clocked)
    monkeypatch.setattr(clocked, "clock", Clock(clocked.clock()))
    clock_of(clocked).set("2026-11-24T09:00+04:00")
    return clocked


def reckon(store: Store) -> int:
    """All of it; in how many slices."""
    slices = 0
    while recompute_slice(store):
        slices += 1
    return slices


@pytest.fixture
def show(store: Store) -> Show:
    return Show(store).on_air()


@pytest.fixture
def made(store: Store) -> Tickets:
    return Tickets(store)


def keep(store: Store, name: str, items: Sequence[Any]) -> None:
    with store.read() as connection:
        version = lists.read(connection, name).version
    save_list(store, name, version, items, ADMIN)


def opened(show: Show, count: int) -> list[str]:
    return [str(show.do("question.ticket", show.asked())["ticket"]) for _ in range(count)]


def hours(row: Any) -> tuple[float, float]:
    """From when it was made until its due times."""
    found = [(due - row.created_at).total_seconds() / 3600 for due in (row.reaction_due, row.resolution_due)]
    return found[0], found[1]


def test_other_terms_move_every_open_ticket(store: Store, show: Show, made: Tickets) -> None:
    one, two = opened(show, 2)
    made.do("ticket.assign", two, department="ЖКХ")
    keep(store, "deadlines", NINE_HOURS)
    reckon(store)
    # Nine hours end when work has begun again on the next day.
    assert [hours(made.row(number)) for number in (one, two)] == [(1, 24), (1, 24)]


def test_another_calendar_moves_them_too(store: Store, show: Show, made: Tickets) -> None:
    [number] = opened(show, 1)
    keep(store, "calendar", [{"opens": "08:00", "closes": "17:00", "days_off": ["2026-11-24", "2026-11-25"]}])
    reckon(store)
    assert hours(made.row(number)) == (49, 55)


def test_what_is_resolved_stays_as_it_was(store: Store, show: Show, made: Tickets) -> None:
    [number] = opened(show, 1)
    made.do("ticket.assign", number, department="ЖКХ")
    made.do("ticket.resolve", number, answer="Да")
    keep(store, "deadlines", NINE_HOURS)
    reckon(store)
    assert hours(made.row(number)) == (2, 8)


def test_one_event_tells_of_a_slice_and_no_version_is_raised(store: Store, show: Show, made: Tickets) -> None:
    numbers = opened(show, 3)
    keep(store, "deadlines", NINE_HOURS)
    reckon(store)
    told = made.events()[-1]
    assert (told.type, told.data, told.by_name) == ("tickets.rescheduled", {"tickets": numbers}, None)
    assert [made.row(number).version for number in numbers] == [1, 1, 1]


def test_of_tickets_that_do_not_move_nothing_is_told(store: Store, show: Show, made: Tickets) -> None:
    opened(show, 2)
    before = len(made.events())
    keep(store, "deadlines", [{"topic": "Спорт", "reaction": 10, "resolution": 20}])
    reckon(store)
    assert len(made.events()) == before
    assert not is_due(store)


def test_an_unedited_calendar_gives_nothing_to_do(store: Store, show: Show) -> None:
    opened(show, 1)
    assert not is_due(store)
    assert not recompute_slice(store)


@pytest.mark.parametrize(("known", "older", "newer"), [("HOLIDAYS", [0, 9], [99, 1]), ("ZONES", "1999c", "9999a")])
def test_what_the_country_has_changed_moves_deadlines_too_and_who_does_not_know_it_moves_none_back(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch, known: str, older: Any, newer: Any
) -> None:
    opened(show, 1)
    monkeypatch.setattr(clocks, known, newer)
    assert is_due(store)
    reckon(store)
    assert not is_due(store)
    monkeypatch.setattr(clocks, known, older)
    assert not is_due(store) and not recompute_slice(store)


def test_what_was_reckoned_before_there_were_marks_is_reckoned_once(store: Store, show: Show, made: Tickets) -> None:
    opened(show, 1)
    before = len(made.events())
    with store.write() as tx:
        tx.connection.execute(delete(meta).where(meta.c.name == "clocks"))
    assert is_due(store)
    reckon(store)
    assert not is_due(store) and len(made.events()) == before


def test_the_systems_zones_are_those_in_force_and_the_packages_where_it_has_none(tmp_path: Path) -> None:
    (tmp_path / "tzdata.zi").write_text("# version 2031c\n# redo posix_only\n")
    assert clocks.zones_version(["/nowhere", str(tmp_path)]) == "2031c"
    assert clocks.zones_version([]) == tzdata.IANA_VERSION


def test_slices_are_small_and_the_next_worker_goes_on(
    store: Store, show: Show, made: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculate_deadlines, "SLICE_ON_AIR", 2)
    numbers = opened(show, 5)
    keep(store, "deadlines", NINE_HOURS)
    assert recompute_slice(store)
    assert [hours(made.row(number))[0] for number in numbers] == [1, 1, 2, 2, 2]
    assert reckon(store) == 2  # Whoever it is: nothing but the database knows how far it came.
    assert [hours(made.row(number))[0] for number in numbers] == [1] * 5
    slices = [e.data["tickets"] for e in made.events() if e.type == "tickets.rescheduled"][-3:]
    assert slices == [numbers[:2], numbers[2:4], numbers[4:]]


def test_a_list_that_changes_meanwhile_begins_it_anew(
    store: Store, show: Show, made: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculate_deadlines, "SLICE_ON_AIR", 2)
    numbers = opened(show, 3)
    keep(store, "deadlines", NINE_HOURS)
    recompute_slice(store)
    keep(store, "deadlines", [{"reaction": 180, "resolution": 480}])
    reckon(store)
    assert [hours(made.row(number))[0] for number in numbers] == [3, 3, 3]


def test_on_hold_it_is_reckoned_as_if_it_ran_on_at_once(store: Store, show: Show, made: Tickets) -> None:
    [number] = opened(show, 1)
    made.do("ticket.assign", number, department="ЖКХ")
    clock_of(store).set("2026-11-24T10:00+04:00")
    made.do("ticket.hold", number)
    clock_of(store).set("2026-11-24T14:00+04:00")
    keep(store, "deadlines", [{"reaction": 180, "resolution": 240}])
    reckon(store)
    assert hours(made.row(number)) == (3, 4)
    made.do("ticket.resume", number)
    assert hours(made.row(number)) == (3, 8)  # Whoever assigned it has reacted.


def test_what_was_told_of_a_deadline_stands(store: Store, show: Show, made: Tickets) -> None:
    [number] = opened(show, 1)
    row = made.row(number)
    sent = {"ticket_id": row.id, "clock": "reaction", "step": "near", "turn": 0, "due": row.reaction_due}
    with store.write() as tx:
        tx.connection.execute(insert(escalation).values(**sent, at=tx.now))
    keep(store, "deadlines", NINE_HOURS)
    reckon(store)
    with store.read() as connection:
        [stands] = connection.execute(select(escalation)).all()
    assert stands.due == row.reaction_due


def test_a_department_hears_of_its_own_tickets_alone(store: Store, show: Show, made: Tickets) -> None:
    mine, theirs, nobodys = opened(show, 3)
    made.do("ticket.assign", mine, department="ЖКХ")
    made.do("ticket.assign", theirs, department="Дороги")
    keep(store, "deadlines", NINE_HOURS)
    reckon(store)
    heard = {}
    with store.read() as connection:
        last = log.position(connection, TICKETS_LOG).head
        events = log.events_since(connection, TICKETS_LOG, last - 1, 1)
        renderer = EventRenderer(connection, log.position(connection, TICKETS_LOG).broadcast, events)
        for department in (None, "ЖКХ", "Культура"):
            seen = renderer.for_screen(SCREENS["tickets"], Reader(department))
            heard[department] = [due["ticket"] for one in seen for due in one["dues"]]
    assert heard == {None: [mine, theirs, nobodys], "ЖКХ": [mine], "Культура": []}


def test_the_worker_does_it_once_a_list_has_changed(store: Store, show: Show, made: Tickets) -> None:
    [number] = opened(show, 1)
    keep(store, "deadlines", NINE_HOURS)
    task = Recompute(store, Leases(store))
    while task.tick() is not None:
        pass
    assert hours(made.row(number)) == (1, 24)
    with store.read() as connection:
        kinds = list(connection.execute(select(event.c.type).where(event.c.broadcast_id == TICKETS_LOG)).scalars())
    assert kinds.count("tickets.rescheduled") >= 1
