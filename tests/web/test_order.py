"""The order of a show as others read it, and a planned one that comes in out of a file."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from werkzeug.test import TestResponse

from live.domain.broadcast import ZONE
from live.domain.order.planned import MOST
from live.web.request import LARGE
from tests.support.api import NAMED
from tests.web.house import Caller, House, csrf

AUTHOR = {"name": "Анна П.", "contact": "tel:+79001234567", "profile": "https://vk.com/id7"}
STARTS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
HTML = {"Accept": "text/html"}


def moment(minutes: int) -> str:
    """So many minutes after the planned start, as the wire has it."""
    return (STARTS + timedelta(minutes=minutes)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
def crew(house: House) -> Caller:
    """A show of an hour with three questions in its list and a title before the last; each has two minutes."""
    slug = house.show("open", starts_at=STARTS, minutes=60, item_seconds=120)
    crew = house.caller(slug, "source", "moderator", "producer")
    crew.ask("Где вода? Звоните 8 900 123-45-67", author=AUTHOR, consent=NAMED, locality="Сосновка")
    crew.ask("Когда починят\nмост?", author=AUTHOR)
    crew.ask("=Где сквер?")
    for number in (1, 2, 3):
        crew.obey("question.shortlist", question=number, version=1)
    crew.obey("segment.add", title="Дороги", before=3)
    crew.obey("question.plan", question=2, version=2, seconds=240)
    return crew


def table(crew: Caller) -> list[list[str]]:
    text = crew.get("/order.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_it_tells_each_item_with_its_times(crew: Caller) -> None:
    told = crew.read("/order.json")
    assert [(item["kind"], item["seconds"], item["planned"], item["due"]) for item in told["items"]] == [
        ("question", 120, False, moment(0)),
        ("question", 240, True, moment(2)),
        ("segment", 0, False, None),
        ("question", 120, False, moment(6)),
    ]
    assert (told["begins"], told["planned_end"], told["end"]) == (moment(0), moment(60), moment(8))


def test_what_is_on_air_stands_first_and_is_due_since_it_is_there(crew: Caller) -> None:
    crew.obey("broadcast.air")
    crew.obey("question.take", question=2, version=3)
    first, *others = crew.read("/order.json")["items"]
    assert (first["number"], first["on_air"], first["seconds"]) == (2, True, 240)
    since = datetime.fromisoformat(first["due"])
    assert first["ends"] == (since + timedelta(seconds=240)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert datetime.fromisoformat(others[0]["due"]) >= since + timedelta(seconds=240)


def test_nobodys_contact_is_in_it_and_nobody_is_named_who_did_not_agree(crew: Caller) -> None:
    for form in ("json", "csv", "xml"):
        text = crew.get(f"/order.{form}").get_data(as_text=True)
        assert "9001234567" not in re.sub(r"\D", "", text) and "id7" not in text
        assert "[телефон]" in text
    named, unnamed = crew.read("/order.json")["items"][:2]
    assert (named["author"], unnamed["author"]) == ("Анна П.", "житель")


def test_a_table_has_the_columns_that_an_order_is_read_from(crew: Caller) -> None:
    head, first, second, title, third = table(crew)
    assert head[:3] == ["Номер", "Блок", "Длительность"]
    assert (first[:3], second[:3], title[:3]) == (["1", "", "0:02:00"], ["2", "", "0:04:00"], ["", "Дороги", ""])
    assert third[5].startswith("'="), "nothing in it is a formula"


def test_a_running_order_of_mos_has_a_story_for_each_item(crew: Caller) -> None:
    answer = crew.get("/order.xml")
    assert answer.headers["Content-Disposition"].endswith('.xml"')
    order = ElementTree.fromstring(answer.get_data(as_text=True)).find("roCreate")
    assert order is not None and order.findtext("roEdDur") == "00:08:00"
    stories = order.findall("story")
    assert [story.findtext("storyNum") for story in stories] == ["1", "2", None, "3"]
    lengths = [story.findtext("mosExternalMetadata/mosPayload/TextTime") for story in stories]
    assert lengths == ["120", "240", "0", "120"]
    assert stories[2].findtext("storySlug") == "Дороги"


def test_a_show_without_a_start_has_lengths_and_no_times(house: House) -> None:
    crew = house.caller(house.show("open"), "source", "producer")
    crew.ask("Где вода?")
    crew.obey("question.shortlist", question=1, version=1)
    told = crew.read("/order.json")
    [item] = told["items"]
    assert (told["begins"], told["end"], item["due"], item["seconds"]) == (None, None, None, 150)


@pytest.mark.parametrize(("role", "status"), [("producer", 200), ("control", 200), ("moderator", 403), ("head", 403)])
def test_who_may_read_it(house: House, role: str, status: int) -> None:
    slug = house.show("open")
    assert house.caller(slug, role).get("/order.json").status_code == status


def test_a_machine_gives_its_key_in_the_address(house: House) -> None:
    slug = house.show("open")
    nobody = Caller(house.app.test_client(), slug, None)
    assert nobody.get("/order.csv", token=house.key(slug, "control")).status_code == 200
    assert nobody.get("/order.csv").status_code == 401


def test_there_is_no_other_form(crew: Caller) -> None:
    assert crew.get("/order.doc").status_code == 404


def test_the_list_on_paper_has_titles_lengths_and_times(house: House, crew: Caller) -> None:
    slug = crew.base.rpartition("/")[2]
    client = house.app.test_client()
    client.get(f"/in/{house.key(slug, 'producer', screen='rundown')}")
    told = re.sub(r"<[^>]+>", " ", client.get(f"/b/{slug}/rundown/print", headers=HTML).text)
    assert told.index("Где вода?") < told.index("Дороги") < told.index("Где сквер?")
    begins = STARTS.astimezone(ZoneInfo(ZONE))
    assert f"{begins:%H:%M} · 2:00" in told and f"{begins + timedelta(minutes=2):%H:%M} · 4:00" in told


# A planned order out of a file


class Planner:
    """A producer who brings a planned order in."""

    def __init__(self, house: House) -> None:
        self.slug = house.show("open")
        self.crew = house.caller(self.slug, "source", "moderator", "producer")
        for text in ("Где вода?", "Где свет?", "Где сквер?"):
            self.crew.ask(text)
        self.crew.obey("question.shortlist", question=3, version=1)
        self.client = house.app.test_client()
        self.client.get(f"/in/{house.key(self.slug, 'producer', screen='rundown')}")
        self.path = f"/b/{self.slug}/order/file"
        self.page = self.client.get(self.path, headers=HTML).text

    def send(self, **fields: Any) -> TestResponse:
        body = {"csrf_token": csrf(self.page), **fields}
        response = self.client.post(self.path, data=body, headers=HTML, content_type="multipart/form-data")
        self.page = response.text
        return response

    def choose(self, content: str | bytes) -> TestResponse:
        data = content.encode() if isinstance(content, str) else content
        return self.send(file=(io.BytesIO(data), "порядок.csv"), do="show")

    def place(self) -> TestResponse:
        hidden = dict(re.findall(r'name="(name|content|id)" value="([^"]*)"', self.page))
        return self.send(**{**hidden, "do": "place"})

    @property
    def order(self) -> list[str]:
        items = self.crew.read("/order.json")["items"]
        return [item["text"] if item["kind"] == "segment" else str(item["number"]) for item in items]


@pytest.fixture
def olga(each_house: House) -> Planner:
    return Planner(each_house)


ROWS = "Номер;Блок;Длительность\n;ЖКХ;10:00\n2;;3:30\n1;;\n99;;\n;Дороги;\nдва;;\n"


def said(response: TestResponse) -> str:
    found = re.search(r'class="refused" role="alert">([^<]+)<', response.text)
    assert found, response.text
    return html.unescape(found[1])


def test_a_look_changes_nothing(olga: Planner) -> None:
    response = olga.choose(ROWS)
    assert response.status_code == 200
    rows = re.findall(r"<tr[^>]*>\s*<td class=\"tabular\">(\d+)</td>", response.text)
    assert rows == ["2", "3", "4", "5", "6", "7"]
    for words in ("вопроса с таким номером нет", "«два»", "Поставить: 4"):
        assert words in html.unescape(response.text)
    assert olga.order == ["3"]


def test_what_was_shown_is_placed_at_once(olga: Planner) -> None:
    olga.choose(ROWS)
    response = olga.place()
    assert response.status_code == 200 and "№ 99" in response.text
    assert olga.order == ["ЖКХ", "2", "1", "Дороги", "3"]
    lengths = [item["seconds"] for item in olga.crew.read("/order.json")["items"] if item["kind"] == "question"]
    assert lengths == [210, 390, 150]


def test_sent_twice_it_is_placed_once(olga: Planner) -> None:
    olga.choose(ROWS)
    page = olga.page
    olga.place()
    placed = olga.order
    olga.page = page
    assert olga.place().status_code == 200 and olga.order == placed


def test_the_table_that_went_out_comes_in_again(olga: Planner) -> None:
    olga.choose(ROWS)
    olga.place()
    before = olga.order
    olga.choose(olga.crew.get("/order.csv").get_data())
    assert olga.place().status_code == 200 and olga.order == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Текст;Дата\nГде вода?;\n", "столбцов"),
        ("Номер;Блок\n;\n", "Ни одна строка"),
        (b"PK\x03\x04broken", "XLSX"),
        ("Номер\n" + "".join(f"{number}\n" for number in range(1, MOST + 2)), str(MOST)),
    ],
)
def test_a_file_that_is_no_order_is_refused_on_the_page(olga: Planner, content: str | bytes, words: str) -> None:
    response = olga.choose(content)
    assert response.status_code in (400, 413) and words in said(response)
    assert olga.order == ["3"]


def test_a_file_that_is_too_large_is_refused_on_the_page(olga: Planner) -> None:
    response = olga.choose("Номер\n" + "1\n" * LARGE)
    assert response.status_code == 413 and "2 МБ" in said(response)


def test_on_air_no_order_is_brought_in(olga: Planner) -> None:
    olga.crew.obey("broadcast.air")
    response = olga.choose(ROWS)
    assert response.status_code == 409 and "уже идёт" in said(response)


def test_an_order_is_the_producers_alone(house: House) -> None:
    slug = house.show("open")
    client = house.app.test_client()
    client.get(f"/in/{house.key(slug, 'moderator', screen='desk')}")
    assert client.get(f"/b/{slug}/order/file", headers=HTML).status_code == 403
