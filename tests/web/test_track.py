"""A resident's page of one question, as a browser without JavaScript asks for it."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Row, select
from werkzeug.test import TestResponse

from live import followup
from live.admin.centre import save_centre
from live.desk.close import wrap_slice
from live.domain.follow_code import spaced
from live.domain.people import Actor, By, Role
from live.store.centre.settings import Centre
from live.store.ids import TICKETS_LOG, question_id
from live.store.tables import event, question, ticket, ticket_note
from tests.web.house import Caller, House

OLGA = By("Ольга", "admin")

ADDRESSES = (f"198.51.100.{n}" for n in itertools.count(1))
STAFF = Actor("Ольга", frozenset(Role))
PERSON = {"name": "Анна Тестова", "contact": "tel:+79000000012"}


class Resident:
    """One who asked a question, and follows it from an address of their own."""

    def __init__(self, house: House, slug: str, text: str = "Когда починят мост?", number: int | None = None) -> None:
        self.house, self.slug = house, slug
        self.crew: Caller = house.caller(slug, "source", "moderator", "producer")
        self.number = number or self.crew.ask(text, author=PERSON)["number"]
        self.client = house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = next(ADDRESSES)

    @property
    def code(self) -> str:
        mine = select(question.c.code).where(question.c.id == question_id(self.house.id_of(self.slug), self.number))
        with self.house.store.read() as connection:
            return str(connection.execute(mine).scalar_one())

    def look(self) -> str:
        page = self.client.get(f"/track/{self.code}", headers={"Accept": "text/html"})
        assert page.status_code == 200, page.text
        return page.text

    def say(self, do: str, form: str | None = None, **fields: str) -> TestResponse:
        if form is None:
            found = re.search(r'name="form" value="([^"]+)"', self.look())
            form = found[1] if found else ""
        body = {"form": form, "do": do, **fields}
        return self.client.post(f"/track/{self.code}", data=body, headers={"Accept": "text/html"})

    def command(self, type_: str, **fields: object) -> None:
        version = self.crew.read(f"/questions/{self.number}")["version"]
        self.crew.obey(type_, question=self.number, version=version, **fields)

    # Its ticket

    def ticketed(self) -> Resident:
        self.command("question.ticket")
        return self.work("assign", department="Отдел дорог")

    def row(self) -> Row[Any]:
        mine = ticket.c.question_id == question_id(self.house.id_of(self.slug), self.number)
        with self.house.store.read() as connection:
            return connection.execute(select(ticket).where(mine)).one()

    def work(self, verb: str, **fields: object) -> Resident:
        row = self.row()
        raw = {"id": str(uuid.uuid4()), "type": f"ticket.{verb}", "ticket": row.number, "version": row.version}
        followup.BUS.perform(self.house.store, "tickets", {**raw, **fields}, STAFF)
        return self


@pytest.fixture
def resident(house: House) -> Resident:
    return Resident(house, house.show())


@pytest.fixture
def answered(resident: Resident) -> Resident:
    return resident.ticketed().work("resolve", answer="{имя}, мост открыт.")


# What it tells


def test_the_page_is_small_needs_no_script_and_keeps_its_address_to_itself(resident: Resident) -> None:
    page = resident.client.get(f"/track/{resident.code}", headers={"Accept": "text/html"})
    assert len(page.data) < 30_000 and '<html lang="ru"' in page.text
    [script] = re.findall(r"<script[^>]*>", page.text)
    assert script.startswith('<script src="/static/') and script.endswith('/parts/theme.js">')
    assert page.headers["Referrer-Policy"] == "no-referrer" and "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in page.headers


def test_a_received_question_says_so_in_its_own_words(resident: Resident) -> None:
    page = resident.look()
    assert "Когда починят мост?" in page and "Получен" in page


def test_a_ticket_says_who_works_on_it_and_by_when(resident: Resident) -> None:
    page = resident.ticketed().look()
    assert "В работе" in page and "Отдел дорог" in page and resident.row().number in page
    assert re.search(r"Ответим до</dt><dd><time[^>]*>\d\d\.\d\d\.\d{4}", page)


def test_news_on_the_way_and_the_answer_are_told_also_to_whom_nothing_could_be_sent(house: House) -> None:
    resident = Resident(house, house.show())
    nameless = resident.crew.ask("Что с мостом?")["number"]
    follower = Resident(house, resident.slug, number=nameless).ticketed()
    follower.work("reply", text="Выехала бригада.")
    assert "Выехала бригада." in follower.look()
    follower.work("resolve", answer="Мост открыт.")
    page = follower.look()
    assert page.index("Мост открыт.") < page.index("Выехала бригада.") and "Есть ответ" in page


def test_no_name_and_no_contact_of_anybody_stands_on_it(answered: Resident) -> None:
    page = answered.look()
    assert "Уважаемый житель, мост открыт." in page
    for private in ("Анна", "Тестова", "9000000012", "Ольга"):
        assert private not in page


def test_a_merged_question_shows_its_roots_state_and_its_own_words(house: House) -> None:
    root = Resident(house, house.show())
    other = Resident(house, root.slug, "А мост-то когда?")
    other.command("question.merge", into=root.number)
    root.ticketed().work("resolve", answer="Мост открыт.")
    page = other.look()
    assert "А мост-то когда?" in page and "Когда починят мост?" not in page and "Мост открыт." in page
    assert "Об этом спросили и другие" in page


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("unclear", "не смогли понять"),
        ("not_ours", "не решает"),
        ("spam", "похоже на рекламу"),
        ("other", "не удалось"),
    ],
)
def test_a_declined_question_says_why_in_kind_words_and_not_in_the_staffs(
    resident: Resident, reason: str, told: str
) -> None:
    more = {"text": "Опять этот"} if reason == "other" else {}
    resident.command("question.decline", reason=reason, **more)
    page = resident.look()
    assert told in page and "Опять этот" not in page


def test_a_question_answered_on_air_says_when(resident: Resident) -> None:
    resident.command("question.shortlist")
    resident.house.move(resident.slug, "air")
    resident.command("question.take")
    assert "прямо сейчас" in resident.look()
    resident.command("question.answer", summary="Мост откроют в мае.")
    page = resident.look()
    assert "Мост откроют в мае." in page
    assert re.search(r"Ответ прозвучал в эфире <time[^>]*>\d\d\.\d\d\.\d{4}</time> в \d\d:\d\d", page)
    assert "Ответ в эфире" in page and "Посмотреть ответ" not in page


def test_an_answer_written_later_stands_there_with_its_moment_of_the_recording(resident: Resident) -> None:
    resident.command("question.shortlist")
    resident.house.move(resident.slug, "air")
    resident.command("question.take")
    resident.command("question.answer")
    assert "Ответ в эфире" not in resident.look()
    resident.command("question.summarise", summary="Мост откроют в мае.")
    resident.crew.obey("broadcast.edit", recording="https://rutube.ru/video/f45b/")
    page = resident.look()
    assert "Мост откроют в мае." in page
    assert re.search(r'href="https://rutube\.ru/video/f45b/\?t=\d+"', page)


def test_who_asked_the_same_reads_the_same_answer(resident: Resident) -> None:
    other = Resident(resident.house, resident.slug, "А мост когда?")
    other.command("question.merge", into=resident.number)
    resident.command("question.shortlist")
    resident.house.move(resident.slug, "air")
    resident.command("question.take")
    resident.command("question.answer", summary="Мост откроют в мае.")
    assert "Мост откроют в мае." in other.look()


def test_a_promise_that_was_corrected_and_withdrawn_after_the_show_is_told_as_it_is(resident: Resident) -> None:
    resident.command("question.shortlist")
    resident.house.move(resident.slug, "air")
    resident.command("question.take")
    resident.command("question.promise", promise="Починим мост", due="2027-03-02")
    resident.command("question.answer")
    resident.house.move(resident.slug, "wrap")
    while wrap_slice(resident.house.store, resident.house.id_of(resident.slug)):
        pass
    [made] = resident.crew.read(f"/questions/{resident.number}")["promises"]
    of_it = {"promise": made["promise"], "reason": "Оговорились в эфире"}
    resident.command("question.amend_promise", **of_it, text="Починим дорогу", due="2027-06-01")
    page = resident.look()
    assert "Починим дорогу (01.06.2027)" in page and "Починим мост" not in page
    resident.command("question.withdraw_promise", **of_it)
    page = resident.look()
    assert "Обещание отозвано" in page and "Починим" not in page and "Оговорились" not in page
    assert 'name="stars"' not in page


# Its code


@pytest.mark.parametrize("code", ["0", "1-1-0123456789abcdef", "1-1", "../x", "9" * 30, "1-1-ЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖ"])
def test_an_unknown_code_is_told_as_such(house: House, code: str) -> None:
    page = house.client.get(f"/track/{code}", headers={"Accept": "text/html"})
    assert page.status_code == 404 and "<form" in page.text or "/" in code


def test_a_code_of_which_one_letter_is_wrong_leads_nowhere(resident: Resident) -> None:
    code = resident.code
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert resident.client.get(f"/track/{other}").status_code == 404


def test_a_code_has_at_least_sixty_four_random_bits(resident: Resident) -> None:
    assert re.fullmatch(r"\d+-\d+-[0-9a-f]{16}", resident.code)


def test_a_code_that_was_written_down_is_typed(resident: Resident) -> None:
    assert 'name="code"' in resident.client.get("/track").text
    sent = resident.client.get("/track", query_string={"code": f" {resident.code.upper()} "})
    assert sent.status_code == 302
    assert "Когда починят мост?" in resident.client.get(sent.location).text


@pytest.mark.parametrize(
    "written", [str.upper, lambda code: code.replace("-", " "), lambda code: code.replace("-", ""), spaced]
)
def test_it_may_be_typed_in_any_way(resident: Resident, written: Callable[[str], str]) -> None:
    sent = resident.client.get("/track", query_string={"code": f" {written(resident.code)} "})
    assert (sent.status_code, sent.location) == (302, f"/track/{resident.code}")


def test_what_is_no_code_is_told_as_such_and_stays_in_its_field(house: House) -> None:
    page = house.client.get("/track", query_string={"code": "1 1 0123 4567"}, headers={"Accept": "text/html"})
    assert page.status_code == 404 and 'value="1 1 0123 4567"' in page.text


def test_the_page_is_there_as_a_picture_for_a_telephone(resident: Resident) -> None:
    drawn = resident.client.get(f"/track/{resident.code}/qr.svg")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert resident.client.get("/track/1-1-0123456789abcdef/qr.svg").status_code == 404


def test_one_address_looks_so_often(house: House, resident: Resident) -> None:
    resident.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    answers = [resident.client.get("/track/1-1-0123456789abcdef").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]


def test_the_thanks_of_the_form_lead_to_it(house: House) -> None:
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = next(ADDRESSES)
    path = f"/b/{house.show()}/ask"
    [form] = re.findall(r'name="form" value="([^"]*)"', client.get(path).text)
    sent = client.post(path, data={"text": "Мост?", "consent": "yes", "form": form})
    link = re.search(r'href="(/track/[^"]+)"', client.get(sent.location).text)
    assert link and "Мост?" in client.get(link[1]).text


# The resident's own word


def test_an_answer_is_rated_once_it_is_there(answered: Resident) -> None:
    sent = answered.say("rate", stars="4", words="Спасибо")
    assert sent.status_code == 303 and "оценка сохранена" in answered.client.get(sent.location).text
    row = answered.row()
    assert (row.rating, row.rating_text, row.state) == (4, "Спасибо", "resolved")


def test_a_mark_needs_no_words_and_the_last_one_stands(answered: Resident) -> None:
    answered.say("rate", stars="1")
    answered.say("rate", stars="5")
    assert (answered.row().rating, answered.row().rating_text) == (5, None)


@pytest.mark.parametrize("stars", ["", "0", "6", "4.5", "-1", "пять"])
def test_a_mark_is_one_to_five(answered: Resident, stars: str) -> None:
    with answered.house.unchanged():
        assert answered.say("rate", stars=stars).status_code == 400


def test_not_solved_reopens_the_ticket_with_the_residents_words_beside_it(answered: Resident) -> None:
    before = answered.row()
    sent = answered.say("not_solved", words="Мост закрыт по-прежнему.")
    assert sent.status_code == 303 and "снова в работе" in answered.client.get(sent.location).text
    row = answered.row()
    assert (row.state, row.reopened, row.department, row.resolved_at) == ("assigned", 1, "Отдел дорог", None)
    assert row.version == before.version + 1 and row.clock_from is not None and row.reacted_at is None
    with answered.house.store.read() as connection:
        mine = select(ticket_note).where(ticket_note.c.ticket_id == row.id)
        note = connection.execute(mine).one()
        last = select(event).where(event.c.broadcast_id == TICKETS_LOG).order_by(event.c.seq.desc()).limit(1)
        told = connection.execute(last).one()
    assert (note.text, note.by_name) == ("Мост закрыт по-прежнему.", "Житель")
    assert (told.type, told.was, told.state, told.by_role) == ("ticket.reopened", "resolved", "assigned", "resident")


def test_a_closed_ticket_is_reopened_too_and_one_in_work_is_not(answered: Resident) -> None:
    answered.work("close")
    found = re.search(r'name="form" value="([^"]+)"', answered.look())
    assert found and answered.say("not_solved", found[1], words="Нет").status_code == 303
    with answered.house.unchanged():
        again = answered.say("not_solved", found[1], words="Нет")
    assert again.status_code == 409 and "изменилось" in again.text


def test_not_solved_needs_words(answered: Resident) -> None:
    with answered.house.unchanged():
        empty = answered.say("not_solved", words="  ")
        long = answered.say("not_solved", words="ж" * 1001)
    assert empty.status_code == long.status_code == 400
    assert "Напишите, что не решено" in empty.text and "1000" in long.text


def test_after_three_times_it_says_whom_to_call(answered: Resident) -> None:
    settings = answered.house.app.extensions["live"].settings
    for _ in range(3):
        assert answered.say("not_solved", words="Нет").status_code == 303
        answered.work("resolve", answer="Мост открыт.")
    page = answered.look()
    assert "Не решено" not in page and "Позвоните" in page
    form = re.findall(r'name="form" value="([^"]+)"', page)[0]
    with answered.house.unchanged():
        assert answered.say("not_solved", form, words="Нет").status_code == 409
    services = answered.house.app.extensions["live"]
    answered.house.app.extensions["live"] = replace(services, settings=replace(settings, phone="8 (84231) 2-00-00"))
    try:
        assert "8 (84231) 2-00-00" in answered.look()
        # The centre's own goes before the server's.
        save_centre(services.store, Centre(phone="8 (84231) 2-11-11"), OLGA)
        services.telling.forget()
        assert "8 (84231) 2-11-11" in answered.look()
    finally:
        answered.house.app.extensions["live"] = services
        save_centre(services.store, Centre(), OLGA)
        services.telling.forget()


def test_a_form_that_we_did_not_give_out_changes_nothing(house: House, answered: Resident) -> None:
    elsewhere = Resident(house, answered.slug).ticketed().work("resolve", answer="Другой ответ.")
    other = re.findall(r'name="form" value="([^"]+)"', elsewhere.look())[0]
    with house.unchanged():
        for form in ("", "made-up", other):
            assert answered.say("not_solved", form, words="Нет").status_code == 400


def test_one_address_says_six_things_a_minute_and_loses_no_word(answered: Resident) -> None:
    answers = [answered.say("rate", stars="4") for _ in range(7)]
    assert [one.status_code for one in answers] == [303] * 6 + [429]
    assert "подождите минуту" in answers[-1].text.lower()


def test_what_was_typed_is_shown_as_text(house: House) -> None:
    resident = Resident(house, house.show(), "<script>alert(1)</script>")
    assert "<script>" not in resident.look() and "&lt;script&gt;" in resident.look()
