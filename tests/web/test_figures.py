"""The figures' page, its file and the public figures over HTTP: what they tell, and whom."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from live.views.report.figure_list import SHOWN
from live.views.report.open_figures import LEAST
from live.web.residents.open_figures import KEPT
from live.workers.followup.figures import count_slice
from tests.web.house import House, csrf, problem

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
ROADS = "Дорожный отдел"
AROUND = {"from": "2020-01-01", "to": "2020-01-31"}


@pytest.fixture(scope="module")
def line(house: House) -> str:
    """A standing line on which six wrote of roads, one was answered and one was handed to a department."""
    slug = house.standing()
    desk = house.caller(slug, "moderator")
    for n in range(6):
        desk.ask(f"Яма на дороге {n}", topic="Дороги", locality="Сосновка")
    desk.ask("Нет воды", topic="=ЖКХ", locality="Ясная Поляна")
    desk.obey("question.finish", question=1, version=1, **{"as": "written"})
    for number in range(3, 7):
        desk.obey("question.note", question=number, version=1, **{"for": "head", "text": "Справка"})
    desk.obey("question.ticket", question=2, version=1, department=ROADS)
    while count_slice(house.store):
        pass
    return slug


def signed_in(house: House, login: str, *roles: str, **facts: Any) -> FlaskClient:
    house.user(login, "correct horse", *roles, **facts)
    client = house.app.test_client()
    assert house.sign_in(client, login, "correct horse").status_code == 302
    return client


@pytest.fixture(scope="module")
def head(house: House, line: str) -> FlaskClient:
    return signed_in(house, "head-of-centre", "coordinator", "moderator")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_the_page_tells_the_numbers_and_their_lists(head: FlaskClient, line: str) -> None:
    page = head.get("/figures", headers=HTML)
    assert page.status_code == 200
    told = plain(page.text)
    assert re.search(r"Поступило 7 было: 0", told) and re.search(r"Отреагировали 6 было: 0", told)
    assert re.search(r"Дороги 6 5 ", told), "six came, five are open"
    assert f"/b/{line}/desk?tab=all&amp;topic=" in page.text
    assert re.search(r'href="/figures\?department=[^"]+"', page.text)


def test_a_number_opens_the_list_of_what_it_counts(head: FlaskClient, line: str) -> None:
    page = head.get("/figures", headers=HTML)
    counted = {}
    for address, number in re.findall(r'href="(/figures/list[^"]*)">([0-9]+)</a>', page.text):
        listed = head.get(html.unescape(address), headers=HTML)
        assert listed.status_code == 200, address
        counted[address] = listed.text.count('<p class="quiet small">')
        assert f": {number} " in plain(listed.text) and counted[address] == int(number), address
    assert len(counted) > 20, "of the totals, the hours, the groups, the ages"
    roads = head.get("/figures/list?measure=open&kind=topic&name=Дороги", headers=HTML).text
    assert "Тема: Дороги" in plain(roads) and f"/b/{line}/desk?tab=all&amp;open=6" in roads
    assert "Яма на дороге 5" in roads and "Нет воды" not in roads


def test_each_list_leads_back_to_the_figures(head: FlaskClient, line: str) -> None:
    page = head.get("/figures", headers=HTML)
    addresses = {html.unescape(one) for one in re.findall(r'href="(/figures/list[^"]*)"', page.text)}
    assert any("from=2000-01-01" in one for one in addresses), "what is open, whenever it came"
    for address in addresses:
        [back] = re.findall(r'href="(/figures(?:\?[^"]*)?)"', head.get(address, headers=HTML).text)
        assert head.get(html.unescape(back), headers=HTML).status_code == 200, address


def test_a_list_of_a_department_has_its_tickets(house: House, line: str) -> None:
    worker = signed_in(house, "vera-figures", "executor", department=ROADS)
    listed = worker.get("/figures/list?measure=received", headers=HTML)
    [number] = re.findall(r'href="/tickets\?open=([^"]+)"', listed.text)
    assert unquote(number) in plain(listed.text) and "/desk" not in listed.text and ROADS in listed.text
    refused = worker.get("/figures/list?measure=received&department=Другое")
    assert problem(refused, "forbidden", 403)["detail"] == "Вам видны показатели только вашего ведомства."


@pytest.mark.parametrize(
    "asked",
    [
        *("measure=nothing", "", "measure=received&kind=colour", "measure=received&name=Дороги"),
        *("measure=received&hour=24", "measure=open&hour=3", "measure=received&kind=source&name=vk&hour=3"),
        *("measure=rated&mark=6", "measure=received&mark=5", "measure=received&day=вчера"),
        *("measure=received&day=2026-11-09&shown=-1", "measure=received&from=2026-11-09&day=2026-11-08"),
    ],
)
def test_what_is_no_number_of_the_page_has_no_list(head: FlaskClient, asked: str) -> None:
    assert problem(head.get(f"/figures/list?{asked}"), "not_found", 404)


def test_a_department_has_its_page(head: FlaskClient, line: str) -> None:
    page = head.get(f"/figures?department={ROADS}", headers=HTML)
    assert f'<p class="name">{ROADS}</p>' in page.text and re.search("Поступило 1 было: 0", plain(page.text))
    assert "По ведомствам" not in page.text


def test_who_works_in_a_department_sees_that_one_alone(house: House, line: str) -> None:
    pyotr = signed_in(house, "pyotr-figures", "executor", department=ROADS)
    own = pyotr.get("/figures", headers=HTML)
    assert f'<p class="name">{ROADS}</p>' in own.text and "По ведомствам" not in own.text
    assert "<select" not in own.text
    other = pyotr.get("/figures?department=Другое")
    assert problem(other, "forbidden", 403)["detail"] == "Вам видны показатели только вашего ведомства."
    nobody = signed_in(house, "inna-figures", "executor")
    assert "в каком ведомстве" in problem(nobody.get("/figures"), "illegal", 409)["detail"]
    assert pyotr.get("/figures.xlsx?department=Другое").status_code == 403


@pytest.mark.parametrize("role", ["moderator", "producer", "screener", "presenter", "observer", "gallery", "source"])
def test_others_are_refused(house: House, role: str) -> None:
    client = house.app.test_client()
    key = {"Authorization": f"Bearer {house.key(None, role)}"}
    assert client.get("/figures", headers=key).status_code == 403
    assert client.get("/figures.xlsx", headers=key).status_code == 403
    assert client.get("/figures/list?measure=received", headers=key).status_code == 403


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "2026-13-01"}, "2026-13-01"),
        ({"from": "вчера"}, "не дата"),
        ({"from": "2026-11-09", "to": "2026-11-08"}, "кончается раньше"),
        ({"from": "2000-01-01", "to": "2026-01-01"}, "слишком длинный"),
        ({"from": "0001-01-01", "to": "0001-01-05"}, "слишком длинный"),
        ({"from": "9999-12-31", "to": "9999-12-31"}, "слишком длинный"),
    ],
)
def test_a_period_that_is_none_gets_a_sentence(head: FlaskClient, asked: dict[str, str], sentence: str) -> None:
    assert sentence in problem(head.get("/figures", query_string=asked), "invalid", 400)["detail"]


def test_days_on_which_nothing_came_have_a_page(head: FlaskClient) -> None:
    page = head.get("/figures", query_string=AROUND, headers=HTML).text
    assert "За эти дни ничего не поступило" in page and "01.01.2020 – 31.01.2020" in page
    assert "сравнение с 01.12.2019 – 31.12.2019" in page


def test_the_file_says_the_same_and_a_formula_is_a_text(head: FlaskClient) -> None:
    answered = head.get("/figures.xlsx")
    book = load_workbook(io.BytesIO(answered.data))
    assert book.sheetnames == [
        *("Итоги", "По дням", "По неделям", "По часам", "По темам", "По местам", "По источникам"),
        *("По ведомствам", "По исполнителям", "Не решено, по давности"),
    ]
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert rows["Итоги"][1][:2] == ("Поступило", 7)
    assert {row[0]: row[1] for row in rows["По темам"][1:]} == {"Дороги": 6, "=ЖКХ": 1}
    assert [sum(int(str(row[1])) for row in rows[name][1:]) for name in ("По дням", "По часам")] == [7, 7]
    assert len(rows["По часам"]) == 25 and len(rows["По дням"]) == 8


def test_taking_the_file_is_written_down(house: House, head: FlaskClient) -> None:
    head.get("/figures.xlsx")
    acts = [(row.act, row.subject) for row in house.everything()["audit"]]
    assert ("report.exported", "figures") in acts


# For everybody


def published(house: House, line: str, wanted: str) -> FlaskClient:
    olga = signed_in(house, f"olga-{len(house.everything()['account'])}", "admin")
    page = olga.get("/admin/centre", headers=HTML).text
    fields = {"name": "ЦУР района", "zone": "Europe/Ulyanovsk", "sites": "https://raion.example"}
    saved = olga.post("/admin/centre", data={"csrf_token": csrf(page), **fields, "open_figures": wanted})
    assert saved.status_code == 303
    house.app.extensions.pop(KEPT, None)
    return olga


def test_nothing_is_public_until_the_centre_has_said_so(house: House, line: str) -> None:
    for path in ("/open", "/open.json"):
        refused = house.app.test_client().get(path)
        assert problem(refused, "not_found", 404)["detail"] == "Этот центр не публикует свои показатели."


def test_the_public_figures_tell_no_small_count_and_may_stand_on_the_centres_sites(house: House, line: str) -> None:
    olga = published(house, line, "yes")
    now = house.store.clock
    house.store.clock = lambda: now() + timedelta(days=1)
    try:
        stranger = house.app.test_client()
        told = stranger.get("/open.json").get_json()
        page = stranger.get("/open", headers=HTML)
        assert stranger.get("/open?days=365", headers=HTML).status_code == 200
        week = stranger.get("/open.json?days=7").get_json()
    finally:
        house.store.clock = now
    assert told["received"] == 7 and told["resolved"] is None
    assert told["topics"] == [{"name": "Дороги", "received": 6, "resolved": None}] and LEAST == 5
    assert [one["name"] for one in told["places"]] == ["Сосновка"]
    assert (week["received"], len(told["weeks"]) >= 5) == (7, True)
    assert told["reaction"]["in_time"] == 100 and "в срок: 100 %" in page.text
    assert page.status_code == 200 and "Дороги" in page.text and ROADS not in page.text and "=ЖКХ" not in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://raion.example")
    assert "X-Frame-Options" not in page.headers and "Cross-Origin-Opener-Policy" not in page.headers
    assert "/open" in olga.get("/admin/centre", headers=HTML).text
    assert "&lt;iframe src=" in olga.get("/admin/centre", headers=HTML).text
    assert "7, 30, 365" in problem(stranger.get("/open.json?days=3"), "invalid", 400)["detail"]
    published(house, line, "")
    assert house.app.test_client().get("/open").status_code == 404


def test_a_list_of_many_has_pages(house: House, line: str, head: FlaskClient) -> None:
    slug = house.show()
    crew = house.caller(slug, "source")
    for n in range(SHOWN + 3):
        crew.ask(f"О дорогах {n}", topic="Переправа")
    while count_slice(house.store):
        pass
    first = head.get("/figures/list?measure=received&kind=topic&name=Переправа", headers=HTML).text
    [later] = re.findall(r'class="button" href="([^"]+)"', first)
    second = head.get(html.unescape(later), headers=HTML).text
    pages = [re.findall("О дорогах [0-9]+", page) for page in (first, second)]
    assert [len(page) for page in pages] == [SHOWN, 3] and len({*pages[0], *pages[1]}) == SHOWN + 3
    assert "В начало" in second and 'class="button" href' not in second
