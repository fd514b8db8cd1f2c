"""The administrator's pages of those who sign in: what they save, what they refuse, and what ends by it."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Row
from werkzeug.test import TestResponse

from live.store.centre import access
from live.store.tables import account
from live.views.admin.people import PersonView, person
from tests.web.house import House, csrf, problem

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}
LINK = re.compile(r'value="http://localhost(/join/[\w-]+)"')


class Administrator:
    """Somebody who has signed in as an administrator, and a person whom they look at."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.device()
        self.login, self.other = f"olga-{uuid.uuid4().hex[:6]}", f"igor-{uuid.uuid4().hex[:6]}"
        house.user(self.login, PASSWORD, "admin")
        house.user(self.other, PASSWORD, "executor", department="Вода")
        house.sign_in(self.client, self.login, PASSWORD)

    def row(self, login: str = "") -> Row[Any]:
        with self.house.store.read() as connection:
            row = access.account_by_login(connection, login or self.other)
        assert row is not None
        return row

    def view(self, login: str = "") -> PersonView:
        return person(self.house.store, self.row(login).id)

    def get(self, path: str = "") -> str:
        response = self.client.get(f"/admin/people{path}", headers=HTML)
        assert response.status_code == 200, response.text
        return response.text

    def press(self, do: str, login: str = "", version: str = "", **fields: Any) -> TestResponse:
        """A button of a person's page, with these fields filled in."""
        view = self.view(login)
        facts = {"name": view.name, "department": view.department, "email": view.email}
        body = {"csrf_token": csrf(self.get(f"/{view.id}")), "version": version or view.version, "do": do, **facts}
        return self.client.post(f"/admin/people/{view.id}", data={**body, **fields}, headers=HTML)

    def add(self, **fields: Any) -> TestResponse:
        body = {"login": f"new-{uuid.uuid4().hex[:6]}", "name": "Нина Новикова", "where": "0", "role": ["moderator"]}
        return self.client.post("/admin/people", data={"csrf_token": csrf(self.get()), **body, **fields}, headers=HTML)

    def signed_in(self, login: str = "") -> FlaskClient:
        client = self.house.device()
        assert self.house.sign_in(client, login or self.other, PASSWORD).status_code == 302
        return client


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def said(response: TestResponse) -> str:
    found = re.search(r'role="alert">([^<]*)<', response.text)
    assert found, response.text
    return html.unescape(found[1])


def test_the_lists_lead_to_the_people(olga: Administrator) -> None:
    assert 'href="/admin/people"' in olga.client.get("/admin/lists/topics", headers=HTML).text


def test_a_person_is_added_and_sets_the_password_by_a_link_that_works_once(olga: Administrator) -> None:
    login = f"nina-{uuid.uuid4().hex[:6]}"
    made = olga.add(login=login, name=" Нина  Новикова ", role=["moderator", "producer"])
    link = LINK.search(made.text)
    assert made.status_code == 200 and link and olga.view(login).new
    nina = olga.house.device()
    page = nina.get(link[1], headers=HTML).text
    assert "Нина Новикова" in page and login in page
    body = {"csrf_token": csrf(page), "password": "четыре разных слова", "again": "четыре разных слова"}
    assert nina.post(link[1], data=body, headers=HTML).location == "/"
    assert nina.get("/account").status_code == 200
    assert nina.get(link[1], headers=HTML).status_code == 404
    assert nina.post(link[1], data=body, headers=HTML).status_code in (400, 404)
    assert olga.view(login).roles == ("moderator", "producer") and not olga.view(login).new
    assert link[1] not in olga.get(f"/{olga.row(login).id}")


def test_looking_at_a_link_uses_nothing_up(olga: Administrator) -> None:
    """Mail scanners follow links."""
    link = LINK.search(olga.press("link").text)
    assert link
    with olga.house.unchanged():
        for _ in range(3):
            assert olga.house.device().get(link[1], headers=HTML).status_code == 200


