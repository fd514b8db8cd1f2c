"""The administrator's pages of departments as a browser without JavaScript uses them."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.admin.department_moves import move_some, waiting_names
from live.admin.departments import Given, add_many
from live.domain.refused import Refused
from live.store.tables import centre_list
from live.views.admin.departments import DepartmentView, one_department
from live.views.admin.lists import whole_list
from tests.support.departments import OLGA, forget_departments, keep_departments
from tests.web.house import House, csrf, problem

HTML = {"Accept": "text/html"}
PASSWORD = "верный пароль"
OFFICIAL = ("name", "post", "email", "login")


class Administrator:
    """Somebody who has signed in as an administrator, on the pages of departments."""

    def __init__(self, house: House) -> None:
        self.client, self.login = house.device(), f"olga-{uuid.uuid4().hex[:6]}"
        house.user(self.login, PASSWORD, "admin")
        house.sign_in(self.client, self.login, PASSWORD)

    def page(self, path: str = "") -> str:
        response = self.client.get(f"/admin/departments{path}", headers=HTML)
        assert response.status_code == 200, response.text
        return html.unescape(response.text)

    def post(self, path: str = "", **fields: Any) -> TestResponse:
        token = csrf(self.page(path))
        return self.client.post(f"/admin/departments{path}", data={"csrf_token": token, **fields}, headers=HTML)

    def press(self, at: str, do: str, **fields: Any) -> TestResponse:
        """A button of a department's page, with these fields as they stand there otherwise."""
        page = self.page(f"/{at}")
        shown = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("version", "name", "email")}
        body = {name: found[1] for name, found in shown.items() if found}
        had = re.findall(r'name="had" value="([^"]*)"', page)
        return self.post(f"/{at}", **{**body, "key": at, "topic": had, "had": had, **fields, "do": do})


@pytest.fixture
def olga(each_house: House) -> Administrator:
    forget_departments(each_house.store)
    with each_house.store.write() as tx:
        tx.connection.execute(centre_list.delete())
    return Administrator(each_house)


def view(house: House, key: str) -> DepartmentView:
    return one_department(house.store, key)


def said(response: TestResponse) -> str:
    found = re.search(r'role="alert">([^<]*)<', html.unescape(response.text))
    assert found, response.text
    return found[1]


def test_a_centre_without_departments_is_told_so(olga: Administrator) -> None:
    page = olga.page()
    assert "Ведомств пока нет" in page and "Темы без ведомства: 26" in page


def test_a_department_is_added_and_has_a_page_of_its_own(each_house: House, olga: Administrator) -> None:
    made = olga.post(do="add", name=" Управление  дорог ")
    assert made.location == "/admin/departments/upravlenie_dorog?done=add"
    assert "Ведомство добавлено." in olga.page("/upravlenie_dorog?done=add")
    assert "Управление дорог" in olga.page()


