"""A person's own page: the password, the devices, the way out of all of them."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.house import House, csrf, problem

PASSWORD = "верный пароль"
NEWER = "совсем другой пароль"
HTML = {"Accept": "text/html"}
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def device(house: House, agent: str = "") -> FlaskClient:
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
    if agent:
        client.environ_base["HTTP_USER_AGENT"] = agent
    return client


@pytest.fixture
def login(house: House) -> str:
    name = f"maria-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "moderator")
    return name


@pytest.fixture
def maria(house: House, login: str) -> FlaskClient:
    client = device(house)
    house.sign_in(client, login, PASSWORD)
    return client


def change(client: FlaskClient, **fields: str) -> TestResponse:
    token = csrf(client.get("/account", headers=HTML).text)
    body = {"csrf_token": token, "present": PASSWORD, "password": NEWER, "again": NEWER, **fields}
    return client.post("/account/password", data=body, headers=HTML)


def test_a_new_password_keeps_this_device_and_ends_the_others(house: House, maria: FlaskClient, login: str) -> None:
    other = device(house)
    house.sign_in(other, login, PASSWORD)
    before = maria.get_cookie("live")
    assert change(maria).status_code == 303
    after = maria.get_cookie("live")
    assert before and after and before.value != after.value
    assert (maria.get("/account").status_code, other.get("/account").status_code) == (200, 401)
    assert house.sign_in(device(house), login, PASSWORD).status_code == 401
    assert house.sign_in(device(house), login, NEWER).status_code == 302


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"present": "мимо"}, "указан неверно"),
        ({"again": "иначе"}, "не совпадают"),
        ({"password": "корот", "again": "корот"}, "не короче 8"),
        ({"password": "password123", "again": "password123"}, "подбирают"),
        ({"password": "x" * 300, "again": "x" * 300}, "не длиннее 256"),
    ],
    ids=str,
)
def test_a_password_that_will_not_do_is_told_why(
    house: House, maria: FlaskClient, fields: dict[str, str], told: str
) -> None:
    with house.unchanged():
        response = change(maria, **fields)
    assert response.status_code == 400 and told in html.unescape(response.text)


def test_the_present_password_cannot_be_guessed_from_an_open_page(maria: FlaskClient) -> None:
    assert [change(maria, present=f"мимо-{n}").status_code for n in range(6)] == [400] * 5 + [429]


def test_the_devices_are_told_and_this_one_is_marked(house: House, login: str) -> None:
    at_work, at_home = device(house, CHROME), device(house)
    for client in (at_home, at_work):
        house.sign_in(client, login, PASSWORD)
    page = at_work.get("/account", headers=HTML).text
    assert page.count("это устройство") == 1 and "Chrome, Windows" in page
    [other] = re.findall(r'name="session" value="(\w+)"', page)
    ended = at_work.post("/account/sessions", data={"csrf_token": csrf(page), "session": other}, headers=HTML)
    assert ended.status_code == 303
    assert (at_work.get("/account").status_code, at_home.get("/account").status_code) == (200, 401)


def test_nobody_ends_the_device_of_another(house: House, maria: FlaskClient) -> None:
    stranger, name = device(house), f"igor-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "moderator")
    house.sign_in(stranger, name, PASSWORD)
    own = device(house)
    house.sign_in(own, name, PASSWORD)
    [theirs] = re.findall(r'name="session" value="(\w+)"', stranger.get("/account", headers=HTML).text)
    body = {"csrf_token": csrf(maria.get("/account", headers=HTML).text), "session": theirs}
    assert maria.post("/account/sessions", data=body, headers=HTML).status_code == 404
    assert own.get("/account").status_code == 200


def test_signing_out_everywhere_ends_every_device_and_empties_this_one(
    house: House, maria: FlaskClient, login: str
) -> None:
    other = device(house)
    house.sign_in(other, login, PASSWORD)
    token = csrf(maria.get("/account", headers=HTML).text)
    left = maria.post("/account/sessions", data={"csrf_token": token}, headers=HTML)
    assert left.location == "/login" and "Clear-Site-Data" in left.headers
    assert (maria.get("/account").status_code, other.get("/account").status_code) == (401, 401)


def test_a_device_that_came_by_a_link_has_no_account(house: House) -> None:
    tablet = device(house)
    tablet.get(f"/in/{house.key(house.show(), 'head', screen='head')}")
    problem(tablet.get("/account"), "unauthorized", 401)


@pytest.mark.parametrize("path", ["/", "/account", "/admin/people", "/admin/keys", "/admin/lists/topics"])
def test_every_page_offers_the_way_out(house: House, path: str) -> None:
    client, name = device(house), f"olga-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "admin")
    house.sign_in(client, name, PASSWORD)
    assert 'action="/logout"' in client.get(path, headers=HTML, follow_redirects=True).text