def test_a_newer_link_ends_the_one_before(olga: Administrator) -> None:
    links = [LINK.search(olga.press("link").text) for _ in range(2)]
    answers = [olga.house.device().get(link[1], headers=HTML).status_code for link in links if link]
    assert answers == [404, 200]


def test_nobody_signs_in_before_a_password_was_set(olga: Administrator) -> None:
    login = f"nina-{uuid.uuid4().hex[:6]}"
    olga.add(login=login)
    for password in ("", " ", PASSWORD):
        assert olga.house.sign_in(olga.house.device(), login, password).status_code == 401


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"login": "с пробелом"}, "без пробелов"),
        ({"name": " "}, "не длиннее"),
        ({"email": "nina"}, "почт"),
        ({"login": "{other}"}, "уже есть"),
    ],
    ids=str,
)
def test_a_wrong_new_person_is_told_why_and_stays_typed(olga: Administrator, fields: dict[str, str], told: str) -> None:
    fields = {name: value.format(other=olga.other) for name, value in fields.items()}
    with olga.house.unchanged():
        response = olga.add(**fields)
    assert response.status_code in (400, 409) and told in said(response)
    assert all(f'value="{value}"' in html.unescape(response.text) for value in fields.values())


def test_a_person_gets_a_name_a_department_and_an_address(olga: Administrator) -> None:
    saved = olga.press("save", name=" Игорь  Ильин ", department=" Дороги  и мосты ", email=" igor@example.org ")
    assert saved.status_code == 303
    row = olga.row()
    assert (row.name, row.department, row.email) == ("Игорь Ильин", "Дороги и мосты", "igor@example.org")
    assert 'value="igor@example.org"' in olga.get(f"/{row.id}")


@pytest.mark.parametrize(
    "fields", [{"email": "igor"}, {"email": "a@b.ru, c@d.ru"}, {"department": "Во\x07да"}], ids=str
)
def test_what_is_wrong_is_told_and_stays_typed(olga: Administrator, fields: dict[str, str]) -> None:
    with olga.house.unchanged():
        response = olga.press("save", **fields)
    assert response.status_code == 400 and said(response)
    assert all(f'value="{value}"' in html.unescape(response.text) for value in fields.values())


def test_a_stale_save_is_refused(olga: Administrator) -> None:
    before = olga.view().version
    assert olga.press("save", department="Дороги").status_code == 303
    with olga.house.unchanged():
        for do in ("save", "roles", "close"):
            assert olga.press(do, version=before).status_code == 409


def test_roles_are_given_and_taken_place_by_place_and_end_the_sessions(olga: Administrator) -> None:
    slug = olga.house.show()
    where = olga.house.id_of(slug)
    igor = olga.signed_in()
    given = olga.press("roles", place=["0", str(where)], role=["executor:0", f"moderator:{where}"])
    assert given.status_code == 303
    assert igor.get("/account", headers=HTML).location.startswith("/login")
    igor = olga.signed_in()
    assert [igor.get(path).status_code for path in (f"/b/{slug}/desk", "/tickets", "/admin")] == [200, 200, 403]
    olga.press("roles", place=[str(where)], role=[])
    igor = olga.signed_in()
    assert [igor.get(path).status_code for path in (f"/b/{slug}/desk", "/tickets")] == [403, 200]


def test_roles_that_stay_as_they_are_end_no_session(olga: Administrator) -> None:
    igor = olga.signed_in()
    assert olga.press("roles", place=["0"], role=["executor:0"]).status_code == 303
    assert igor.get("/account").status_code == 200


@pytest.mark.parametrize("role", ["boss:0", "admin:999999", "source:0", "moderator"])
def test_a_role_that_is_none_is_refused(olga: Administrator, role: str) -> None:
    with olga.house.unchanged():
        assert olga.press("roles", place=["0"], role=[role]).status_code == 400