def test_who_answers_and_topics_are_saved(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    topic = whole_list(each_house.store, "topics").items[0]["name"]
    people = {
        "official_name": ["", "Мария Серова", ""],
        "official_post": ["начальник", "заместитель", ""],
        "official_email": ["", "serova@example.org", ""],
        "official_login": [olga.login, "", ""],
    }
    done = olga.press(key, "save", email="roads@example.org", topic=[topic], **people)
    assert done.location == f"/admin/departments/{key}?done=save", done.text
    kept = view(each_house, key)
    assert kept.chief and kept.chief.login == olga.login and kept.chief.post == "начальник"
    assert [one.name for one in kept.deputies] == ["Мария Серова"]
    assert kept.topics == (topic,) and kept.email == "roads@example.org"
    page = olga.page(f"/{key}")
    assert 'value="serova@example.org"' in page and f'name="had" value="{topic}"' in page
    olga.press(key, "save", topic=[], **people)
    assert view(each_house, key).topics == ()


def test_approval_is_off_until_it_is_switched_on(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    people: dict[str, list[str]] = {f"official_{field}": [] for field in OFFICIAL}
    switch = 'name="approval" value="yes"'
    assert f"{switch}>" in olga.page(f"/{key}") and not view(each_house, key).approval
    olga.press(key, "save", approval="yes", **people)
    assert view(each_house, key).approval and f"{switch} checked" in olga.page(f"/{key}")
    olga.press(key, "save", **people)
    assert not view(each_house, key).approval


def test_what_is_wrong_is_told_and_what_was_typed_stays(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    people = {f"official_{field}": ["Пётр" if field == "name" else ""] for field in OFFICIAL}
    with each_house.unchanged():
        refused = olga.press(key, "save", name="Мосты", email="не адрес", **people)
    assert refused.status_code == 400 and "не адрес" in said(refused)
    assert 'value="Мосты"' in refused.text and 'value="Пётр"' in refused.text


def test_a_stale_save_is_told(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    olga.press(key, "save", email="roads@example.org")
    with each_house.unchanged():
        refused = olga.press(key, "save", name="Мосты", version="1")
    assert refused.status_code == 409 and "тем временем изменили" in said(refused)


def test_another_name_and_another_key(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    assert olga.press(key, "save", name="Мосты", key="bridges").location == "/admin/departments/bridges?done=save"
    assert "раньше: Дороги" in olga.page("/bridges")


def test_a_merged_departments_address_leads_to_the_other(each_house: House, olga: Administrator) -> None:
    roads, water = keep_departments(each_house.store, {"name": "Дороги"}, {"name": "Вода"})
    assert olga.press(roads, "merge", into=water).location == f"/admin/departments/{water}?done=merge"
    assert olga.client.get(f"/admin/departments/{roads}").location == f"/admin/departments/{water}?done=merge"


def test_a_department_merged_into_itself_is_refused_with_a_sentence(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    with each_house.unchanged():
        refused = olga.press(key, "merge", into=key)
    assert refused.status_code == 409 and "с самим собой" in said(refused)


def test_it_is_closed_and_opened_again(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    olga.press(key, "close")
    assert view(each_house, key).closed and "закрыто" in olga.page().lower()
    olga.press(key, "open")
    assert not view(each_house, key).closed


def test_a_list_is_pasted(each_house: House, olga: Administrator) -> None:
    keep_departments(each_house.store, {"name": "Дороги"})
    lines = "Управление ЖКХ; gkh@example.org; Пётр Ильич\r\nдороги\r\n\r\nОтдел воды\tИван Лужин\r\n"
    page = html.unescape(olga.post(do="paste", lines=lines).text)
    assert "Добавлено: 2. Уже были: 1 (дороги)." in page
    made = view(each_house, "upravlenie_zhkh")
    assert made.email == "gkh@example.org" and made.chief and made.chief.name == "Пётр Ильич"
    water = view(each_house, "otdel_vody")
    assert water.chief and water.chief.name == "Иван Лужин"


def test_ten_thousand_lines_are_refused_with_a_sentence_and_stay(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        refused = olga.post(do="paste", lines="\n".join(f"Отдел {n}" for n in range(10_000)))
    assert refused.status_code == 400 and said(refused) == "В списке не больше 500 строк, а здесь 10000."
    assert "Отдел 9999" in refused.text


def test_a_name_of_tickets_alone_is_offered_to_be_merged(each_house: House, olga: Administrator) -> None:
    [key] = keep_departments(each_house.store, {"name": "Дороги"})
    name = "Дорожная служба края"
    desk = each_house.caller(each_house.show("open"), "source", "moderator")
    desk.obey("question.ticket", question=desk.ask()["number"], version=1, department=name)
    assert name in olga.page()
    assert olga.post(do="take", name=name, into=key).location == f"/admin/departments/{key}?done=merge"
    while any(move_some(each_house.store, name) for name in waiting_names(each_house.store)):
        pass
    assert name not in olga.page()


def test_three_hundred_departments_stand_on_pages_and_are_searched(each_house: House, olga: Administrator) -> None:
    add_many(each_house.store, [Given(f"Отдел № {n:03}", email=f"d{n}@example.org") for n in range(300)], OLGA)
    first, last = olga.page(), olga.page("?page=6")
    assert "страница 1 из 6" in first and "<b>Отдел № 000</b>" in first and "<b>Отдел № 299</b>" not in first
    assert "<b>Отдел № 299</b>" in last and 'rel="next"' not in last
    assert "Отдел № 123" in olga.page("?q=D123@") and "Ничего не нашлось" in olga.page("?q=нигде")


@pytest.mark.parametrize("q", ["page=0", "page=99999", "page=x", "page=-1", "q=" + "ж" * 300, "q=%00"])
def test_an_odd_page_is_a_page(olga: Administrator, q: str) -> None:
    assert olga.client.get(f"/admin/departments?{q}", headers=HTML).status_code == 200


def test_a_department_that_is_not_there(each_house: House, olga: Administrator) -> None:
    problem(olga.client.get("/admin/departments/nowhere"), "not_found", 404)
    with pytest.raises(Refused):
        view(each_house, "nowhere")


def test_a_person_chooses_among_them(each_house: House, olga: Administrator) -> None:
    keep_departments(each_house.store, {"name": "Дороги"})
    assert '<option value="Дороги">' in olga.client.get("/admin/people", headers=HTML).text
