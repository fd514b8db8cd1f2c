"""Who owns a ticket, what is noted on it, many at once, and an executor who keeps to its department."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select, update

from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.reply import BY_PERSON
from live.protocol.commands import given_to
from live.protocol.events import Log
from live.store.centre import access
from live.store.tables import account, ticket_note
from live.store.transaction import Store
from tests.support.rooms import Show, Tickets

COORDINATOR = Actor("Ольга", frozenset({Role.COORDINATOR}))


@pytest.fixture
def tickets(store: Store) -> Tickets:
    return Tickets(store)


@pytest.fixture
def number(tickets: Tickets, show: Show) -> str:
    """A ticket of the water's department, not taken up yet."""
    return str(show.do("question.ticket", show.asked(), department="ЖКХ")["ticket"])


def person(store: Store, department: str = "ЖКХ", name: str = "Игорь") -> tuple[str, int]:
    """The login and the number of somebody's account."""
    login = f"login-{uuid.uuid4().hex[:8]}"
    with store.write() as tx:
        return login, access.add_account(tx, login, name, "-", ["executor"], 0, department)


def executor(number: int, department: str = "ЖКХ") -> Actor:
    return Actor("Игорь", frozenset({Role.EXECUTOR}), f"user:{number}", department)


def test_a_ticket_is_assigned_to_an_account(store: Store, tickets: Tickets, number: str) -> None:
    login, account_id = person(store)
    tickets.do("ticket.assign", number, by=COORDINATOR, department="ЖКХ", owner_login=login)
    row = tickets.row(number)
    assert (row.owner, row.owner_id) == ("Игорь", account_id)
    assert row.reacted_at is not None
    tickets.do("ticket.assign", number, by=COORDINATOR, department="ЖКХ", owner="Пётр")
    assert (tickets.row(number).owner, tickets.row(number).owner_id) == ("Пётр", None)
    assert tickets.row(number).reacted_at == row.reacted_at


def test_an_account_of_elsewhere_owns_nothing_here(store: Store, tickets: Tickets, number: str) -> None:
    roads, _ = person(store, "Дороги")
    gone, gone_id = person(store)
    with store.write() as tx:
        tx.connection.execute(update(account).where(account.c.id == gone_id).values(active=False))
    for login in (roads, gone, "nobody"):
        said = tickets.refused("invalid", "ticket.assign", number, department="ЖКХ", owner_login=login)
        assert login in str(said)


def test_whoever_takes_a_ticket_owns_it_and_is_at_work(store: Store, tickets: Tickets, number: str) -> None:
    _, account_id = person(store)
    tickets.do("ticket.take", number, by=executor(account_id))
    row = tickets.row(number)
    assert (row.state, row.owner, row.owner_id) == ("in_progress", "Игорь", account_id)
    assert row.reacted_at is not None
    told = tickets.events(number)[-1]
    assert (told.type, told.was, told.state, told.data) == (
        "ticket.taken",
        "open",
        "in_progress",
        {"department": "ЖКХ"},
    )


def test_a_ticket_without_a_department_is_not_taken(tickets: Tickets, show: Show) -> None:
    number = str(show.do("question.ticket", show.asked())["ticket"])
    tickets.refused("illegal", "ticket.take", number)


def test_starting_is_the_first_reaction(tickets: Tickets, number: str) -> None:
    tickets.do("ticket.take", number)
    first = tickets.row(number).reacted_at
    tickets.do("ticket.assign", number, department="ЖКХ")
    tickets.do("ticket.start", number)
    assert tickets.row(number).reacted_at == first


def test_a_note_stands_beside_whatever_others_write(store: Store, tickets: Tickets, number: str) -> None:
    tickets.do("ticket.note", number, by=COORDINATOR, text="Смета у подрядчика")
    row = tickets.row(number)
    assert row.version == 1
    with store.read() as connection:
        [note] = connection.execute(select(ticket_note).where(ticket_note.c.ticket_id == row.id)).all()
    assert (note.text, note.by_name) == ("Смета у подрядчика", "Ольга")
    told = tickets.events(number)[-1]
    assert (told.type, told.was, told.state, told.data) == ("ticket.noted", "open", "open", {"department": "ЖКХ"})
    tickets.refused("invalid", "ticket.note", number, text=" ")


