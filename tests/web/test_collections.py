"""The pages of collections: a coordinator's, and what an official's link opens, as a browser without a script."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from live.admin import departments
from live.admin.departments import Given, Official
from live.domain.people import By
from tests.support.letters import letters
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

PASSWORD = "пароль координатора"
HTML = {"Accept": "text/html"}
BY = By("Мария", "admin")


class Centre:
    """A coordinator who has signed in, a department with a chief, one question of it, and an official's browser."""

    def __init__(self, house: House) -> None:
        self.house, self.mark = house, letters()
        self.department, self.chief = f"Дороги {self.mark}", f"Игорь {self.mark}"
        chief = Official(self.chief, "начальник", f"igor-{self.mark}@example.org")
        self.key = departments.add(house.store, Given(self.department, chief=chief), BY)
        self.other = departments.add(house.store, Given(f"Вода {self.mark}"), BY)
        self.login = f"maria-{self.mark}"
        house.user(self.login, PASSWORD, "coordinator")
        self.client, self.phone = house.device(), house.device()
        house.sign_in(self.client, self.login, PASSWORD)
        self.slug = house.show("open", "air")
        self.desk = house.caller(self.slug, "source", "moderator", "coordinator")

    def ticket(self, text: str = "Когда засыплют яму у школы в селе?", topic: str = "Ямы") -> str:
        number = self.desk.ask(text, topic=topic, locality="Ундоры")["number"]
        fields = {"question": number, "version": 1, "department": self.department}
        return str(self.desk.obey("question.ticket", **fields)["ticket"])

    def get(self, path: str = "", status: int = 200) -> str:
        response = self.client.get(f"/tickets/collections{path}", headers=HTML)
        assert response.status_code == status, response.text
        return response.text

    def post(self, path: str = "", page: str = "", **fields: object) -> TestResponse:
        """What a form of the page sends, filled in."""
        shown = page or self.get(path)
        version = re.search(r'name="version" value="(\d+)"', shown)
        body = {"csrf_token": csrf(shown), **({"version": version[1]} if version else {}), **fields}
        return self.client.post(f"/tickets/collections{path}", data=body, headers=HTML)

    def add(self, **fields: object) -> TestResponse:
        given = {"title": "Дороги за день", "to": f"{self.key}/", "rhythm": "by_hand", "weekday": "0", "hour": "9"}
        return self.post("", self.get("/new"), **{**given, **fields})

    def made(self, **fields: object) -> str:
        """The path of a new one."""
        response = self.add(**fields)
        assert response.status_code == 303, response.text
        return response.location.removeprefix("/tickets/collections").partition("?")[0]

    def sent(self, **fields: object) -> tuple[str, str]:
        """The path of an issue, and of its reader's own page."""
        path = self.made(**fields)
        response = self.post(path, do="send")
        assert response.status_code == 303, response.text
        issue = response.location.removeprefix("/tickets/collections").partition("?")[0]
        return issue, self.links(issue)[-1]

    def links(self, issue: str) -> list[str]:
        return re.findall(r'value="[^"]*(/readings/[^"]+)"', self.get(issue))

    def read(self, path: str, status: int = 200) -> str:
        response = self.phone.get(path, headers=HTML)
        assert response.status_code == status, response.text
        return html.unescape(response.text)

    def say(self, path: str, **fields: object) -> TestResponse:
        return self.phone.post(path, data={"csrf_token": csrf(self.read(path)), **fields}, headers=HTML)


@pytest.fixture(scope="module")
def centre(house: House) -> Centre:
    return Centre(house)


def test_a_collection_is_made_changed_paused_and_deleted(centre: Centre) -> None:
    path = centre.made(title="Дороги и дворы")
    assert centre.post(path, do="save", title="Дворы", to=f"{centre.key}/", rhythm="daily", hour="7").status_code == 303
    page = html.unescape(centre.get(path))
    assert "<h1>Дворы</h1>" in page and "каждый день, 07:00" in page and "следующий выпуск:" in page
    assert centre.post(path, do="pause").status_code == 303
    assert "отправка приостановлена" in centre.get(path)
    assert centre.post(path, do="resume").status_code == 303
    assert centre.post(path, do="delete").status_code == 303
    centre.get(path, status=404)


