"""The page that brings tickets in, as a browser without JavaScript uses it; the server keeps nothing in between."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from live.admin.departments import Given, add
from live.store.tables import audit, question, ticket
from live.web.exchange.tickets_in import MOST_ROWS
from live.web.request import LARGE
from tests.web.house import TESTER, House, csrf

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
PATH = "/tickets/import"
HEAD = "Номер инцидента;Тема;Текст инцидента;Ведомство;Состояние;Итог\n"


class Coordinator:
    """Somebody who works on the tickets, with one of their own to be brought up to date."""

    def __init__(self, house: House) -> None:
        self.house, self.slug = house, house.standing()
        self.client = house.app.test_client()
        house.let_in(self.client, house.key("tickets", "coordinator"))
        self.page = self.client.get(PATH, headers=HTML).text

    def send(self, **fields: Any) -> TestResponse:
        body = {"csrf_token": csrf(self.page), "broadcast": self.slug, **fields}
        response = self.client.post(PATH, data=body, headers=HTML, content_type="multipart/form-data")
        self.page = response.text
        return response

    def choose(self, content: str | bytes, name: str = "поручения.csv") -> TestResponse:
        data = content.encode() if isinstance(content, str) else content
        return self.send(file=(io.BytesIO(data), name), do="show")

    def again(self, do: str, **fields: str) -> TestResponse:
        """What the mapping's form sends: all that the page carried along."""
        hidden = dict(re.findall(r'name="(name|content)" value="([^"]*)"', self.page))
        columns = re.findall(r'name="(field-\d+)">(.*?)</select>', self.page, re.DOTALL)
        said = {name: "".join(re.findall(r'value="(\w+)" selected', options)) for name, options in columns}
        return self.send(**{**hidden, **said, "do": do, **fields})

    def ticketed(self, text: str) -> str:
        desk = self.house.caller(self.slug, "source", "moderator")
        number = desk.ask(text)["number"]
        return str(desk.obey("question.ticket", question=number, version=1)["ticket"])

    def row(self, number: str) -> Any:
        with self.house.store.read() as connection:
            return connection.execute(select(ticket).where(ticket.c.number == number)).one()

    def count(self, table: Any) -> int:
        with self.house.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def olga(each_house: House) -> Coordinator:
    return Coordinator(each_house)


def said(response: TestResponse) -> str:
    """The refusal on the page."""
    found = re.search(r'class="refused" role="alert">([^<]+)<', response.text)
    assert found, response.text
    return html.unescape(found[1])


def counted(response: TestResponse) -> dict[str, int]:
    return {name: int(n) for name, n in re.findall(r'id="(created|changed|unchanged|refused)">(\d+)<', response.text)}


def test_a_table_is_shown_and_does_nothing_by_that(olga: Coordinator) -> None:
    mine, before = olga.ticketed("Мост"), olga.count(question)
    rows = f"{mine};;Мост;Дороги;Закрыто;Починен\nУЛ-1;ЖКХ;Нет воды;;;\nУЛ-2;;;;;\n"
    response = olga.choose(HEAD + rows)
    assert response.status_code == 200, response.text
    assert "ведомство «Дороги», решено с ответом «Починен», закрыто" in html.unescape(response.text)
    assert "Новое поручение." in response.text and "Загрузить: 2" in response.text
    assert "Поручения с таким номером нет" in response.text
    assert (olga.row(mine).state, olga.count(question)) == ("open", before)


def test_what_was_shown_is_done_once(olga: Coordinator) -> None:
    mine = olga.ticketed("Парк")
    rows = f"{mine};;Парк;Дороги;Решено;Готово\nУЛ-{mine};ЖКХ;Нет воды;Водоканал;В работе;Ждём насос\n"
    olga.choose(HEAD + rows)
    assert counted(olga.again("import")) == {"created": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert (olga.row(mine).state, olga.row(mine).answer) == ("resolved", "Готово")
    tickets = olga.count(ticket)
    again = olga.choose(HEAD + rows)
    assert "Всё это здесь уже есть" in again.text
    assert counted(olga.again("import")) == {"created": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert olga.count(ticket) == tickets


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("УЛ-3;ЖКХ;Яма;ЖКХ;Закрыто;", "ответа для жителя нет"),
        ("УЛ-4;Без темы;Яма;;Решено;Готово", "ведомства нет"),
        ("УЛ-5;ЖКХ;;;;", "Поручения с таким номером нет"),
        ("УЛ-6;ЖКХ;Яма;{long};;", "длиннее 200 знаков"),
    ],
    ids=["no answer", "no department", "no text", "a name too long"],
)
def test_a_row_that_cannot_be_done_whole_does_nothing_at_all(house: House, row: str, why: str) -> None:
    olga = Coordinator(house)
    before = olga.count(question)
    olga.choose(HEAD + row.format(long="д" * 300) + "\nУЛ-9;ЖКХ;Вторая строка;;;\n")
    assert why in html.unescape(olga.page)
    assert counted(olga.again("import"))["refused"] == 1
    assert olga.count(question) == before + 1
    with house.store.read() as connection:
        texts = connection.execute(select(question.c.text).where(question.c.external_id == row[:4])).all()
    assert not texts