def test_closing_and_reopening_are_dated_counted_and_explained(store: Store, tickets: Tickets, number: str) -> None:
    tickets.do("ticket.take", number)
    tickets.do("ticket.resolve", number, answer="Вода есть")
    tickets.do("ticket.close", number)
    assert tickets.row(number).closed_at is not None
    tickets.do("ticket.reopen", number, reason="Воды нет")
    row = tickets.row(number)
    assert (row.state, row.reopened, row.resolved_at, row.closed_at) == ("assigned", 1, None, None)
    with store.read() as connection:
        noted = connection.execute(select(ticket_note.c.text).where(ticket_note.c.ticket_id == row.id)).scalars().all()
    assert noted == ["Воды нет"]


NEEDED: dict[str, dict[str, Any]] = {
    "ticket.resolve": {"answer": "Да"},
    "ticket.note": {"text": "Да"},
    "ticket.reply": {"text": "Да", "final": False},
    "ticket.publish": {"text": "Да"},
    "ticket.prioritise": {"priority": "high"},
    "tickets.bulk": {"do": "ticket.start", "tickets": []},
    "ticket.ask_part": {"department": "Дороги", "text": "Да"},
    "ticket.give_part": {"part": 1, "version": 1, "text": "Да"},
    "ticket.decline_part": {"part": 1, "version": 1, "reason": "Нет"},
    "ticket.drop_part": {"part": 1, "version": 1},
    **{f"answer.{verb}": {"reply": 1} for verb in BY_PERSON},
}
EXECUTORS = sorted(
    name
    for name, command in given_to(Log.TICKETS).items()
    if command.stored and Role.EXECUTOR in command.roles and "ticket" in command.body.model_fields
)


@pytest.mark.parametrize("command", EXECUTORS)
def test_another_departments_ticket_is_not_there_for_an_executor(
    store: Store, tickets: Tickets, number: str, command: str
) -> None:
    """Every verb that an executor has, whoever adds one."""
    for stranger in (executor(900, "Дороги"), Actor("Ключ", frozenset({Role.EXECUTOR}))):
        tickets.refused("not_found", command, number, by=stranger, **NEEDED.get(command, {}))


def test_many_are_moved_at_once_and_a_stale_one_sinks_no_other(tickets: Tickets, show: Show) -> None:
    numbers = [str(show.do("question.ticket", show.asked())["ticket"]) for _ in range(3)]
    tickets.do("ticket.assign", numbers[1], department="Дороги")
    results = tickets.bulk("ticket.assign", numbers[0], f"{numbers[1]}:1", numbers[2], department="ЖКХ")
    assert [result["ok"] for result in results] == [True, False, True]
    assert (results[1]["ticket"], results[1]["error"]["code"]) == (numbers[1], "conflict")
    assert [tickets.row(number).department for number in numbers] == ["ЖКХ", "Дороги", "ЖКХ"]


def test_an_executor_moves_many_of_its_own(store: Store, tickets: Tickets, number: str, show: Show) -> None:
    other = str(show.do("question.ticket", show.asked(), department="Дороги")["ticket"])
    results = tickets.bulk("ticket.take", number, other, by=executor(7))
    assert [result.get("error", {}).get("code") for result in results] == [None, "not_found"]
    with pytest.raises(Refused) as caught:
        tickets.bulk("ticket.assign", number, by=executor(7), department="ЖКХ")
    assert caught.value.code == "forbidden"


@pytest.mark.parametrize("do", ["ticket.resolve", "ticket.note", "question.decline", "tickets.bulk", "nothing"])
def test_what_is_for_one_is_not_done_to_many(tickets: Tickets, number: str, do: str) -> None:
    with pytest.raises(Refused) as caught:
        tickets.bulk(do, number, answer="Да")
    assert caught.value.code == "invalid"
