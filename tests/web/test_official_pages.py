"""The register of official pages: as an administrator keeps it without a script, and as everybody reads it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.admin.official_pages import register
from live.admin.official_pages.register import MOST, Given
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.tables import official_page
from live.views.admin.official_pages import PAGE, OfficialPage, whole_register
from tests.desk.together import at_once
from tests.web.house import House, csrf, problem

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
OLGA = Actor("Ольга", frozenset({Role.ADMIN}), "user:1").acting(frozenset({Role.ADMIN}))
BODY = "Администрация Нижнереченского района"


class Register:
    """The register of a house, and somebody who has signed in as an administrator."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.device()
        login = f"olga-{len(house.everything()['account'])}"
        house.user(login, "верный пароль", "admin")
        house.sign_in(self.client, login, "верный пароль")

    def page(self, path: str = "") -> str:
        response = self.client.get(f"/admin/pages{path}", headers=HTML)
        assert response.status_code == 200, response.text
        return html.unescape(response.text)

    def post(self, path: str = "", **fields: Any) -> TestResponse:
        page = self.page(path)
        version = re.search(r'name="version" value="(\d+)"', page)
        body = {"csrf_token": csrf(page), "version": version[1] if version else "", **fields}
        return self.client.post(f"/admin/pages{path}", data=body, headers=HTML)

    def kept(self) -> list[OfficialPage]:
        return whole_register(self.house.store)

    def added(self, address: str = "vk.com/raion", body: str = BODY, **fields: Any) -> OfficialPage:
        response = self.post(do="add", address=address, body=body, **fields)
        assert response.status_code == 303, html.unescape(response.text)
        page_id = int(response.location.split("/pages/")[1].split("?")[0])
        return next(one for one in self.kept() if one.id == page_id)

    def saved(self, page: OfficialPage, **fields: Any) -> TestResponse:
        return self.post(f"/{page.id}", **{"do": "save", "address": page.address, "body": page.body, **fields})

    def public(self) -> FlaskClient:
        return self.house.app.test_client()


@pytest.fixture
def olga(each_house: House) -> Iterator[Register]:
    yield Register(each_house)
    with each_house.store.write() as tx:
        tx.connection.execute(official_page.delete())


def wrong(response: TestResponse, status: int = 400) -> str:
    assert response.status_code == status
    found = re.search(r'role="alert">([^<]*)<', response.text)
    assert found
    return html.unescape(found[1])


# Kept


def test_a_page_is_added_with_all_that_is_known_of_it(olga: Register) -> None:
    olga.house.user("igor", "верный пароль", "coordinator", slug="tickets")
    facts = {"official": "Глава района", "login": "igor", "since": "2024-12-01", "verified": "yes"}
    one = olga.added("https://m.vk.com/raion?from=x", **facts)
    assert (one.network, one.address, one.verified, one.channel) == ("vk", "https://vk.com/raion", True, None)
    assert (one.official, one.login, str(one.since)) == ("Глава района", "igor", "2024-12-01")
    assert one.responsible == "Igor", "an account has a name"
    page = olga.page(f"/{one.id}")
    assert 'value="2024-12-01"' in page and 'value="Глава района"' in page and "checked" in page


def test_what_was_typed_stays_where_it_is_refused(olga: Register) -> None:
    response = olga.post(do="add", address="example.org", body=BODY)
    assert "не страница во ВКонтакте" in wrong(response) and BODY in html.unescape(response.text)
    assert olga.kept() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": " "}, "Назовите орган"),
        ({"address": "vk.com/wall-1_2"}, "ведёт не на страницу"),
        ({"login": "никто"}, "С логином «никто» никто не входит"),
        ({"since": "вчера"}, "вчера"),
        ({"since": "1999-01-01"}, "уже наступил"),
        ({"body": "Я" * 201}, "не больше 200 знаков"),
    ],
)
def test_what_is_wrong_is_said(olga: Register, fields: dict[str, str], said: str) -> None:
    assert said in wrong(olga.post(do="add", **{"address": "vk.com/raion", "body": BODY, **fields}))
    assert olga.kept() == []


