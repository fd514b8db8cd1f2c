"""A resident adds to a question, or takes it back, from its page and without a script; each refusal has a sentence."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.test import TestResponse

from live.web.residents import photos
from tests.support import pictures
from tests.web.house import House
from tests.web.test_track import ADDRESSES, Resident

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}


class Asker(Resident):
    """One whose question stands."""

    def form(self) -> str:
        found = re.search(r'/add"[^>]*>\s*<input type="hidden" name="form" value="([^"]+)"', self.look())
        assert found
        return found[1]

    def add(self, words: str = "", *contents: bytes, form: str | None = None, **fields: str) -> TestResponse:
        body: dict[str, object] = {"form": self.form() if form is None else form, "words": words, **fields}
        body["photos"] = [(io.BytesIO(content), "яма.jpg") for content in contents]
        path = f"/track/{self.code}/add"
        return self.client.post(path, data=body, headers=HTML, content_type="multipart/form-data")

    def withdraw(self, form: str | None = None, sure: str = "yes") -> TestResponse:
        body = {"form": self.form() if form is None else form, "sure": sure}
        return self.client.post(f"/track/{self.code}/withdraw", data=body, headers=HTML)

    def files(self) -> list[dict[str, object]]:
        return [one["file"] for one in self.crew.read(f"/questions/{self.number}")["attachments"]]


@pytest.fixture
def asker(house: House) -> Asker:
    return Asker(house, house.show())


# Adding


def test_words_and_a_photo_come_to_the_desk(asker: Asker) -> None:
    sent = asker.add("Яма у дома культуры", pictures.photo())
    assert sent.status_code == 303
    page = asker.client.get(sent.location).text
    assert "Спасибо. Дополнение уже у тех" in page and "Дополнение: Яма у дома культуры" in page
    [file] = asker.files()
    assert (file["state"], file["media"]) == ("kept", "picture")


def test_a_photo_alone_is_enough_and_nothing_is_not(asker: Asker) -> None:
    assert asker.add("", pictures.picture(colour="green")).status_code == 303
    with asker.house.unchanged():
        nothing = asker.add(" ")
    assert nothing.status_code == 400 and "Напишите что-нибудь или выберите фото." in nothing.text
    assert len(asker.files()) == 1


def test_what_was_written_and_chosen_stays_where_a_file_is_none(asker: Asker) -> None:
    page = asker.add("У дома культуры", pictures.picture(colour="navy"), pictures.SVG)
    assert page.status_code == 400 and "яма.jpg" in page.text and "SVG" in page.text
    assert "У дома культуры" in page.text and "Фото уже приложены: 1" in page.text and asker.files() == []
    carried = re.search(r'name="kept_photos" value="([^"]+)"', page.text)
    assert carried and asker.add("У дома культуры", kept_photos=carried[1]).status_code == 303
    assert len(asker.files()) == 1


def test_what_came_with_another_page_is_not_attached_here(house: House, asker: Asker) -> None:
    other = Asker(house, asker.slug)
    page = other.add("", pictures.picture(colour="teal"), pictures.SVG)
    carried = re.search(r'name="kept_photos" value="([^"]+)"', page.text)
    assert carried
    asker.add("Слова", kept_photos=carried[1])
    assert asker.files() == []


def test_an_address_in_capitals_is_the_same_page(asker: Asker) -> None:
    page = asker.client.get(f"/track/{asker.code.upper()}", headers=HTML).text
    action = re.search(r'action="([^"]+/add)"', page)
    form = re.search(r'/add"[^>]*>\s*<input type="hidden" name="form" value="([^"]+)"', page)
    assert action and form
    sent = asker.client.post(action[1], data={"form": form[1], "words": "Ещё"}, headers=HTML)
    assert sent.status_code == 303 and "Дополнение: Ещё" in asker.look()


def test_too_long_is_told_and_nothing_is_stored(asker: Asker) -> None:
    form = asker.form()
    with asker.house.unchanged():
        page = asker.add("ж" * 1001, form=form)
    assert page.status_code == 400 and "1000" in page.text


def test_more_photos_at_once_than_fit_are_refused(asker: Asker) -> None:
    page = asker.add("", *[pictures.picture(colour=(n, 9, 9)) for n in range(photos.MOST + 1)])
    assert page.status_code == 400 and "Не больше 5 фото" in page.text and asker.files() == []


@pytest.mark.parametrize("form", ["", "forged"])
def test_a_form_that_we_did_not_give_out_does_nothing(asker: Asker, form: str) -> None:
    with asker.house.unchanged():
        answers = [asker.add("Слова", form=form), asker.withdraw(form=form)]
    assert [one.status_code for one in answers] == [400, 400] and "слишком долго" in answers[0].text


def test_the_form_of_another_question_or_of_its_ticket_does_nothing(house: House, asker: Asker) -> None:
    other = Asker(house, asker.slug).form()
    answered = Asker(house, asker.slug)
    answered.ticketed().work("resolve", answer="Готово")
    of_ticket = re.search(r'name="form" value="([^"]+)"', answered.look())
    assert of_ticket
    with house.unchanged():
        assert asker.withdraw(form=other).status_code == 400
        assert answered.withdraw(form=of_ticket[1]).status_code == 400


def test_once_it_is_on_air_nothing_is_added_or_withdrawn(asker: Asker) -> None:
    form = asker.form()
    asker.command("question.shortlist")
    asker.house.move(asker.slug, "air")
    asker.command("question.take")
    assert "/add" not in asker.look() and "/withdraw" not in asker.look()
    with asker.house.unchanged():
        answers = [asker.add("Слова", form=form), asker.withdraw(form=form)]
    assert [one.status_code for one in answers] == [409, 409] and "изменилось" in answers[0].text


def test_whoever_works_on_it_finds_words_and_photo_beside_the_ticket(asker: Asker) -> None:
    asker.ticketed()
    assert asker.add("Нужен асфальт", pictures.picture(colour="gold")).status_code == 303
    number = asker.row().number
    key = {"Authorization": f"Bearer {asker.house.key(None, 'coordinator')}"}
    ticket = asker.house.client.get(f"/api/v1/tickets/{number}", headers=key).get_json()
    assert "Нужен асфальт" in str(ticket) and "ticket.supplemented" in str(ticket)


def test_an_unknown_code_is_not_found(house: House) -> None:
    for verb in ("add", "withdraw"):
        assert house.device().post(f"/track/1-1-0123456789abcdef/{verb}", headers=HTML).status_code == 404


def test_from_one_address_it_comes_so_often(house: House) -> None:
    asker = Asker(house, house.show())
    asker.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    form = asker.form()
    codes = [asker.add("", form=form).status_code for _ in range(40)]
    assert codes[0] == 400 and codes[-1] == 429
    page = asker.add("Моё слово", form=form)
    assert page.status_code == 429 and "Моё слово" in page.text and page.headers["Retry-After"]


# Taking it back


def test_a_question_is_withdrawn_and_its_page_says_so(asker: Asker) -> None:
    sent = asker.withdraw()
    assert sent.status_code == 303
    page = asker.client.get(sent.location).text
    assert "Вопрос отозван." in page and "Вы отозвали вопрос" in page and "не прозвучит в эфире" in page
    assert "/withdraw" not in page and "/add" not in page
    told = asker.crew.read(f"/questions/{asker.number}")
    assert (told["state"], told["decline"]["reason"]) == ("declined", "withdrawn")


def test_it_is_asked_whether_one_is_sure(asker: Asker) -> None:
    form = asker.form()
    with asker.house.unchanged():
        page = asker.withdraw(form=form, sure="")
    assert page.status_code == 400 and "Подтвердите отметкой" in page.text


def test_a_ticket_of_it_closes_and_takes_no_mark(asker: Asker) -> None:
    asker.ticketed()
    form = asker.form()
    assert asker.withdraw(form=form).status_code == 303
    assert asker.row().state == "closed"
    page = asker.look()
    assert "Вы отозвали вопрос" in page and 'name="stars"' not in page and "Есть ответ" not in page


def test_the_address_is_handed_on_to_nobody(house: House) -> None:
    client = house.device()
    client.environ_base["REMOTE_ADDR"] = next(ADDRESSES)
    answered = client.post("/track/1-1-0123456789abcdef/withdraw", headers=HTML)
    assert answered.headers["Referrer-Policy"] == "no-referrer"
