"""A broadcast's questions and its report as files of its pages: who may have what, and what comes back in."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.files.xlsx_writer import AT_ONCE, Sheet, xlsx_pieces
from live.store.tables import audit
from live.views.questions.exported import SLICE, Telling, slices
from tests.support.searched import SEARCH
from tests.web.house import Caller, House
from tests.web.test_imports import Importer

pytestmark = pytest.mark.faults

PHONE = "tel:+79000000012"
FORMS = ("csv", "xlsx", "json")


@pytest.fixture(scope="module")
def slug(house: House) -> str:
    """A show with a question by somebody who is not named on air, whose text holds a telephone."""
    slug = house.show("open", "air")
    desk = house.caller(slug, "source", "moderator")
    desk.ask("Мой телефон 8 900 000-00-12", topic="Дороги", author={"name": "Анна Перова", "contact": PHONE})
    desk.ask("=1+1", locality="Сосновка")
    return slug


def taken(house: House, slug: str, role: str, name: str, **query: str) -> TestResponse:
    caller = house.caller(slug, role)
    return caller.client.get(f"/b/{slug}/{name}", query_string=query, headers=caller.headers)


def told(response: TestResponse) -> str:
    """All that a file says."""
    assert response.status_code == 200, response.text
    assert response.headers["Content-Disposition"].startswith("attachment")
    if response.headers["Content-Type"].endswith("sheet"):
        return str(list(load_workbook(io.BytesIO(response.data)).worksheets[0].iter_rows(values_only=True)))
    return response.data.decode("utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
def test_the_questions_leave_without_contacts(house: House, slug: str, form: str) -> None:
    said = told(taken(house, slug, "producer", f"questions.{form}"))
    assert "Сосновка" in said and "[телефон]" in said and f"{slug}-1" in said
    assert "79000000012" not in said and "000-00-12" not in said


@pytest.mark.parametrize("form", FORMS)
def test_whoever_sees_contacts_may_take_them_out_too(house: House, slug: str, form: str) -> None:
    said = told(taken(house, slug, "moderator", f"questions.{form}", contacts="yes"))
    assert "Анна Перова" in said and PHONE in said and "000-00-12" in said


@pytest.mark.parametrize("role", ["head", "coordinator"])
def test_nobody_else_is_given_contacts(house: House, slug: str, role: str) -> None:
    assert taken(house, slug, role, "questions.csv", contacts="yes").status_code == 403


def test_the_head_is_told_no_name_that_may_not_be_said(house: House, slug: str) -> None:
    names = {
        role: "Анна Перова" in told(taken(house, slug, role, "questions.json")) for role in ("head", "coordinator")
    }
    assert names == {"head": False, "coordinator": True}


def test_what_left_is_written_down_and_contacts_apart(house: House, slug: str) -> None:
    told(taken(house, slug, "moderator", "questions.csv"))
    told(taken(house, slug, "moderator", "questions.json", contacts="yes"))
    assert taken(house, slug, "head", "report.docx").status_code == 200
    with house.store.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(3)).all()
    assert [(row.act, row.subject, row.facts["form"]) for row in reversed(rows)] == [
        ("broadcast.exported", slug, "csv"),
        ("contacts.exported", slug, "json"),
        ("report.exported", slug, "docx"),
    ]


def test_the_report_is_a_document_too(house: House, slug: str) -> None:
    response = taken(house, slug, "head", "report.docx")
    assert response.status_code == 200 and f"report-{slug}.docx" in response.headers["Content-Disposition"]
    headings = [
        p.text for p in Document(io.BytesIO(response.data)).paragraphs if p.style and p.style.name == "Heading 1"
    ]
    assert headings[0] == "Итоги" and "Хронометраж" in headings


def test_no_cell_is_a_formula(house: House, slug: str) -> None:
    rows = list(csv.reader(io.StringIO(told(taken(house, slug, "admin", "questions.csv")), newline=""), delimiter=";"))
    assert rows[2][-1] == "'=1+1"
    book = load_workbook(io.BytesIO(taken(house, slug, "admin", "questions.xlsx").data))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_broadcast_that_is_not_there_has_no_files(house: House) -> None:
    caller = house.caller(house.show(), "admin")
    assert caller.client.get("/b/no-such/questions.csv", headers=caller.headers).status_code == 404


def test_questions_are_read_while_the_file_is_written(house: House) -> None:
    slug = house.show("open")
    desk = house.caller(slug, "source", "moderator")
    asked = [{"text": f"Вопрос {n}"} for n in range(SLICE + 1)]
    assert desk.post("/questions:batch", {"questions": asked}).status_code == 200
    read = slices(house.store, slug, Telling.NAMES)
    first, _ = next(read)
    desk.obey("question.classify", question=SLICE + 1, version=1, topic="Дороги")
    later, _ = next(read)
    assert (len(first), [view["topic"] for view in later]) == (SLICE, ["Дороги"])


def test_a_spreadsheet_leaves_before_its_last_row_is_made() -> None:
    made = 0

    def rows() -> Any:
        nonlocal made
        for made in range(100_000):  # noqa: B007 - how far it came is what is looked at
            yield [f"{made * 7919:x}" * 20]

    piece = next(xlsx_pieces([Sheet("Все", ["Текст"], rows())]))
    assert len(piece) < 4 * AT_ONCE and made < 50_000


def facts(question: dict[str, Any]) -> dict[str, Any]:
    """What a question is, wherever it stands."""
    who = {name: question["author"][name] for name in ("name", "contact", "profile")} if question["author"] else None
    kept = ("text", "topic", "locality", "asked_at", "attachments")
    return {**{name: question[name] for name in kept}, "author": who}


def asked_of(caller: Caller) -> list[dict[str, Any]]:
    slug = caller.base.rpartition("/")[2]
    answer = caller.client.get(f"/b/{slug}/questions.json?contacts=yes", headers=caller.headers)
    return [facts(one) for one in json.loads(told(answer))["questions"]]


def test_questions_that_left_come_in_elsewhere_as_they_were(each_house: House) -> None:
    SEARCH.meant(
        "+79000000012", "79000000012", "8 900 000-00-12", "https://vk.com/id7"
    )  # The page shows what its reader brings.
    one, other = Importer(each_house), Importer(each_house)
    desk = each_house.caller(one.slug, "source", "moderator")
    photo = {"type": "photo", "url": "https://example.org/1.jpg", "title": "Яма"}
    author = {"name": "Анна  Перова", "contact": PHONE, "profile": "https://vk.com/id7"}
    place = {"type": "place", "url": "geo:54.310000,48.390000"}
    desk.ask("Когда починят мост?\n\nЖдём год", author=author, locality="Сосновка", attachments=[photo, place])
    desk.ask("'=1+1", topic="Дороги", asked_at="2026-11-24T13:41:07.250+04:00")
    desk.ask("Мой телефон 8 900 000-00-12", author={"contact": "vk:79000000012"})
    whole = desk.client.get(f"/b/{one.slug}/questions.json?contacts=yes", headers=desk.headers).data
    other.choose(whole, "вопросы.json")
    assert "Загрузить: 3" in other.page
    assert 'id="created">3<' in other.again("import").text
    assert asked_of(each_house.caller(other.slug, "moderator")) == asked_of(desk)
    other.choose(whole, "вопросы.json")
    assert 'id="repeated">3<' in other.again("import").text


def test_a_point_stands_in_no_file_without_contacts(house: House) -> None:
    slug = house.show()
    desk = house.caller(slug, "source", "moderator")
    desk.ask("Провал у моста", attachments=[{"type": "place", "url": "geo:54.310000,48.390000"}])
    whole = desk.client.get(f"/b/{slug}/questions.json", headers=desk.headers)
    assert "Провал у моста" in whole.text and "geo:" not in whole.text


@pytest.mark.parametrize("form", FORMS)
def test_what_a_broadcast_wrote_out_is_no_new_question_there(house: House, form: str) -> None:
    one = Importer(house)
    desk = house.caller(one.slug, "source", "moderator")
    desk.ask("Когда починят мост?")
    whole = desk.client.get(f"/b/{one.slug}/questions.{form}", headers=desk.headers).data
    one.choose(whole, f"вопросы.{form}")
    assert 'id="repeated">1<' in one.again("import").text
    assert one.texts == ["Когда починят мост?"]


def test_another_centres_question_of_the_same_number_comes_in(house: House) -> None:
    one = Importer(house)
    house.caller(one.slug, "source", "moderator").ask("Когда починят мост?")
    one.choose(f"id;вопрос;дата\n{one.slug}-1;Где сквер?;24.11.2020 12:41\n")
    assert 'id="created">1<' in one.again("import").text