def test_a_number_counts_once_in_a_file(house: House) -> None:
    olga = Coordinator(house)
    olga.choose(HEAD + "УЛ-20;;Яма;;;\nУЛ-20;;Другая яма;;;\n")
    assert "Этот номер уже есть в строке 2" in olga.page
    assert counted(olga.again("import")) == {"created": 1, "changed": 0, "unchanged": 0, "refused": 1}


def test_an_unknown_department_is_named(house: House) -> None:
    olga = Coordinator(house)
    add(house.store, Given("Водоканал"), TESTER)
    olga.choose(HEAD + "УЛ-30;;Яма;Нет такого;;\nУЛ-31;;Труба;Водоканал;;\n")
    assert "«Нет такого»" in html.unescape(olga.page)
    assert counted(olga.again("import")) == {"created": 1, "changed": 0, "unchanged": 0, "refused": 1}


@pytest.mark.parametrize(
    ("fields", "status", "named"),
    [
        ({"do": "show"}, 400, "Выберите файл."),
        ({"file": (io.BytesIO(b"%PDF\0"), "x.pdf")}, 400, "не CSV"),
        ({"file": (io.BytesIO(b'{"tickets": [{"number": "1"}'), "x.json")}, 400, "JSON повреждён"),
        ({"file": (io.BytesIO(b'{"rows": []}'), "x.json")}, 400, "нет списка"),
        ({"file": (io.BytesIO(b"number\n1\n"), "x.csv"), "broadcast": "нет-такой"}, 404, "нет-такой"),
        ({"file": (io.BytesIO(b"number\n" + b"1\n" * (MOST_ROWS + 1)), "x.csv")}, 413, "больше 1000 строк"),
        ({"file": (io.BytesIO(b"number\n" + b"1" * LARGE), "x.csv")}, 413, "больше 2 МБ"),
    ],
    ids=["nothing", "no table", "broken JSON", "no list", "no such broadcast", "too many rows", "too large"],
)
def test_what_cannot_be_read_is_told_on_the_page(house: House, fields: dict[str, Any], status: int, named: str) -> None:
    response = Coordinator(house).send(**fields)
    assert response.status_code == status and named in said(response)


def test_nothing_is_done_while_no_column_holds_the_number(house: House) -> None:
    olga = Coordinator(house)
    olga.choose("а;б\n1;Яма\n")
    assert "в каком столбце номер" in olga.page
    before = olga.count(question)
    olga.again("import")
    assert olga.count(question) == before
    shown = olga.again("show", **{"field-0": "external_id", "field-1": "text"})
    assert "Загрузить: 1" in shown.text


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_what_the_board_gives_out_changes_nothing_brought_in(house: House, form: str) -> None:
    olga = Coordinator(house)
    mine = olga.ticketed("=не формула")
    taken = olga.client.get(f"/tickets.{form}?broadcast={olga.slug}")
    assert taken.status_code == 200
    olga.choose(taken.data, f"tickets.{form}")
    assert "Всё это здесь уже есть" in olga.page, olga.page
    assert counted(olga.again("import")) == {"created": 0, "changed": 0, "unchanged": 1, "refused": 0}
    assert olga.row(mine).version == 1


def test_that_tickets_came_in_is_written_down(house: House) -> None:
    olga = Coordinator(house)
    olga.choose(HEAD + "УЛ-40;;Яма;;;\n")
    olga.again("import")
    with house.store.read() as connection:
        told = connection.execute(select(audit).where(audit.c.act == "tickets.imported")).all()
    assert told[-1].facts["created"] == 1
