"""Who hears of parts: those who are asked, those who have asked; and of a late one, once, those who are to give it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.department_moves import move_some, waiting_names
from live.admin.departments import Given, add, change, merge
from live.domain.followup.news import Kind
from live.domain.people import By
from live.store.centre import access
from live.store.leases import Leases
from live.store.tables import channel, outbox, ticket
from live.store.transaction import Store
from live.views.admin.departments import one_department
from live.workers.escalate import Escalation
from tests.followup.sharing import ANNA, QUESTION, WORDS, Sharing
from tests.followup.telling import Centre
from tests.support.rooms import Clock

OLGA = By("Ольга", "admin")


@pytest.fixture
def sharing(store: Store) -> Sharing:
    return Sharing(store)


@pytest.fixture
def timed(clocked: Store) -> Sharing:
    """It is nine o'clock on a Tuesday in Ulyanovsk, and letters can go."""
    assert isinstance(clocked.clock, Clock)
    clocked.clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with clocked.write() as tx:
        tx.connection.execute(update(ticket).values(state="closed"))
        tx.connection.execute(update(channel).values(paused=True))
    sharing = Sharing(clocked)
    sharing.show.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
    return sharing


def passed(sharing: Sharing, **time: float) -> None:
    assert isinstance(sharing.store.clock, Clock)
    sharing.store.clock.pass_(**time)
    Escalation(sharing.store, Leases(sharing.store)).tick()


def told(sharing: Sharing, number: str) -> list[tuple[str, str, str]]:
    """(clock, step, whom) of what was told of deadlines of parts."""
    events = [one.data for one in sharing.tickets.events(number) if one.type == "ticket.escalated"]
    return [(data["clock"], data["step"], data["to"]) for data in events if data["clock"] == "part"]


def person(sharing: Sharing, department: str) -> tuple[str, str]:
    """The login and the address of somebody of a department."""
    login = f"vera-{uuid.uuid4().hex[:8]}"
    with sharing.store.write() as tx:
        access.add_account(tx, login, "Вера", "-", ["executor"], 0, department, f"{login}@example.org")
    return login, f"{login}@example.org"


def letters(sharing: Sharing, address: str) -> list[str]:
    with sharing.store.read() as connection:
        mine = select(outbox.c.address, outbox.c.text).order_by(outbox.c.id)
        return [row.text.splitlines()[0] for row in connection.execute(mine) if row.address == address]


# The term


def test_the_term_is_in_hours_of_work_and_no_later_than_the_tickets_own(timed: Sharing) -> None:
    number = timed.worked()
    timed.ask(number, hours=2)
    timed.ask(number, timed.power, hours=200)
    early, late = timed.seen(number)["parts"]
    assert early["due"].startswith("2026-11-24T07:00") and late["due"] == timed.seen(number)["resolution_due"]


def test_who_is_asked_is_written_to_once_when_it_is_late(timed: Sharing) -> None:
    number = timed.worked()
    login, address = person(timed, timed.water)
    timed.ask(number, hours=2, login=login)
    passed(timed, hours=1.9)
    assert told(timed, number) == []
    passed(timed, hours=0.2)
    passed(timed, hours=0.2)
    assert told(timed, number) == [("part", "over", "Вера")]
    assert letters(timed, address) == [f"{number}: срок части ответа прошёл — 24.11.2026 11:00"]


def test_without_a_person_the_department_is_told(timed: Sharing) -> None:
    key = add(timed.store, Given(timed.water, email="water@example.org"), OLGA)
    assert one_department(timed.store, key).name == timed.water
    number = timed.worked()
    timed.ask(number, hours=2)
    passed(timed, hours=3)
    assert told(timed, number) == [("part", "over", timed.water)]
    assert len(letters(timed, "water@example.org")) == 1


@pytest.mark.parametrize("how", ["given", "declined", "dropped", "answered"])
def test_what_waits_for_nobody_any_more_is_not_late(timed: Sharing, how: str) -> None:
    number = timed.worked()
    asked = timed.ask(number, hours=1)
    if how == "given":
        timed.give(number, asked)
    elif how == "declined":
        timed.move("decline", number, asked, reason="Не наше")
    elif how == "dropped":
        timed.move("drop", number, asked, by=timed.igor)
    else:
        timed.tickets.do("ticket.resolve", number, by=timed.igor, answer=WORDS)
    passed(timed, hours=3)
    assert told(timed, number) == []