def test_what_was_typed_and_refused_stays_on_the_page(centre: Centre) -> None:
    response = centre.add(title="Дворы", to="")
    assert response.status_code == 400 and "Выберите, кому подборка." in response.text
    assert 'value="Дворы"' in response.text


def test_the_next_issue_is_seen_before_it_goes_and_nothing_is_kept(centre: Centre) -> None:
    centre.ticket()
    path = centre.made()
    with centre.house.unchanged():
        assert "Когда засыплют яму" in centre.get(f"{path}/preview")


def test_two_who_press_at_once_send_one_and_the_other_is_told(centre: Centre) -> None:
    path = centre.made()
    page = centre.get(path)
    assert [centre.post(path, page, do="send").status_code for _ in range(2)] == [303, 409]
    assert "выпуск 1" in centre.get(path) and "выпуск 2" not in centre.get(path)


def test_an_official_reads_confirms_answers_and_the_coordinator_sees_it(centre: Centre) -> None:
    centre.ticket()
    issue, link = centre.sent()
    assert "не прочитано" in centre.get(issue)
    assert "Когда засыплют яму" in centre.read(link)
    assert centre.say(link, do="read").status_code == 303
    assert centre.say(link, do="answer", words="Засыплем до пятницы").status_code == 303
    page = centre.get(issue)
    assert "прочитано" in page and "Засыплем до пятницы" in page


def test_looking_is_not_reading(centre: Centre) -> None:
    """A mail program that follows links confirms nothing."""
    issue, link = centre.sent()
    centre.read(link)
    assert "не прочитано" in centre.get(issue)


@pytest.mark.parametrize(("as_", "word"), [("note", "note"), ("reply", "reply")])
def test_an_answer_becomes_a_note_or_an_interim_answer_of_a_ticket_once(centre: Centre, as_: str, word: str) -> None:
    ticket = centre.ticket()
    issue, link = centre.sent()
    centre.say(link, do="answer", words="Засыплем до пятницы")
    reader = re.search(r'name="reader" value="(\d+)"', centre.get(issue))
    assert reader
    assert centre.post(issue, reader=reader[1], ticket=ticket, **{"as": as_}).status_code == 303
    told = centre.client.get(f"/api/v1/tickets/{ticket}", headers=HTML).text
    assert "Засыплем до пятницы" in told
    assert f"поручение {ticket}" in centre.read(link)
    again = centre.post(issue, reader=reader[1], ticket=ticket, **{"as": as_})
    assert again.status_code == 409 and "уже использован" in again.text


def test_an_answer_of_a_ticket_that_is_not_there_stays_to_be_used(centre: Centre) -> None:
    issue, link = centre.sent()
    centre.say(link, do="answer", words="Засыплем")
    reader = re.search(r'name="reader" value="(\d+)"', centre.get(issue))
    assert reader
    response = centre.post(issue, reader=reader[1], ticket="ПЛ-2026-999999", **{"as": "note"})
    assert response.status_code == 404 and 'name="reader"' in response.text


def test_an_answer_of_ten_thousand_characters_stays_on_the_page_with_a_sentence(centre: Centre) -> None:
    _, link = centre.sent()
    words = "ы" * 10_000
    response = centre.say(link, do="answer", words=words)
    assert response.status_code == 400 and "10000" in response.text and words in response.text


def test_it_is_handed_on_and_not_to_oneself(centre: Centre) -> None:
    issue, link = centre.sent()
    refused = centre.say(link, do="hand", to=f"{centre.key}/{centre.chief}")
    assert refused.status_code == 400 and "самому себе" in refused.text
    assert centre.say(link, do="hand", to=f"{centre.other}/").status_code == 303
    links = centre.links(issue)
    assert len(links) == 2 and f"Кому: Вода {centre.mark}" in centre.read(links[1])


