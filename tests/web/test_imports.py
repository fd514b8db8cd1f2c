"""The page that brings a file in, as a browser without JavaScript uses it; the server keeps nothing in between."""

from __future__ import annotations

import base64
import html
import io
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.web.crew.import_file import MOST_ROWS
from live.web.request import LARGE
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
ROWS = "id;вопрос;дата;заметка\n1;Когда починят мост?;24.11.2026;a\n2;=1+1;вчера;b\n3;Где сквер?;;c\n"


class Importer:
    """Somebody who may bring files into a show of their own."""

    def __init__(self, house: House, *verbs: str) -> None:
        self.house = house
        self.slug = house.show(*(verbs or ("open",)))
        self.client = house.app.test_client()
        self.client.get(f"/in/{house.key(self.slug, 'moderator', screen='desk')}")
        self.path = f"/b/{self.slug}/import"
        self.page = self.client.get(self.path, headers=HTML).text

    def send(self, **fields: Any) -> TestResponse:
        body = {"csrf_token": csrf(self.page), **fields}
        response = self.client.post(self.path, data=body, headers=HTML, content_type="multipart/form-data")
        self.page = response.text
        return response

    def choose(self, content: str | bytes, name: str = "вопросы.csv") -> TestResponse:
        data = content.encode() if isinstance(content, str) else content
        return self.send(file=(io.BytesIO(data), name), do="show")

    def again(self, do: str, **fields: str) -> TestResponse:
        """What the mapping's form sends: all that the page carried along."""
        hidden = dict(re.findall(r'name="(name|content)" value="([^"]*)"', self.page))
        columns = re.findall(r'name="(field-\d+)">(.*?)</select>', self.page, re.DOTALL)
        said = {name: "".join(re.findall(r'value="(\w+)" selected', options)) for name, options in columns}
        return self.send(**{**hidden, **said, "do": do, **fields})

    @property
    def texts(self) -> list[str]:
        told = self.house.caller(self.slug, "moderator").read("/questions")["questions"]
        return sorted(question["text"] for question in told)


@pytest.fixture
def maria(each_house: House) -> Importer:
    return Importer(each_house)


def said(response: TestResponse) -> str:
    """The refusal on the page."""
    found = re.search(r'class="refused" role="alert">([^<]+)<', response.text)
    assert found, response.text
    return html.unescape(found[1])


def test_a_file_is_shown_and_brings_nothing_in_by_that(maria: Importer) -> None:
    response = maria.choose(ROWS)
    assert response.status_code == 200
    assert "Когда починят мост?" in response.text and "«вчера»" in response.text and "Загрузить: 2" in response.text
    assert maria.texts == []


def test_what_was_shown_is_brought_in_once(maria: Importer) -> None:
    maria.choose(ROWS)
    first = maria.again("import")
    assert 'id="created">2<' in first.text and 'id="refused">1<' in first.text
    maria.choose(ROWS)
    second = maria.again("import")
    assert 'id="created">0<' in second.text and 'id="repeated">2<' in second.text
    assert maria.texts == ["Где сквер?", "Когда починят мост?"]


@pytest.mark.faults
def test_the_rows_left_out_are_a_file_in_the_page(maria: Importer) -> None:
    maria.choose(ROWS)
    found = re.search(r'href="data:text/csv;base64,([^"]+)"', maria.again("import").text)
    assert found
    lines = base64.b64decode(found[1]).decode("utf-8-sig").splitlines()
    assert lines[0] == "Строка;Что не так;id;вопрос;дата;заметка"
    assert lines[1].startswith("3;") and lines[1].endswith(";2;'=1+1;вчера;b")


@pytest.mark.faults
def test_a_column_becomes_what_is_said_of_it(maria: Importer) -> None:
    maria.choose("a;b\nСосновка;Когда?\n")
    assert "Укажите, в каком столбце вопрос" in maria.page
    shown = maria.again("show", **{"field-0": "locality", "field-1": "text"})
    assert "Загрузить: 1" in shown.text
    maria.again("import")
    assert maria.texts == ["Когда?"]


@pytest.mark.faults
def test_nothing_comes_in_while_no_column_holds_the_question(maria: Importer) -> None:
    maria.choose("a;b\nСосновка;Когда?\n")
    assert maria.again("import").status_code == 200
    assert maria.texts == []


def test_a_file_over_the_limit_is_told_of_the_command_line(maria: Importer) -> None:
    for size in (LARGE + 1, 2 * LARGE):
        response = maria.choose(b"text\n" + b"?" * size)
        assert response.status_code == 413
        assert f"python app.py import ФАЙЛ --broadcast {maria.slug}" in said(response)


@pytest.mark.faults
def test_a_file_of_too_many_rows_is_told_of_the_command_line(maria: Importer) -> None:
    response = maria.choose("text\n" + "?\n" * (MOST_ROWS + 1))
    assert response.status_code == 413 and "app.py import" in said(response)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"do": "show"}, "Выберите файл."),
        ({"do": "import", "content": "bm8gZ3ppcA=="}, "ещё раз"),
        ({"do": "import", "content": "не base64"}, "ещё раз"),
        ({"do": "show", "file": (io.BytesIO(b"%PDF\0"), "x.pdf")}, "не CSV"),
        ({"do": "show", "csrf_token": "stale", "file": (io.BytesIO(b"text\n1\n"), "x.csv")}, ""),
    ],
    ids=["nothing", "not packed", "not base64", "no table", "a stale token"],
)
def test_what_cannot_be_read_is_told_on_the_page(house: House, fields: dict[str, Any], named: str) -> None:
    response = Importer(house).send(**fields)
    assert response.status_code == 400 and named in response.text


@pytest.mark.faults
def test_a_show_that_takes_nothing_says_so_and_keeps_the_file(house: House) -> None:
    late = Importer(house, "open", "close_intake")
    late.choose(ROWS)
    assert "Приём вопросов закрыт" in late.page
    response = late.again("import")
    assert response.status_code == 409 and 'name="content"' in response.text
    assert late.texts == []


def test_the_index_leads_there_who_may_bring_files_in(house: House) -> None:
    slug = house.show("open")
    led = {}
    for role in ("moderator", "producer", "presenter"):
        client = house.app.test_client()
        house.let_in(client, house.key(slug, role))
        led[role] = f"/b/{slug}/import" in client.get("/", headers=HTML).text
    assert led == {"moderator": True, "producer": True, "presenter": False}
