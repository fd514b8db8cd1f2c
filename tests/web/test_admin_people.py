"""The administrator's page of those who sign in: what it saves, what it refuses."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from sqlalchemy import Row
from werkzeug.test import TestResponse

from live.store.centre import access
from live.store.tables import account
from tests.web.house import House, csrf, problem

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


class Administrator:
    """Somebody who has signed in as an administrator, and a person whom they look at."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        self.login, self.other = f"olga-{uuid.uuid4().hex[:6]}", f"igor-{uuid.uuid4().hex[:6]}"
        house.user(self.login, PASSWORD, "admin")
        house.user(self.other, PASSWORD, "executor", department="Вода")
        house.sign_in(self.client, self.login, PASSWORD)

    def row(self, login: str = "") -> Row[Any]:
        with self.house.store.read() as connection:
            row = access.account_by_login(connection, login or self.other)
        assert row is not None
        return row

    def page(self) -> str:
        response = self.client.get("/admin/people", headers=HTML)
        assert response.status_code == 200, response.text
        return response.text

    def form(self, page: str, login: str = "") -> str:
        return re.split(f'<li id="person-{self.row(login).id}"', page)[1].split("</li>")[0]

    def save(self, login: str = "", page: str = "", **fields: str) -> TestResponse:
        page = page or self.page()
        version = re.search(r'name="version" value="(\w+)"', self.form(page, login))
        assert version
        typed = {"department": "", "email": "", "active": "yes", **fields}
        body = {"csrf_token": csrf(page), "version": version[1], **{k: v for k, v in typed.items() if v is not None}}
        return self.client.post(f"/admin/people/{self.row(login).id}", data=body, headers=HTML)


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def test_the_lists_lead_to_the_people(olga: Administrator) -> None:
    assert 'href="/admin/people"' in olga.client.get("/admin/lists/topics", headers=HTML).text


def test_a_person_gets_a_department_and_an_address(olga: Administrator) -> None:
    assert olga.save(department=" Дороги  и мосты ", email=" igor@example.org ").status_code == 303
    row = olga.row()
    assert (row.department, row.email, bool(row.active)) == ("Дороги и мосты", "igor@example.org", True)
    assert 'value="igor@example.org"' in olga.form(olga.page())


def test_who_may_not_sign_in_any_more_cannot(olga: Administrator) -> None:
    form = {"department": "", "email": ""}
    page = olga.page()
    version = re.search(r'name="version" value="(\w+)"', olga.form(page))
    assert version
    body = {"csrf_token": csrf(page), "version": version[1], **form}
    assert olga.client.post(f"/admin/people/{olga.row().id}", data=body, headers=HTML).status_code == 303
    client = olga.house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
    assert olga.house.sign_in(client, olga.other, PASSWORD).status_code != 302


@pytest.mark.parametrize(
    "fields", [{"email": "igor"}, {"email": "a@b.ru, c@d.ru"}, {"department": "Во\x07да"}], ids=str
)
def test_what_is_wrong_is_told_beside_the_person_and_stays_typed(
    each_house: House, olga: Administrator, fields: dict[str, str]
) -> None:
    with each_house.unchanged():
        response = olga.save(**fields)
    assert response.status_code == 400
    form = html.unescape(olga.form(response.text))
    assert 'role="alert"' in form and all(f'value="{value}"' in form for value in fields.values())


def test_a_stale_save_is_refused(each_house: House, olga: Administrator) -> None:
    page = olga.page()
    assert olga.save(department="Дороги").status_code == 303
    with each_house.unchanged():
        assert olga.save(page=page, department="Вода").status_code == 409


def test_nobody_shuts_themselves_out(each_house: House, olga: Administrator) -> None:
    page = olga.page()
    version = re.search(r'name="version" value="(\w+)"', olga.form(page, olga.login))
    assert version
    body = {"csrf_token": csrf(page), "version": version[1], "department": "", "email": ""}
    with each_house.unchanged():
        response = olga.client.post(f"/admin/people/{olga.row(olga.login).id}", data=body, headers=HTML)
    assert response.status_code == 409


def test_nobody_is_changed_who_is_not_there(olga: Administrator) -> None:
    body = {"csrf_token": csrf(olga.page()), "version": "", "department": "", "email": ""}
    assert olga.client.post("/admin/people/2000000000", data=body, headers=HTML).status_code == 404


def test_the_page_tells_no_password(olga: Administrator) -> None:
    with olga.house.store.read() as connection:
        hashes = connection.execute(account.select()).all()
    page = html.unescape(olga.page())
    assert all(row.password_hash not in page for row in hashes)


def test_nobody_but_an_administrator_sees_it(each_house: House, olga: Administrator) -> None:
    client = each_house.app.test_client()
    client.get(f"/in/{each_house.key(each_house.show(), 'moderator', 'coordinator')}")
    problem(client.get("/admin/people"), "forbidden", 403)
    assert each_house.app.test_client().get("/admin/people", headers=HTML).location.startswith("/login")
