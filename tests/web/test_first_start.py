"""The first administrator: by the terminal's code, within its hour, once, and never where anybody has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from live.admin.first_start import first_code
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.rooms import Clock
from tests.support.scale import grid
from tests.support.server import Installation, Server
from tests.web.house import House, csrf

PASSWORD = "четыре разных слова"
HTML = {"Accept": "text/html"}


@pytest.fixture(params=grid((EMBEDDED, SERVED), EMBEDDED))
def new(
    request: pytest.FixtureRequest, backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Nobody has been here yet."""
    with backends.installation(request.param, tmp_path_factory.mktemp("new")) as installation:
        yield installation


@pytest.fixture
def new_house(new: Installation) -> Iterator[House]:
    opened = House(new)
    yield opened
    opened.close()


def begin(house: House, code: str, **fields: str) -> TestResponse:
    client = house.app.test_client()
    page = client.get("/first", headers=HTML)
    typed = {"code": code, "login": "olga", "name": "Ольга", "password": PASSWORD, "again": PASSWORD, **fields}
    token = csrf(page.text) if page.status_code == 200 else csrf(client.get("/login", headers=HTML).text)
    return client.post("/first", data={"csrf_token": token, **typed}, headers=HTML)


def test_the_code_makes_an_administrator_once(new_house: House) -> None:
    code = first_code(new_house.store)
    assert code and begin(new_house, code.upper().replace("-", " ")).location == "/admin/start"
    client = new_house.app.test_client()
    assert new_house.sign_in(client, "olga", PASSWORD).status_code == 302
    assert client.get("/admin/people").status_code == 200
    with new_house.unchanged():
        assert begin(new_house, code, login="mallory").status_code == 404
    assert first_code(new_house.store) is None
    assert new_house.app.test_client().get("/first", headers=HTML).status_code == 404


def test_a_code_is_worth_nothing_once_somebody_has_an_account(new_house: House) -> None:
    code = first_code(new_house.store)
    new_house.user("vera", PASSWORD, "moderator")
    with new_house.unchanged():
        assert code and begin(new_house, code).status_code == 404


def test_a_wrong_code_and_one_whose_hour_is_over_make_nobody(new_house: House) -> None:
    code = first_code(new_house.store)
    assert code
    with new_house.unchanged():
        assert begin(new_house, "2345-6789-abcd-efgh-jkmn").status_code == 404
        new_house.store.clock = clock = Clock(new_house.store.clock())
        clock.pass_(minutes=61)
        assert begin(new_house, code).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"again": "иначе"}, {"login": "a b"}, {"name": " "}, {"password": "корот"}], ids=str
)
def test_what_is_typed_wrong_uses_no_code_up(new_house: House, fields: dict[str, str]) -> None:
    code = first_code(new_house.store)
    with new_house.unchanged():
        assert code and begin(new_house, code, **fields).status_code == 400
    assert code and begin(new_house, code).location == "/admin/start"


def test_the_terminal_shows_the_code_until_there_is_an_account(new: Installation) -> None:
    server = Server(new).start()
    shown = re.search(r"the code: ([a-z0-9-]{24})", server.program.log_end())
    server.stop()
    assert shown
    new.user("olga", PASSWORD, "admin")
    with Server(new).start() as again:
        assert "the code" not in again.program.log_end()
