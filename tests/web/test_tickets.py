"""Tickets over HTTP: the coordinator's whole list, and an executor who sees and works on its department's alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.house import House, Json, problem

API = "/api/v1/tickets"


@dataclass
class Staff:
    """Somebody who works on tickets, signed in on a device or with a key."""

    client: FlaskClient
    headers: dict[str, str]

    def get(self, path: str = "", **query: str | int) -> TestResponse:
        return self.client.get(API + path, query_string=query, headers=self.headers)

    def read(self, path: str = "", **query: str | int) -> Json:
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.get_json()

    def command(self, type_: str, **fields: object) -> TestResponse:
        body = {"id": str(uuid.uuid4()), "type": type_, **fields}
        return self.client.post(API + "/commands", json=body, headers=self.headers)

    def obey(self, type_: str, **fields: object) -> Json:
        response = self.command(type_, **fields)
        assert response.status_code == 200, response.text
        return response.get_json()


def staff(house: House, *roles: str) -> Staff:
    return Staff(house.client, {"Authorization": f"Bearer {house.key('tickets', *roles)}"})


@pytest.fixture(scope="module")
def tickets(each_house: House) -> list[str]:
    """Four tickets, of which the first two are assigned: one to roads, one to water."""
    crew = each_house.caller(each_house.show(), "source", "moderator")
    numbers = []
    for place, text in enumerate(("Мост", "Вода", "Автобус", "Школа"), 1):
        crew.ask(text)
        numbers.append(crew.obey("question.ticket", question=place, version=1, priority="high")["ticket"])
    coordinator = staff(each_house, "coordinator")
    coordinator.obey("ticket.assign", ticket=numbers[0], version=1, department="Дороги", owner="Сидоров")
    coordinator.obey("ticket.assign", ticket=numbers[1], version=1, department="Вода")
    return numbers


def test_tickets_are_listed_newest_first_in_pages(each_house: House, tickets: list[str]) -> None:
    coordinator = staff(each_house, "coordinator")
    page = coordinator.read(limit=3)
    assert [t["number"] for t in page["tickets"]] == tickets[:0:-1] and page["total"] == 4
    rest = coordinator.read(limit=3, before=page["next"])
    assert [t["number"] for t in rest["tickets"]] == tickets[:1] and rest["next"] is None


def test_tickets_are_found_by_state(each_house: House, tickets: list[str]) -> None:
    page = staff(each_house, "coordinator").read(state="assigned")
    assert [t["number"] for t in page["tickets"]] == tickets[1::-1] and page["total"] == 2


def test_one_ticket_is_told(each_house: House, tickets: list[str]) -> None:
    ticket = staff(each_house, "admin").read(f"/{tickets[0]}")
    assert (ticket["department"], ticket["owner"], ticket["state"]) == ("Дороги", "Сидоров", "assigned")
    assert (ticket["kind"], ticket["question"], ticket["text"], ticket["priority"]) == ("unanswered", 1, "Мост", "high")
    assert ticket["reaction_due"] < ticket["resolution_due"]
    problem(staff(each_house, "admin").get("/ПЛ-2026-999999"), "not_found", 404)


@pytest.fixture(scope="module")
def executor(each_house: House, tickets: list[str]) -> Staff:
    """A person of the roads' department, on a device."""
    login = f"roads-{uuid.uuid4().hex[:6]}"
    each_house.user(login, "пароль-дорог", "executor", department="Дороги")
    client = each_house.app.test_client()
    each_house.sign_in(client, login, "пароль-дорог")
    return Staff(client, {})


def test_an_executor_sees_its_departments_tickets_alone(executor: Staff, tickets: list[str]) -> None:
    page = executor.read()
    assert ([t["number"] for t in page["tickets"]], page["total"]) == ([tickets[0]], 1)
    assert executor.read(f"/{tickets[0]}")["text"] == "Мост"
    for other in tickets[1:]:
        problem(executor.get(f"/{other}"), "not_found", 404)