def test_a_role_in_a_place_that_the_page_did_not_show_is_refused(olga: Administrator) -> None:
    with olga.house.unchanged():
        assert olga.press("roles", place=[], role=["admin:0"]).status_code == 400


def test_who_is_closed_is_signed_out_and_cannot_come_back_until_it_is_opened(olga: Administrator) -> None:
    igor = olga.signed_in()
    link = LINK.search(olga.press("link").text)
    assert olga.press("close").status_code == 303
    problem(igor.get("/tickets"), "unauthorized", 401)
    assert olga.house.sign_in(olga.house.device(), olga.other, PASSWORD).status_code == 401
    assert link and olga.house.device().get(link[1], headers=HTML).status_code == 404
    assert olga.press("open").status_code == 303
    assert olga.signed_in().get("/tickets").status_code == 200
    problem(igor.get("/tickets"), "unauthorized", 401)


def test_nobody_shuts_themselves_out(olga: Administrator) -> None:
    with olga.house.unchanged():
        assert olga.press("close", olga.login).status_code == 409


def test_an_administrator_ends_one_device_or_all_of_a_person(olga: Administrator) -> None:
    one, other, third = olga.signed_in(), olga.signed_in(), olga.signed_in()
    newest = olga.view().sessions[0]
    olga.press("end", session=newest.id)
    answers = [client.get("/account").status_code for client in (one, other, third)]
    assert sorted(answers) == [200, 200, 401]
    assert olga.press("end", session=newest.id).status_code == 404
    olga.press("everywhere")
    assert [client.get("/account").status_code for client in (one, other, third)] == [401, 401, 401]


def test_nobody_is_changed_who_is_not_there(olga: Administrator) -> None:
    body = {"csrf_token": csrf(olga.get()), "do": "save", "version": "", "name": "Н", "department": "", "email": ""}
    assert olga.client.post("/admin/people/2000000000", data=body, headers=HTML).status_code == 404
    assert olga.client.get("/admin/people/2000000000", headers=HTML).status_code == 404


def test_no_page_tells_a_password(olga: Administrator) -> None:
    with olga.house.store.read() as connection:
        hashes = connection.execute(account.select()).all()
    told = html.unescape(olga.get() + olga.get(f"/{olga.row().id}"))
    assert all(row.password_hash not in told for row in hashes if row.password_hash)


def test_nobody_but_an_administrator_sees_them(each_house: House, olga: Administrator) -> None:
    for path in ("/admin/people", f"/admin/people/{olga.row().id}", "/admin/keys"):
        problem(olga.signed_in().get(path), "forbidden", 403)
        assert each_house.app.test_client().get(path, headers=HTML).location.startswith("/login")


def test_without_the_pages_token_nothing_is_changed(olga: Administrator) -> None:
    with olga.house.unchanged():
        for path in ("/admin/people", f"/admin/people/{olga.row().id}", "/admin/keys", "/admin/keys/1"):
            assert olga.client.post(path, data={"do": "close"}, headers=HTML).status_code == 400


def test_five_hundred_people_stand_on_pages_and_are_searched(olga: Administrator) -> None:
    with olga.house.store.write() as tx:
        for n in range(500):
            access.add_account(tx, f"many{n:03}", f"Человек {n:03}-й", "", ("moderator",), 0)
    pages = [olga.client.get("/admin/people", query_string={"page": n}, headers=HTML).text for n in (1, 2)]
    found = olga.client.get("/admin/people", query_string={"q": "человек 077"}, headers=HTML).text
    assert [page.count('<li id="person-') for page in pages] == [50, 50] and pages[0] != pages[1]
    assert found.count('<li id="person-') == 1 and "Человек 077-й" in found
    nobody = olga.client.get("/admin/people", query_string={"q": "нет такого"}, headers=HTML).text
    assert nobody.count('<li id="person-') == 0 and "Ничего не нашлось" in nobody
