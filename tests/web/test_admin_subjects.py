"""The administrator's pages of one person's data: found, given out and erased, each with its refusals."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.store.tables import question
from tests.web.administrator import HTML, Administrator
from tests.web.house import Caller, House, csrf
from tests.web.test_audit import Watch

BASE = "/admin/subjects"
TEXT = "Нет воды, звоните 8 900 000-00-77"


class Registrar(Administrator):
    """An administrator, and somebody who has asked: by a telephone of their own."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.phone = f"+7900{self.slug[-7:].translate(str.maketrans('abcdef', '123456'))}"
        author = {"name": "Анна Семёнова", "contact": f"tel:{self.phone}"}
        self.crew = house.caller(self.slug, "source", "moderator")
        self.crew.ask(TEXT, author=author, consent={"version": "form-1"})

    def find(self, typed: str) -> TestResponse:
        page = self.client.get(BASE, headers=HTML)
        assert page.status_code == 200, page.text
        return self.client.post(BASE, data={"csrf_token": csrf(page.text), "typed": typed}, headers=HTML)

    @property
    def code(self) -> str:
        """What the resident was given to follow the question by."""
        asked = select(question.c.code).where(question.c.broadcast_id == self.house.id_of(self.slug))
        with self.house.store.read() as connection:
            return str(connection.execute(asked).scalar_one())

    def found(self) -> str:
        """The address of the page of whoever has the telephone."""
        response = self.find(self.phone.replace("+7", "8 "))
        assert response.status_code == 303, response.text
        return str(response.location)

    def page(self, path: str) -> str:
        response = self.client.get(path, headers=HTML)
        assert response.status_code == 200, response.text
        return response.text

    def erase(self, path: str, **fields: str) -> TestResponse:
        page = self.page(path)
        records = re.search(r"Введите число записей: (\d+)", page)
        assert records
        body = {"csrf_token": csrf(page), "ground": "asked", "records": records[1], **fields}
        return self.client.post(path, data=body, headers=HTML)


@pytest.fixture
def olga(each_house: House) -> Registrar:
    return Registrar(each_house)


def said(response: TestResponse) -> str:
    found = re.search(r'role="alert"><p>([^<]*)<', response.text)
    assert found, response.text
    return html.unescape(found[1])


def test_a_person_is_found_given_out_and_erased(olga: Registrar) -> None:
    """Within a minute by hand: one field, one button for the file, one choice and one number to erase."""
    path, watch = olga.found(), Watch(olga.house)
    assert olga.phone not in path
    page = html.unescape(olga.page(path))
    assert (
        "Анна Семёнова" in page
        and olga.phone in page
        and f"tel:{olga.phone}" not in page
        and TEXT in page
        and "form-1" in page
    )
    whole = olga.client.get(f"{path}/file.json")
    assert whole.headers["Content-Disposition"].startswith("attachment;")
    told: dict[str, list[dict[str, Any]]] = json.loads(whole.text)
    assert told["persons"][0]["contact"] == f"tel:{olga.phone}" and told["questions"][0]["text"] == TEXT
    paper = Document(io.BytesIO(olga.client.get(f"{path}/file.docx").data))
    written = " ".join(cell.text for table in paper.tables for cell in table._cells)
    assert "Анна Семёнова" in written and olga.phone in written and TEXT in written
    done = olga.erase(path)
    assert done.status_code == 303, done.text
    end = olga.page(done.location)
    assert "Стёрто 3 записи." in end and "Просьба самого человека" in end
    assert said(olga.find(olga.phone)) == "По такому контакту никто не найден."
    assert olga.client.get(path, headers=HTML).status_code == 404
    assert olga.crew.read("/questions/1")["text"] == "Нет воды, звоните [телефон]"
    acts = [entry.act for entry in watch.entries]
    assert acts[:3] == ["subject.seen", "subject.exported", "subject.exported"] and "subject.erased" in acts
    assert "Семёнова" not in repr(watch.entries) and olga.phone[2:] not in repr(watch.entries)


def test_a_resident_who_remembers_only_the_code_is_found_by_it(olga: Registrar) -> None:
    assert olga.find(olga.code).location == olga.found()


@pytest.mark.parametrize("typed", ["", "никто", "8 900 000 99 99", "1-999-0123456789abcdef"])
def test_nobody_is_found_by_what_nobody_has(olga: Registrar, typed: str) -> None:
    response = olga.find(typed)
    assert response.status_code == 404 and said(response) == "По такому контакту никто не найден."


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"ground": ""}, 400, "Выберите, почему"),
        ({"ground": "so"}, 400, "Выберите, почему"),
        ({"records": "999"}, 409, "Введите число записей, сейчас их 3."),
        ({"records": ""}, 409, "Введите число записей, сейчас их 3."),
    ],
)
def test_nothing_is_erased_without_a_reason_and_the_number(
    olga: Registrar, fields: dict[str, str], status: int, says: str
) -> None:
    path = olga.found()
    response = olga.erase(path, **fields)
    assert response.status_code == status and says in said(response) and "Ничего не стёрто." in said(response)
    assert "Анна Семёнова" in olga.page(path)


def test_nobody_is_erased_to_whom_a_reply_is_on_its_way(olga: Registrar) -> None:
    path = olga.found()
    number = olga.crew.obey("question.ticket", question=1, version=1)["ticket"]
    board = Caller(olga.house.app.test_client(), "", olga.house.key(None, "coordinator"))
    board.base = "/api/v1/tickets"
    board.obey("ticket.reply", ticket=number, version=1, text="Смотрим")
    response = olga.erase(path)
    assert response.status_code == 409 and "ответ" in said(response)
    assert "Анна Семёнова" in olga.page(path)


def test_a_ticket_that_nobody_has_is_called_as_on_the_board(olga: Registrar) -> None:
    path = olga.found()
    olga.crew.obey("question.ticket", question=1, version=1)
    page = olga.page(path)
    assert "не назначено" in page and "открыто" not in page


def test_a_page_of_nobody_is_not_found(olga: Registrar) -> None:
    assert olga.client.get(f"{BASE}/{2**63 - 1}", headers=HTML).status_code == 404
    assert olga.client.get(f"{BASE}/{2**63}", headers=HTML).status_code == 404


def test_a_form_without_the_page_s_token_erases_nothing(olga: Registrar) -> None:
    path = olga.found()
    assert olga.client.post(path, data={"ground": "asked", "records": "3"}, headers=HTML).status_code == 400
    assert "Анна Семёнова" in olga.page(path)