def test_a_day_to_come_is_refused(olga: Register) -> None:
    tomorrow = (olga.house.store.clock() + timedelta(days=2)).date().isoformat()
    assert "уже наступил" in wrong(olga.post(do="add", address="vk.com/raion", body=BODY, since=tomorrow))


def test_one_page_stands_in_it_once(olga: Register) -> None:
    olga.added("vk.com/raion")
    assert "уже есть в реестре" in wrong(olga.post(do="add", address="https://m.vk.ru/RAION", body="Другой орган"))
    other = olga.added("ok.ru/raion")
    assert "уже есть в реестре" in wrong(olga.saved(other, address="vk.com/raion"))


def test_it_is_changed_and_its_own_address_is_no_double(olga: Register) -> None:
    one = olga.added()
    assert olga.saved(one, official="Глава района", verified="yes").status_code == 303
    [now] = olga.kept()
    assert (now.official, now.verified, now.version) == ("Глава района", True, one.version + 1)


def test_who_looked_before_another_changed_it_is_told(olga: Register) -> None:
    one = olga.added()
    olga.saved(one, official="Глава района")
    response = olga.saved(one, version=str(one.version), official="Начальник")
    assert "тем временем изменили" in wrong(response, 409) and olga.kept()[0].official == "Глава района"


def test_it_is_taken_out(olga: Register) -> None:
    one = olga.added()
    assert olga.post(f"/{one.id}", do="remove").status_code == 303 and olga.kept() == []
    assert olga.client.get(f"/admin/pages/{one.id}", headers=HTML).status_code == 404
    acts = [row.act for row in olga.house.everything()["audit"] if row.subject == f"page/{one.id}"]
    assert acts[-2:] == ["page.added", "page.removed"]


def test_a_channel_of_its_network_is_what_it_is_heard_by(olga: Register) -> None:
    slug = olga.house.show()
    for type_, settings in (("vk", {"secret": "s" * 16, "confirmation": "c"}), ("telegram", {})):
        olga.house.channel(type_, slug, **settings)
    ids = {row.type: row.id for row in olga.house.everything()["channel"] if row.closed_at is None}
    one = olga.added("vk.com/raion")
    page = olga.page(f"/{one.id}")
    assert f'value="{ids["vk"]}"' in page and f'value="{ids["telegram"]}"' not in page
    assert olga.saved(one, channel=str(ids["vk"])).status_code == 303 and olga.kept()[0].channel == ids["vk"]
    assert "другой площадки" in wrong(olga.saved(one, channel=str(ids["telegram"])))
    assert "другой площадки" in wrong(olga.saved(one, channel="999999"))


# Many


def test_a_list_is_pasted_and_doubles_are_left(olga: Register) -> None:
    olga.added("vk.com/raion")
    lines = [
        *("https://vk.com/raion; Другой орган", "", "ok.ru/raion; Водоканал; Директор Петров"),
        *("t.me/raion\tШкола № 2", "T.me/raion; Ещё"),
    ]
    page = olga.post(do="paste", lines="\n".join(lines)).text
    assert "Добавлено: 2." in page and "https://vk.com/raion, https://t.me/raion" in page
    assert {(one.address, one.body, one.official) for one in olga.kept()} == {
        ("https://vk.com/raion", BODY, ""),
        ("https://ok.ru/raion", "Водоканал", "Директор Петров"),
        ("https://t.me/raion", "Школа № 2", ""),
    }


@pytest.mark.parametrize("line", ["example.org/x; Орган", "vk.com/second"])
def test_one_wrong_line_and_nothing_is_added(olga: Register, line: str) -> None:
    response = olga.post(do="paste", lines=f"vk.com/first; Орган\n{line}")
    assert line.split(";")[0] in wrong(response) and olga.kept() == []
    assert line in html.unescape(response.text)


def test_so_many_are_the_most(olga: Register) -> None:
    register.add_many(olga.house.store, [Given(f"vk.com/page{n}", "Орган") for n in range(MOST)], OLGA)
    with pytest.raises(Refused, match="at most"):
        register.add(olga.house.store, Given("vk.com/one_more", "Орган"), OLGA)


