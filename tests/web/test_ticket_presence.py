"""Who is on a ticket, over sockets: all who are there are told, and an executor is on its department's alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


@pytest.fixture
def number(house: House) -> str:
    crew = house.caller(house.show(), "source", "moderator")
    crew.ask("Вода")
    return str(crew.obey("question.ticket", question=1, version=1, department="ЖКХ")["ticket"])


def on_it(number: str) -> Callable[[Screen], list[str]]:
    return lambda s: sorted(c["by"] for c in (s.presence or {"claims": []})["claims"] if c.get("ticket") == number)


def test_two_on_a_ticket_are_told_of_each_other(
    running: Server, house: House, join: Callable[..., Screen], number: str
) -> None:
    first, second = (join(running, "tickets", "tickets", house.key("tickets", "coordinator")) for _ in range(2))
    for screen in (first, second):
        screen.obey("ticket.claim", ticket=number)
    first.wait_for(lambda s: len(on_it(number)(s)) == 2, "both are on it")
    second.obey("ticket.release", ticket=number)
    first.wait_for(lambda s: len(on_it(number)(s)) == 1, "one is on it")


def test_an_executor_is_on_no_other_departments_ticket(
    running: Server, house: House, join: Callable[..., Screen], number: str
) -> None:
    stranger = join(running, "tickets", "tickets", house.key("tickets", "executor"))
    assert stranger.command("ticket.claim", ticket=number)["error"]["code"] == "not_found"
    assert stranger.command("question.claim", question=1)["error"]["code"] == "invalid"
    unknown = stranger.command("ticket.claim", ticket="ПЛ-2026-999999")
    assert unknown["error"]["code"] == "not_found"
