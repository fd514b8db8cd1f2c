"""What the centre tells of its own work: drafts from reports, tickets, polls and situations, with a card of each."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.web.house import House, csrf
from tests.web.test_publications import HTML, Press
from tests.web.test_tickets import Staff, staff


class Work:
    """A show that was played and wrapped up, with a poll; a ticket with an answer for everybody."""

    def __init__(self, house: House) -> None:
        self.house, self.press = house, Press(house)
        self.slug = house.show("open", "air", title="Эфир главы")
        desk = house.caller(self.slug, "source", "moderator", "producer", "head")
        numbers = [desk.ask(f"Вопрос {n}", topic="Дороги")["number"] for n in range(1, 4)]
        desk.obey("question.shortlist", question=numbers[0], version=1)
        desk.obey("question.take", question=numbers[0], version=2)
        desk.obey("question.answer", question=numbers[0], version=3)
        desk.obey("question.promise", question=numbers[0], version=4, promise="Починим", due="2027-05-01")
        self.poll = desk.obey("poll.open", question="Где чинить?", options=["Мост", "Школа"])["poll"]
        desk.obey("poll.count", poll=self.poll, option=1, votes=3)
        desk.obey("poll.close", poll=self.poll)
        self.ticket = desk.obey("question.ticket", question=numbers[1], version=1)["ticket"]
        self.staff: Staff = staff(house, "coordinator")
        self.staff.obey("ticket.assign", ticket=self.ticket, version=1, department="Дороги")

    def publish(self) -> None:
        version = self.staff.read(f"/{self.ticket}")["version"]
        self.staff.obey("ticket.publish", ticket=self.ticket, version=version, text="Мост открыт.")

    def new(self, of: str, status: int = 200) -> str:
        return self.press.get(self.press.anna, f"/new?of={of}", status)


@pytest.fixture(scope="module")
def work(house: House) -> Work:
    made = Work(house)
    made.house.move(made.slug, "wrap")
    made.house.move(made.slug, "finish")
    return made


def text_in(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>([^<]*)</textarea>', page)
    assert found
    return html.unescape(found[1]).replace("\r", "")


def posted(work: Work, of: str, **fields: Any) -> str:
    """The page of a draft that was made of this."""
    page = work.new(of)
    body = {"csrf_token": csrf(page), "of": of, "text": text_in(page), "channel": work.press.channel, **fields}
    response = work.press.anna.post("/publications", data=body, headers=HTML)
    assert response.status_code == 303, response.text
    return work.press.get(work.press.boris, str(response.location).removeprefix("/publications"))


def test_the_outcome_of_a_show_has_the_figures_of_its_report(work: Work) -> None:
    page = work.new(f"show/{work.slug}")
    told = text_in(page)
    assert "Эфир главы" in told and "Поступило вопросов: 3" in told and "Дано обещаний: 1" in told
    assert f'value="{work.press.channel}" checked' in page


def test_its_draft_carries_the_card_and_leads_back_to_the_report(work: Work) -> None:
    page = posted(work, f"show/{work.slug}", card="post")
    assert "карточка" in page and f'href="/b/{work.slug}/report"' in page
    number = re.search(r'name="keep" value="(\d+)"', page)
    assert number is not None


def test_a_second_one_of_the_same_is_told_of_the_first(work: Work) -> None:
    posted(work, f"show/{work.slug}", card="")
    assert "Такая публикация уже есть" in work.new(f"show/{work.slug}")


def test_an_outcome_of_what_is_not_over_is_refused(work: Work) -> None:
    running = work.house.show("open", "air")
    assert "ещё не закончен" in work.new(f"show/{running}", 409)
    desk = work.house.caller(running, "producer")
    poll = desk.obey("poll.open", question="А потом?", options=["Да", "Нет"])["poll"]
    assert "ещё не закрыт" in work.new(f"poll/{running}/{poll}", 409)


@pytest.mark.parametrize(
    "of",
    [
        *("nothing", "show/none", "poll/none/1", "ticket/0", "matter/0", "matter/x", "show/" + "x" * 300),
        *("week/", "week/2026-11-31..2026-12-01", "week/2026-11-20..2026-11-10", "week/2100-01-01..2100-01-02"),
        "week/1900-01-01..2026-01-01",
    ],
)
def test_what_there_is_not_is_not_found(work: Work, of: str) -> None:
    work.new(of, 404)


def test_a_poll_is_told_in_shares_and_by_how_it_was_counted(work: Work) -> None:
    told = text_in(work.new(f"poll/{work.slug}/{work.poll}"))
    assert "Мост: 100 % (3)" in told and "не опрос по выборке" in told


def test_a_week_is_told_by_the_public_figures(work: Work) -> None:
    told = text_in(work.new("week/2026-01-05..2026-01-11"))
    assert "5–11\u00a0января 2026" in told and "меньше 5" in told


def test_an_answer_is_told_once_it_was_published_for_everybody(work: Work) -> None:
    of = f"ticket/{work.ticket}"
    assert "опубликуйте ответ для всех" in work.new(of, 409).lower()
    work.publish()
    told = text_in(work.new(of))
    assert "Мост открыт." in told and "Отвечает: Дороги" in told


@pytest.mark.parametrize(("form", "size"), [("post", (1200, 900)), ("story", (1080, 1920)), ("other", (1200, 900))])
def test_the_card_is_a_picture_of_its_form(work: Work, form: str, size: tuple[int, int]) -> None:
    response = work.press.anna.get(f"/publications/card.png?of=show/{work.slug}&card={form}")
    assert response.mimetype == "image/png"
    assert Image.open(io.BytesIO(response.data)).size == size


def test_nobody_else_sees_a_card(work: Work) -> None:
    other: FlaskClient = work.press.device("moderator")
    assert other.get(f"/publications/card.png?of=show/{work.slug}").status_code == 403


def test_the_buttons_stand_where_the_figures_do(work: Work) -> None:
    report = work.press.anna.get(f"/b/{work.slug}/report", headers=HTML).text
    assert f"/publications/new?of=show/{work.slug}" in html.unescape(report)
    assert f"/publications/new?of=poll/{work.slug}/{work.poll}" in html.unescape(report)
    figures = work.press.anna.get("/figures?from=2026-01-05&to=2026-01-11", headers=HTML).text
    assert "/publications/new?of=week/2026-01-05..2026-01-11" in html.unescape(figures)
    producer = work.press.device("producer").get(f"/b/{work.slug}/report", headers=HTML).text
    assert "/publications/new" not in producer


def test_the_centres_own_text_is_filled_in(work: Work) -> None:
    admin = work.press.device("admin")
    page = admin.get("/admin/lists/results", headers=HTML).text
    kinds = re.findall(r'name="kind" value="(\w+)"', page)
    texts = ["Эфир окончен, вопросов {поступило}." if kind == "show" else "Готово." for kind in kinds]
    body = {"csrf_token": csrf(page), "version": "0", "kind": kinds, "text": texts, "do": "save"}
    assert admin.post("/admin/lists/results", data=body, headers=HTML).status_code == 303
    assert text_in(work.new(f"show/{work.slug}")) == "Эфир окончен, вопросов 3."
    body["version"], body["text"] = "1", ["{кого}" for _ in kinds]
    refused = admin.post("/admin/lists/results", data=body, headers=HTML)
    assert refused.status_code == 400 and "кого" in refused.text