def test_an_executors_key_without_a_department_sees_nothing(each_house: House, tickets: list[str]) -> None:
    nobody = staff(each_house, "executor")
    assert nobody.read()["tickets"] == []
    with each_house.unchanged():
        problem(nobody.command("ticket.start", ticket=tickets[0], version=2), "not_found", 404)
        problem(nobody.command("ticket.assign", ticket=tickets[0], version=2, department="Вода"), "forbidden", 403)


def test_a_ticket_is_worked_through_to_its_end(each_house: House, tickets: list[str]) -> None:
    coordinator, number = staff(each_house, "coordinator"), tickets[1]
    for version, (verb, fields) in enumerate(
        [("start", {}), ("hold", {}), ("resume", {}), ("resolve", {"answer": "Вода есть"}), ("close", {})], 2
    ):
        coordinator.obey(f"ticket.{verb}", ticket=number, version=version, **fields)
    told = coordinator.read(f"/{number}")
    assert (told["state"], told["version"], told["answer"]) == ("closed", 7, "Вода есть")
    told = problem(coordinator.command("ticket.start", ticket=number, version=7), "illegal", 409)
    assert told["current"]["state"] == "closed"
    told = problem(coordinator.command("ticket.reopen", ticket=number, version=2), "conflict", 409)
    assert told["current"]["version"] == 7


def test_the_log_of_tickets_is_read_by_its_staff(each_house: House, tickets: list[str]) -> None:
    def read(*roles: str) -> TestResponse:
        token = each_house.key("tickets", *roles)
        where = "/api/v1/broadcasts/tickets/events"
        return each_house.client.get(where, headers={"Authorization": f"Bearer {token}"})

    told = read("coordinator").get_json()
    assert told["to"] == told["head"] and {event["ticket"] for event in told["events"]} == set(tickets)
    assert read("executor").get_json()["events"] == []
    problem(read("moderator", "producer"), "forbidden", 403)


def test_the_board_asks_for_what_is_shown(each_house: House, tickets: list[str], executor: Staff) -> None:
    coordinator = staff(each_house, "coordinator")
    assert [t["number"] for t in coordinator.read(department="Вода")["tickets"]] == [tickets[1]]
    unfinished = coordinator.read(state="open,assigned,in_progress,on_hold", sort="due", priority="high")
    assert unfinished["next"] is None and tickets[0] in [t["number"] for t in unfinished["tickets"]]
    assert executor.read(owner="me")["total"] == 0
    assert executor.read("/counts")["department"] == 1
    assert executor.read("/offers")["departments"] == ["Дороги"]
    assert set(coordinator.read(f"/{tickets[0]}/links")) == {"similar", "person", "topic", "answered"}
    problem(executor.get(f"/{tickets[1]}/links"), "not_found", 404)
    assert coordinator.get(owner="somebody").status_code == 400


def test_what_an_account_takes_is_its_own(each_house: House, tickets: list[str], executor: Staff) -> None:
    each_house.user(login := f"take-{uuid.uuid4().hex[:6]}", "пароль-дорог", "executor", department="Дороги")
    coordinator = staff(each_house, "coordinator")
    version = coordinator.read(f"/{tickets[0]}")["version"]
    coordinator.obey("ticket.assign", ticket=tickets[0], version=version, department="Дороги", owner_login=login)
    client = each_house.app.test_client()
    each_house.sign_in(client, login, "пароль-дорог")
    assert [t["number"] for t in Staff(client, {}).read(owner="me")["tickets"]] == [tickets[0]]
    assert executor.read(owner="me")["total"] == 0


def test_many_are_done_at_once_and_each_refusal_is_a_sentence(each_house: House, tickets: list[str]) -> None:
    coordinator = staff(each_house, "coordinator")
    chosen = [{"ticket": tickets[2], "version": 1}, {"ticket": tickets[3], "version": 99}]
    results = coordinator.obey("tickets.bulk", do="ticket.assign", tickets=chosen, department="Транспорт")["results"]
    assert results[0] == {"ok": True}
    assert (results[1]["ticket"], results[1]["error"]["code"]) == (tickets[3], "conflict")
    assert tickets[3] in results[1]["error"]["detail"]
    problem(coordinator.command("tickets.bulk", do="ticket.resolve", tickets=chosen, answer="Да"), "invalid", 400)
