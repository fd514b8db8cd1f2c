"""Discussions over HTTP: led without a script, written to by the residents' form, told to everybody on their page."""

from __future__ import annotations

import html
import io
import re

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import pictures
from tests.web.house import House, csrf

HTML = {"Accept": "text/html"}


class Council:
    """A show that is open, and somebody who leads discussions."""

    def __init__(self, house: House) -> None:
        self.house, self.slug = house, house.show("open")
        self.olga = self.device("coordinator")

    def device(self, *roles: str) -> FlaskClient:
        client = self.house.device()
        self.house.let_in(client, self.house.key(None, *roles))
        return client

    def get(self, client: FlaskClient, path: str, status: int = 200) -> str:
        response = client.get(path, headers=HTML)
        assert response.status_code == status, response.text
        return html.unescape(response.text)

    def press(self, client: FlaskClient, path: str, **fields: object) -> TestResponse:
        """What a form of the page sends, filled in."""
        shown = self.get(client, path)
        version = re.search(r'name="version" value="(\d+)"', shown)
        body = {"csrf_token": csrf(shown), **({"version": version[1]} if version else {}), **fields}
        return client.post(path.removesuffix("/new"), data=body, headers=HTML)

    def opened(self, **more: object) -> str:
        """The path of a new one."""
        fields = {"title": "Новый парк", "text": "Каким ему быть?", "slug": self.slug, **more}
        response = self.press(self.olga, "/discussions/new", **fields)
        assert response.status_code == 303, response.text
        return str(response.location).partition("?")[0]

    def write(self, number: str, text: str) -> TestResponse:
        """A resident writes by the form that the discussion's page leads to."""
        guest = self.house.device()
        page = self.get(guest, f"/b/{self.slug}/ask?discussion={number}")
        form = re.search(r'name="form" value="([^"]+)"', page)
        assert form is not None
        fields = dict(re.findall(r'name="(discussion)" value="([^"]*)"', page))
        body = {"form": form[1], "text": text, "consent": "yes", **fields}
        return guest.post(f"/b/{self.slug}/ask", data=body, headers=HTML)


@pytest.fixture(scope="module")
def council(house: House) -> Council:
    return Council(house)


def number_of(path: str) -> str:
    return path.rpartition("/")[2]


def test_what_a_resident_writes_by_its_form_stands_on_its_page(council: Council) -> None:
    path = council.opened()
    number = number_of(path)
    asked = council.get(council.house.device(), f"/discuss/{number}")
    assert "Каким ему быть?" in asked and f"/b/{council.slug}/ask?discussion={number}" in asked
    assert council.write(number, "Поставьте фонтан").status_code == 303
    assert "Поставьте фонтан" in council.get(council.olga, path)
    other = council.house.caller(council.slug, "source")
    other.ask("Когда починят мост?")
    assert "Когда починят мост?" not in council.get(council.olga, path)


def test_a_moderator_marks_and_does_not_lead(council: Council) -> None:
    path = council.opened()
    council.write(number_of(path), "За фонтан")
    moderator = council.device("moderator", "coordinator")
    page = council.get(moderator, path)
    [voice] = re.findall(r'id="voice-(\d+)"', page)
    pressed = council.press(moderator, path, do="mark", voice=voice, stance_said="for", taken="")
    assert pressed.status_code == 303 and pressed.location is not None and pressed.location.endswith(f"#voice-{voice}")
    assert 'aria-pressed="true">за<' in council.get(moderator, path)
    assert council.device("producer").get(path, headers=HTML).status_code == 403


def test_its_outcome_stands_for_everybody_once_it_is_told(council: Council) -> None:
    path = council.opened()
    guest = council.house.device()
    assert council.press(council.olga, path, do="conclude", taken_over="Фонтан.", rest="").status_code == 409
    council.press(council.olga, path, do="close")
    assert "закрыто" in council.get(guest, f"/discuss/{number_of(path)}")
    assert council.press(council.olga, path, do="conclude", taken_over="Будет фонтан.", rest="").status_code == 303
    assert "Будет фонтан." in council.get(guest, f"/discuss/{number_of(path)}")
    assert "Новый парк" in council.get(guest, "/discuss")


def test_the_form_of_one_that_is_closed_is_the_usual_form(council: Council) -> None:
    path = council.opened()
    council.press(council.olga, path, do="close")
    page = council.get(council.house.device(), f"/b/{council.slug}/ask?discussion={number_of(path)}")
    assert 'name="discussion"' not in page and "Новый парк" not in page
    assert council.write(number_of(path), "Поздно").status_code == 303
    assert "Поздно" not in council.get(council.olga, path)