def test_of_many_there_are_pages_and_a_search(olga: Register) -> None:
    given = [Given(f"vk.com/school{n}", f"Школа № {n}") for n in range(PAGE + 5)]
    register.add_many(olga.house.store, given, OLGA)
    assert "страница 1 из 2" in olga.page() and "vk.com/school54" not in olga.page("?q=SCHOOL7")
    assert "vk.com/school7" in olga.page("?q=SCHOOL7") and "Ничего не нашлось" in olga.page("?q=водоканал")
    assert "страница 2 из 2" in olga.page("?page=99")


# For everybody


def test_everybody_reads_it_without_who_answers(olga: Register) -> None:
    olga.added("vk.com/raion", responsible="Игорь Тайный", official="Глава района", verified="yes", since="2024-12-01")
    olga.added("ok.ru/voda", body="Водоканал")
    stranger = olga.public()
    told = stranger.get("/pages.json").get_json()["pages"]
    assert told == [
        {
            "body": BODY,
            "official": "Глава района",
            "network": "vk",
            "address": "https://vk.com/raion",
            "verified": True,
            "since": "2024-12-01",
        },
        {
            "body": "Водоканал",
            "official": None,
            "network": "ok",
            "address": "https://ok.ru/voda",
            "verified": False,
            "since": None,
        },
    ]
    page = stranger.get("/pages", headers=HTML).text
    assert 'href="https://vk.com/raion"' in page and "Водоканал" in page and "01.12.2024" in page
    assert "Тайный" not in page + str(told)


def test_one_bodys_pages_can_be_asked_for_alone(olga: Register) -> None:
    olga.added("vk.com/raion")
    olga.added("ok.ru/voda", body="Водоканал")
    stranger = olga.public()
    page = stranger.get("/pages?body=водоканал", headers=HTML).text
    assert "ok.ru/voda" in page and "vk.com/raion" not in page
    assert [one["network"] for one in stranger.get("/pages.json?body=Водоканал").get_json()["pages"]] == ["ok"]
    nothing = stranger.get("/pages?body=<b>Никто</b>", headers=HTML).text
    assert "нет страниц" in nothing and "<b>Никто</b>" not in nothing


def test_an_empty_register_says_so(olga: Register) -> None:
    stranger = olga.public()
    assert "пока нет страниц" in stranger.get("/pages", headers=HTML).text
    assert stranger.get("/pages.json").get_json()["pages"] == []


def test_the_centres_sites_may_frame_it_and_the_line_for_them_stands_ready(olga: Register) -> None:
    page = olga.client.get("/admin/centre", headers=HTML).text
    fields = {"name": "ЦУР района", "zone": "Europe/Ulyanovsk", "sites": "https://raion.example"}
    assert olga.client.post("/admin/centre", data={"csrf_token": csrf(page), **fields}).status_code == 303
    answer = olga.public().get("/pages", headers=HTML)
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://raion.example")
    assert "X-Frame-Options" not in answer.headers
    register_page = olga.page()
    assert "<iframe src=" in register_page and "/pages" in register_page and "https://raion.example" in register_page


def test_without_rights_nobody_keeps_it(olga: Register) -> None:
    slug = olga.house.show()
    key = {"Authorization": f"Bearer {olga.house.key(slug, 'producer')}"}
    problem(olga.house.app.test_client().get("/admin/pages", headers=key), "forbidden", 403)
    assert olga.house.app.test_client().post("/admin/pages", headers=key, data={}).status_code == 403


def test_several_who_add_the_same_at_once_add_it_once(olga: Register) -> None:
    for n in range(20):
        views = (f"vk.com/raion{n}", f"vk.ru/Raion{n}", f"m.vk.com/raion{n}?w=1", f"http://www.vk.com/raion{n}/")
        told = at_once(*(partial(register.add, olga.house.store, Given(view, BODY), OLGA) for view in views))
        assert sorted(map(str, told)).count("invalid") == len(views) - 1 and len(olga.kept()) == n + 1