def test_on_hold_a_part_is_late_all_the_same(timed: Sharing) -> None:
    number = timed.worked()
    timed.ask(number, hours=2)
    timed.tickets.do("ticket.hold", number, by=timed.igor)
    passed(timed, hours=3)
    assert told(timed, number) == [("part", "over", timed.water)]


def test_a_late_part_is_not_the_leads_delay(timed: Sharing) -> None:
    number = timed.worked()
    timed.ask(number, hours=1)
    passed(timed, hours=2)
    assert told(timed, number) != [] and timed.seen(number)["escalated"] is None


def test_a_reopened_ticket_gives_what_is_missing_a_new_term(timed: Sharing) -> None:
    number = timed.worked()
    timed.ask(number, hours=1)
    passed(timed, hours=2)
    timed.tickets.do("ticket.resolve", number, by=timed.igor, answer=WORDS)
    timed.tickets.do("ticket.reopen", number, by=ANNA)
    assert timed.part(number)["due"] == timed.seen(number)["resolution_due"]
    passed(timed, hours=72)
    assert len(told(timed, number)) == 2


# News


@pytest.fixture
def centre(clocked: Store) -> Centre:
    return Centre(clocked)


def other(centre: Centre) -> Any:
    return centre.person("Вера", "executor", f"Водоканал {uuid.uuid4().hex[:6]}")


def ask(centre: Centre, number: str, vera: Any, by: Any, **fields: Any) -> int:
    said = {"department": vera.department, "text": QUESTION, **fields}
    return int(centre.board.do("ticket.ask_part", number, by=by, **said)["part"])


def test_a_request_is_news_to_the_department_that_is_asked(centre: Centre) -> None:
    vera, number = other(centre), centre.owned()
    ask(centre, number, vera, centre.anna)
    assert centre.later() == [("Вера", f"Нужна ваша часть ответа: поручение {number}")]
    assert centre.seen(vera)[-1] == (Kind.PART_ASKED, number)


def test_a_request_that_is_taken_back_at_once_is_written_to_nobody(centre: Centre) -> None:
    vera, number = other(centre), centre.owned()
    asked = ask(centre, number, vera, centre.anna)
    centre.board.do("ticket.drop_part", number, by=centre.anna, part=asked, version=1)
    assert centre.later() == []


def test_a_given_part_is_news_to_the_owner_and_to_the_coordinator_who_had_asked(centre: Centre) -> None:
    vera, number = other(centre), centre.owned()
    asked = ask(centre, number, vera, centre.irina)
    centre.later()
    centre.board.do("ticket.give_part", number, by=vera, part=asked, version=1, text=WORDS)
    words = f"Готова часть ответа: поручение {number}"
    assert sorted(centre.later()) == [("Анна Петрова", words), ("Ирина", words)]


def test_a_declined_part_is_news_to_the_owner(centre: Centre) -> None:
    vera, number = other(centre), centre.owned()
    asked = ask(centre, number, vera, centre.anna)
    centre.later()
    centre.board.do("ticket.decline_part", number, by=vera, part=asked, version=1, reason="Не наш участок")
    assert centre.later() == [("Анна Петрова", f"Отказались дать часть ответа: поручение {number}")]


# Departments that have other names


def listed(sharing: Sharing, name: str) -> str:
    return add(sharing.store, Given(name), OLGA)


def moved(sharing: Sharing) -> None:
    while any(move_some(sharing.store, name) for name in waiting_names(sharing.store)):
        pass


def test_a_part_follows_the_new_name_of_its_department(sharing: Sharing) -> None:
    key, number = listed(sharing, sharing.water), sharing.worked()
    asked = sharing.ask(number)
    new = f"{sharing.water} и стоки"
    change(sharing.store, key, one_department(sharing.store, key).version, Given(new), OLGA)
    moved(sharing)
    assert sharing.part(number, asked)["department"] == new
    assert sharing.seen(number, new) is not None and sharing.seen(number, sharing.water) is None
    assert sharing.types(number)[-1] == "ticket.part_moved"


@pytest.mark.parametrize("into", ["lead", "power"])
def test_a_department_that_becomes_part_of_one_that_works_on_it_already_is_asked_no_more(
    sharing: Sharing, into: str
) -> None:
    key, other = listed(sharing, sharing.water), listed(sharing, getattr(sharing, into))
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.ask(number, sharing.power)
    merge(sharing.store, key, one_department(sharing.store, key).version, other, OLGA)
    moved(sharing)
    assert sharing.part(number, asked)["state"] == "dropped"
    assert [one["state"] for one in sharing.seen(number)["parts"]] == ["dropped", "asked"]