@pytest.mark.parametrize("number", ["0", "999999", "x", "1 or 1=1", "9" * 30])
def test_a_form_of_none_is_the_usual_form(council: Council, number: str) -> None:
    page = council.get(council.house.device(), f"/b/{council.slug}/ask?discussion={number}")
    assert 'name="discussion"' not in page


def test_its_digest_is_a_document_by_direction(council: Council) -> None:
    path = council.opened()
    council.write(number_of(path), "Поставьте фонтан")
    response = council.olga.get(f"{path}.docx")
    paper = Document(io.BytesIO(response.data))
    assert paper.paragraphs[0].text == "Новый парк"
    assert any("Поставьте фонтан" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_it_is_announced_and_its_outcome_published_by_one_button_each(council: Council) -> None:
    path = council.opened()
    number = number_of(path)
    assert f"/publications/new?of=discussion/{number}" in council.get(council.olga, path)
    announced = council.get(council.olga, f"/publications/new?of=discussion/{number}")
    assert "Новый парк" in announced and f"/discuss/{number}" in announced
    council.get(council.olga, f"/publications/new?of=outcome/{number}", status=409)
    council.press(council.olga, path, do="close")
    council.press(council.olga, path, do="conclude", taken_over="Будет фонтан.", rest="")
    assert "Учтено: Будет фонтан." in council.get(council.olga, f"/publications/new?of=outcome/{number}")
    council.get(council.olga, f"/publications/new?of=discussion/{number}", status=409)


def test_what_was_typed_stays_where_it_is_refused(council: Council) -> None:
    fields = {"title": "Новый парк", "text": "Каким?", "slug": council.slug, "until": "вчера"}
    response = council.press(council.olga, "/discussions/new", **fields)
    page = html.unescape(response.text)
    assert response.status_code == 400 and "Каким?" in page and "«вчера»" in page


def test_one_that_is_not_there_is_not_found(council: Council) -> None:
    council.get(council.olga, "/discussions/99999", status=404)
    council.get(council.house.device(), "/discuss/99999", status=404)


# Papers


def paper(name: str = "План парка.pdf", content: bytes = pictures.PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def kept(page: str) -> list[str]:
    return re.findall(r'name="keep" value="(\d+)" checked', page)


def test_everybody_reads_the_papers_of_a_discussion(council: Council) -> None:
    path = council.opened(file=paper())
    number, guest = number_of(path), council.house.device()
    page = council.get(guest, f"/discuss/{number}")
    [address] = re.findall(rf'href="(/discuss/{number}/papers/\d+)"', page)
    read = guest.get(address)
    assert (read.status_code, read.data, "План парка.pdf" in page) == (200, pictures.PDF, True)
    assert "sandbox" in read.headers["Content-Security-Policy"]


def test_a_paper_belongs_to_its_discussion_alone(council: Council) -> None:
    mine, other = (number_of(council.opened(**more)) for more in ({"file": paper()}, {}))
    [file] = kept(council.get(council.olga, f"/discussions/{mine}"))
    assert council.house.device().get(f"/discuss/{other}/papers/{file}").status_code == 404


def test_a_paper_that_is_unchecked_is_read_by_nobody_any_more(council: Council) -> None:
    path = council.opened(file=paper())
    number, fields = number_of(path), {"title": "Новый парк", "text": "Каким?", "slug": council.slug}
    [first] = kept(council.get(council.olga, path))
    council.press(council.olga, path, do="save", keep=first, file=paper("Смета.pdf"), **fields)
    [_, second] = kept(council.get(council.olga, path))
    council.press(council.olga, path, do="save", keep=second, **fields)
    assert kept(council.get(council.olga, path)) == [second]
    assert council.house.device().get(f"/discuss/{number}/papers/{first}").status_code == 404


def test_what_is_no_paper_is_refused_and_the_discussion_is_kept(council: Council) -> None:
    fields = {"title": "Новый парк", "text": "Каким?", "slug": council.slug, "file": paper("гимн.mp3", pictures.MP3)}
    response = council.press(council.olga, "/discussions/new", **fields)
    page = html.unescape(response.text)
    assert response.status_code == 400 and "этот файл другой" in page and "Каким?" in page and kept(page) == []