@pytest.mark.parametrize("path", ["", "/list/new", "/file.docx", "/file.xlsx"])
def test_a_wrong_link_and_one_of_a_deleted_collection_say_so(centre: Centre, path: str) -> None:
    assert "По этой ссылке подборки нет" in centre.read(f"/readings/no-such-token{path}", status=404)
    made = centre.made()
    centre.post(made, do="send")
    [link] = centre.links(f"{made}/1")
    centre.read(link)
    centre.post(made, do="delete")
    assert "По этой ссылке подборки нет" in centre.read(f"{link}{path}", status=404)


def test_guesses_of_a_link_are_counted_and_the_link_itself_is_not(centre: Centre) -> None:
    _, link = centre.sent()
    guesser = centre.house.device()
    answers = [guesser.get(f"/readings/guess-{n}").status_code for n in range(30)]
    assert answers[0] == 404 and answers[-1] == 429
    assert {centre.phone.get(link).status_code for _ in range(30)} == {200}


def test_a_link_is_kept_from_other_sites_and_search(centre: Centre) -> None:
    _, link = centre.sent()
    response = centre.phone.get(link, headers=HTML)
    assert (response.headers["Referrer-Policy"], response.headers["X-Robots-Tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )


@pytest.mark.parametrize("what", ["new", "late", "resolved", "again"])
def test_a_number_opens_its_list_by_the_link_and_for_the_coordinator(centre: Centre, what: str) -> None:
    issue, link = centre.sent()
    assert centre.read(f"{link}/list/{what}") and centre.get(f"{issue}/list/{what}")
    centre.read(f"{link}/list/nothing", status=404)


def test_no_name_and_no_contact_stands_on_an_officials_pages(centre: Centre) -> None:
    author = {"name": "Анна Тестова", "contact": "tel:+79000041172"}
    text = "Яма у дома, звоните 8 900 004-11-73, пока не стемнело"
    asked = centre.desk.post("/questions", {"text": text, "topic": "Ямы", "locality": "Ундоры", "author": author})
    assert asked.status_code == 201, asked.text
    number = asked.get_json()["number"]
    centre.desk.obey("question.ticket", question=number, version=1, department=centre.department)
    _, link = centre.sent()
    shown = centre.read(link) + centre.read(f"{link}/list/new")
    assert "пока не стемнело" in shown and "Тестова" not in shown and "11-73" not in shown and "41172" not in shown


def cells(response: TestResponse) -> list[list[object]]:
    book = load_workbook(io.BytesIO(response.data))
    return [[cell for cell in row if cell is not None] for sheet in book for row in sheet.iter_rows(values_only=True)]


def words(response: TestResponse) -> str:
    paper = Document(io.BytesIO(response.data))
    tables = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *tables])


@pytest.mark.parametrize(
    ("form", "read"),
    [("xlsx", lambda response: str(cells(response))), ("docx", words)],
)
def test_a_file_tells_what_the_page_does(centre: Centre, form: str, read: Callable[[TestResponse], str]) -> None:
    centre.ticket("Когда починят фонарь у клуба? =1+1", topic=f"Свет {form}")
    issue, link = centre.sent()
    for client, path in ((centre.phone, link), (centre.client, f"/tickets/collections{issue}")):
        response = client.get(f"{path}/file.{form}")
        assert response.status_code == 200, response.text
        told = read(response)
        assert "Новые вопросы" in told and "Ундоры" in told and "фонарь у клуба" in told


def test_whoever_works_in_the_department_finds_what_was_sent_to_it(centre: Centre) -> None:
    mark = letters()
    centre.house.user(f"inna-{mark}", PASSWORD, "executor", department=f"Вода {centre.mark}")
    inna = centre.house.device()
    centre.house.sign_in(inna, f"inna-{mark}", PASSWORD)
    _, link = centre.sent(to=f"{centre.other}/", title=f"Вода за неделю {mark}")
    mine = inna.get("/tickets/collections/mine", headers=HTML)
    assert link in mine.text and f"Вода за неделю {mark}" in mine.text
    assert inna.get("/tickets/collections", headers=HTML).status_code == 403


def test_the_page_says_where_no_letter_can_go(centre: Centre) -> None:
    page = html.unescape(centre.get(centre.made(to=f"{centre.other}/")))
    assert "нет адреса почты, письмо не уйдёт" in page
