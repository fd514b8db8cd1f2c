"""What a command names must be of the broadcast that it is given in, and of the department of whoever gives it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from live.protocol import commands as protocol
from live.protocol.events import Log
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.every_call import command_body
from tests.web.house import Caller, House
from tests.web.proofs import PASSWORD, browser, cookies

Json = dict[str, Any]

NAMED = ("call", "link", "message", "caution", "reply")
"""The fields by which a command names a row that is of one broadcast."""

SECRET = "callback-secret"
COMMENT = {
    "type": "wall_reply_new",
    "group_id": 456,
    "event_id": "e-1",
    "v": "5.199",
    "secret": SECRET,
    "object": {"id": 1, "post_id": 7, "post_owner_id": -456, "from_id": 123, "date": 1785571200, "text": "Мост?"},
}
"""A question that came by a network, and so can be answered by it."""

EVERY_ROLE = ("source", "moderator", "screener", "producer", "presenter", "head", "coordinator", "admin")


@pytest.fixture(scope="module")
def theirs(house: House) -> dict[str, int]:
    """The ids of what another show has: a call and a caution of its caller, a link, a message, a reply."""
    slug = house.show("open", "air")
    crew = house.caller(slug, *EVERY_ROLE)
    call = crew.obey("call.open", name="Пётр", number="+78422001122")["call"]
    hook = house.channel("vk", slug, secret=SECRET, token="vk-token", host="http://127.0.0.1:9")
    assert house.client.post(hook, json=COMMENT).text == "ok"
    return {
        "call": call,
        "caution": crew.obey("caller.warn", call=call, text="Перебивает")["caution"],
        "link": crew.obey("link.add", screen="desk", name="Планшет")["link"],
        "message": crew.obey("presenter.message", text="Пять минут")["message"],
        "reply": crew.obey("question.reply", question=1, text="Мост починят")["reply"],
    }


@pytest.fixture(scope="module")
def ours(house: House) -> Caller:
    """Somebody with every role in a show of their own."""
    return house.caller(house.show("open", "air"), *EVERY_ROLE)


OF_A_BROADCAST = sorted(
    (name, field)
    for name, command in protocol.given_to(Log.BROADCAST).items()
    for field in NAMED
    if field in command.body.model_fields and not command.presence
)


def test_each_kind_of_row_is_named_by_some_command() -> None:
    assert {field for _, field in OF_A_BROADCAST} == set(NAMED)


@pytest.mark.parametrize(("name", "field"), OF_A_BROADCAST)
def test_a_row_of_another_broadcast_is_not_found(
    house: House, theirs: dict[str, int], ours: Caller, name: str, field: str
) -> None:
    own = ours.obey("call.open", name="Анна", number="+78422003344")["call"]
    body = command_body(name, **({"call": own} if "call" in protocol.COMMANDS[name].body.model_fields else {}))
    with house.unchanged():
        response = ours.post("/commands", {**body, field: theirs[field]})
    assert response.status_code == 404, response.text


# Departments


@pytest.fixture(scope="module")
def executor(house: House, embedded: Installation) -> Iterator[Screen]:
    """Somebody of one department, at the board of tickets, signed in."""
    login, client = f"igor-{uuid.uuid4().hex[:6]}", browser(house)
    house.user(login, PASSWORD, "executor", department="ЖКХ")
    house.sign_in(client, login, PASSWORD)
    with Server(embedded).start() as running:
        screen = Screen(running.url, "tickets", "tickets").connect(headers=cookies(client))
        yield screen
        screen.disconnect()


@pytest.fixture(scope="module")
def foreign_ticket(house: House) -> Json:
    """A ticket of another department."""
    slug = house.show("open", "air")
    crew = house.caller(slug, *EVERY_ROLE)
    crew.obey("question.ticket", question=1, version=crew.ask()["version"], department="Дороги")
    board = house.app.test_client()
    headers = {"Authorization": f"Bearer {house.key('tickets', 'coordinator')}"}
    ticket: Json = board.get("/api/v1/tickets", headers=headers).get_json()["tickets"][0]
    assert ticket["department"] == "Дороги"
    return ticket


def of_tickets(house: House) -> list[Any]:
    """Every row that hangs on a ticket; the server beside it writes others meanwhile."""
    rows = house.everything()
    replies = [row for row in rows["outbox"] if row.ticket_id is not None]
    return [
        replies,
        *(rows[name] for name in ("ticket", "ticket_note", "ticket_answer", "answer_version", "ticket_pause", "part")),
    ]


@pytest.mark.parametrize("name", sorted(protocol.given_to(Log.TICKETS)))
def test_another_departments_ticket_is_out_of_an_executors_reach(
    house: House, executor: Screen, foreign_ticket: Json, name: str
) -> None:
    number, version = foreign_ticket["number"], foreign_ticket["version"]
    body = command_body(name)
    if "ticket" in body:
        body |= {"ticket": number} | ({"version": version} if "version" in body else {})
    elif name == "tickets.bulk":
        body["tickets"] = [{"ticket": number, "version": version}]
    elif "tickets" in protocol.COMMANDS[name].body.model_fields:
        body["tickets"] = [number]
    before = of_tickets(house)
    answer = executor.command(**body)
    assert of_tickets(house) == before
    code = answer["error"]["code"] if not answer["ok"] else answer["results"][0]["error"]["code"]
    assert code in ("not_found", "forbidden")


@pytest.mark.parametrize("path", ["", "/links", "/templates"])
def test_another_departments_ticket_is_not_read_either(house: House, foreign_ticket: Json, path: str) -> None:
    login, client = f"igor-{uuid.uuid4().hex[:6]}", browser(house)
    house.user(login, PASSWORD, "executor", department="ЖКХ")
    house.sign_in(client, login, PASSWORD)
    assert client.get(f"/api/v1/tickets/{foreign_ticket['number']}{path}").status_code == 404
