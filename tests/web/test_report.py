"""The report's page and its XLSX, over HTTP; who may read it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from live.domain.people import Role
from live.web.report.charts import MOST, chart, charts
from live.web.report.pages import READERS
from live.web.report.sheets import span, timecode
from tests.web.house import House, csrf

HTML = {"Accept": "text/html"}
TRAPS = ("=1+1", "+7 900", "-2", "@SUM(A1)")


@pytest.fixture
def show(each_house: House) -> str:
    return each_house.show("open", "air")


def reader(house: House, slug: str, role: str = "producer") -> FlaskClient:
    """Somebody signed in who holds one role in this broadcast."""
    house.user(f"{role}-{slug}", "correct horse", role, slug=slug)
    client = house.app.test_client()
    assert house.sign_in(client, f"{role}-{slug}", "correct horse").status_code == 302
    return client


def played(house: House, slug: str) -> None:
    """One answered in full with a promise, one declined, one on a topic that begins like a formula."""
    desk = house.caller(slug, "moderator", "producer", "head")
    asked = [desk.ask(f"{trap} в тексте", topic=trap, locality="Сосновка") for trap in TRAPS]
    first, second = asked[0]["number"], asked[1]["number"]
    desk.obey("question.shortlist", question=first, version=1)
    desk.obey("question.take", question=first, version=2)
    desk.obey("question.answer", question=first, version=3)
    desk.obey("question.promise", question=first, version=4, promise="=Починим", due="2026-12-01")
    desk.obey("question.decline", question=second, version=1, reason="spam")


def book(client: FlaskClient, slug: str) -> Workbook:
    response = client.get(f"/b/{slug}/report.xlsx")
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.data))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_the_page_tells_what_became_of_the_questions(each_house: House, show: str) -> None:
    played(each_house, show)
    page = reader(each_house, show).get(f"/b/{show}/report", headers=HTML)
    assert page.status_code == 200
    for told in ("Отчёт об эфире", "=1+1 в тексте", "Сосновка", "Реклама, спам", "=Починим", "01.12.2026"):
        assert told in page.text, told
    assert page.text.count("<figure") == 1  # all of it is the air


def test_a_show_of_which_nothing_is_known_has_a_page_and_a_file(each_house: House) -> None:
    slug = each_house.show()
    client = reader(each_house, slug)
    assert "Вопросов ещё не было" in client.get(f"/b/{slug}/report", headers=HTML).text
    assert book(client, slug).sheetnames[0] == "Итоги"


def test_the_file_has_its_sheets_in_russian(each_house: House, show: str) -> None:
    played(each_house, show)
    opened = book(reader(each_house, show), show)
    assert set(opened.sheetnames) >= {
        *("Итоги", "По темам", "По местам", "По минутам", "Отклонено", "Обещания", "Хронометраж"),
    }
    assert rows(opened["Отклонено"])[1] == ("Реклама, спам", 1)
    assert rows(opened["Итоги"])[1] == ("Поступило", 4)
    timeline = rows(opened["Хронометраж"])
    assert re.fullmatch(r"\d:\d\d:\d\d", str(timeline[1][0])) and timeline[1][3:5] == (1, "=1+1 в тексте")


def test_polls_stand_in_it_with_each_way_in(each_house: House, show: str) -> None:
    desk = each_house.caller(show, "producer")
    poll = desk.obey("poll.open", question="Что чинить первым?", options=["=Дороги", "Школы", "Пруд"])["poll"]
    desk.obey("poll.count", poll=poll, option=1, votes=3)
    page, browser = f"/b/{show}/poll/{poll}", each_house.app.test_client()
    browser.post(page, data={"csrf_token": csrf(browser.get(page, headers=HTML).text), "option": "2"})
    desk.obey("poll.withdraw", poll=poll, option=3)
    desk.obey("poll.close", poll=poll)
    client = reader(each_house, show)
    text = client.get(f"/b/{show}/report", headers=HTML).text
    for told in ("Что чинить первым?", "Проголосовали: 4", "голоса: Зал 3, Страница опроса 1", "не выборка"):
        assert told in text, told
    head, *lines = rows(book(client, show)["Опросы"])
    columns = [head.index(name) for name in ("Вариант", "Голоса", "%", "Зал", "Страница опроса")]
    assert [tuple(line[column] for column in columns) for line in lines] == [
        ("=Дороги", 3, 75, 3, 0),
        ("Школы", 1, 25, 0, 1),
        ("Пруд (убран)", 0, 0, 0, 0),
    ]


def test_what_begins_like_a_formula_is_a_text(each_house: House, show: str) -> None:
    played(each_house, show)
    opened = book(reader(each_house, show), show)
    topics = {cell.value: cell.data_type for cell in opened["По темам"]["A"][1:]}
    assert topics == dict.fromkeys(TRAPS, "s")
    assert opened["Обещания"]["B2"].data_type == "s"
    assert not [cell for sheet in opened for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_it_names_a_file_for_the_browser(each_house: House, show: str) -> None:
    response = reader(each_house, show).get(f"/b/{show}/report.xlsx")
    assert response.headers["Content-Disposition"] == f'attachment; filename="report-{show}.xlsx"'


@pytest.mark.parametrize("path", ["report", "report.xlsx"])
@pytest.mark.parametrize("role", sorted(Role))
def test_only_its_readers_read_it(house: House, path: str, role: Role) -> None:
    slug = house.show()
    told = house.app.test_client().get(
        f"/b/{slug}/{path}", headers={"Authorization": f"Bearer {house.key(slug, role.value)}"}
    )
    assert told.status_code == (200 if role in READERS else 403)


def test_a_link_to_another_screen_does_not_open_it(house: House) -> None:
    slug = house.show()
    client = house.app.test_client()
    client.get(f"/in/{house.key(slug, 'producer', screen='rundown')}")
    assert client.get(f"/b/{slug}/report", headers=HTML).status_code == 403


def test_the_screens_page_leads_to_it(house: House) -> None:
    slug = house.show()
    assert f'href="/b/{slug}/report"' in reader(house, slug).get("/", headers=HTML).text


@pytest.mark.parametrize(("later", "step"), [(1, 1), (60, 1), (180, 2), (7 * 1440, 120), (400 * 1440, 7 * 1440)])
def test_a_chart_has_bars_that_can_be_told_apart_and_loses_nothing(later: int, step: int) -> None:
    first = datetime(2026, 11, 24, 8, tzinfo=UTC)
    told = [
        {"at": first.isoformat(), "received": 1, "aired": 0},
        {"at": (first + timedelta(minutes=later)).isoformat(), "received": 2, "aired": 1},
    ]
    drawn = chart(told, ZoneInfo("Europe/Ulyanovsk"))
    assert drawn is not None
    assert (drawn.step, len(drawn.bars) <= MOST) == (step, True)
    assert (sum(bar.received for bar in drawn.bars), sum(bar.aired for bar in drawn.bars)) == (3, 1)
    assert drawn.bars[0].start <= first < drawn.bars[0].start + timedelta(minutes=step)


FIRST = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("collected", "on_air", "both"),
    [(0, 90, False), (10, 80, False), (60, 60, True), (7 * 1440, 90, True), (100, 300, False)],
)
def test_the_air_has_a_chart_of_its_own_only_where_it_is_another_picture(
    collected: int, on_air: int, both: bool
) -> None:
    """Minutes of collecting before the air, and of the air. Else the whole shows where it began."""
    aired_at = FIRST + timedelta(minutes=collected)
    told = [
        {"at": at.isoformat(), "received": 1, "aired": 0}
        for at in (FIRST, aired_at, aired_at + timedelta(minutes=on_air))
    ]
    whole, air = charts(told, ZoneInfo("Europe/Ulyanovsk"), aired_at.isoformat())
    assert whole is not None and whole.place(aired_at) is not None
    assert (air is not None) == both


def test_a_long_question_is_folded_and_there_in_full(each_house: House, show: str) -> None:
    text = "Почему третью неделю нет воды? " * 60
    desk = each_house.caller(show, "moderator", "producer")
    number = desk.ask(text)["number"]
    desk.obey("question.shortlist", question=number, version=1)
    desk.obey("question.take", question=number, version=2)
    page = reader(each_house, show).get(f"/b/{show}/report", headers=HTML).text
    [folded] = re.findall(r'<details class="whole"><summary>(.*?)</summary>(.*?)</details>', page, re.DOTALL)
    assert len(folded[0]) < 500 and "Целиком" in folded[0] and folded[1].strip() == text.strip()


def test_times_are_said_as_people_read_them() -> None:
    assert [timecode(seconds) for seconds in (None, 0, 65, 3723, -5)] == [
        "",
        "0:00:00",
        "0:01:05",
        "1:02:03",
        "-0:00:05",
    ]


def test_waits_are_said_in_words(house: House) -> None:
    with house.app.test_request_context():
        assert [span(seconds) for seconds in (None, 45, 725, 12000, 180_000)] == [
            *("—", "45 с", "12 мин 5 с", "3 ч 20 мин", "2 д 2 ч"),
        ]
