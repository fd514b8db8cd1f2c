"""The residents' form, as a browser without JavaScript sends it."""

from __future__ import annotations

import itertools
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.screens.house import House, csrf

ADDRESSES = (f"198.51.100.{n}" for n in itertools.count(1))


class Resident:
    """A browser at an address of its own, at a show's form."""

    def __init__(self, house: House, slug: str, address: str | None = None) -> None:
        self.client: FlaskClient = house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address or next(ADDRESSES)
        self.path = f"/b/{slug}/ask"
        self.page = self.client.get(self.path, headers={"Accept": "text/html"})

    def fields(self, **changed: str) -> dict[str, str]:
        found = re.search(r'name="submit_id" value="([^"]*)"', self.page.text)
        assert found
        fields = {"text": "Когда починят мост?", "consent": "yes", "submit_id": found[1]}
        return {**fields, "csrf_token": csrf(self.page.text), **changed}

    def send(self, fields: dict[str, str] | None = None, **changed: str) -> TestResponse:
        body = {**(fields or self.fields()), **changed}
        return self.client.post(self.path, data=body, headers={"Accept": "text/html"})


@pytest.fixture
def show(house: House) -> str:
    return house.show()


def asked(house: House, slug: str) -> int:
    return int(house.caller(slug, "moderator").read("/questions")["total"])


def test_the_page_is_small_and_needs_no_script(house: House, show: str) -> None:
    page = Resident(house, show).page
    assert page.status_code == 200
    assert len(page.data) < 30_000 and "<script" not in page.text
    assert '<html lang="ru"' in page.text and 'maxlength="4000"' in page.text


def test_a_question_is_taken_and_thanked_for(house: House, show: str) -> None:
    resident = Resident(house, show)
    sent = resident.send(name="Анна", locality="Сосновка", contact="8 (900) 000-00-12")
    assert (sent.status_code, sent.location) == (303, f"/b/{show}/ask/thanks")
    thanks = resident.client.get(sent.location)
    assert re.search(r"<dd>1</dd>", thanks.text) and re.search(r'class="code">[0-9]+-[0-9]+-[0-9a-f]{16}<', thanks.text)
    question = house.caller(show, "moderator").read("/questions/1")
    assert (question["source"], question["text"], question["locality"]) == ("form", "Когда починят мост?", "Сосновка")
    assert question["author"] == {"name": "Анна", "contact": "tel:+79000000012", "profile": None}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("8 900 000 00 12", "tel:+79000000012"),
        ("anna@example.org", "mailto:anna@example.org"),
        ("@anna в телеграме", "@anna в телеграме"),
    ],
)
def test_a_contact_is_kept_by_its_kind(house: House, show: str, written: str, kept: str) -> None:
    assert Resident(house, show).send(contact=written).status_code == 303
    assert house.caller(show, "moderator").read("/questions/1")["author"]["contact"] == kept


def test_the_same_form_twice_is_one_question(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    resident.send(fields)
    first = resident.client.get(f"{resident.path}/thanks").text
    resident.send(fields)
    assert resident.client.get(f"{resident.path}/thanks").text == first
    assert asked(house, show) == 1


def test_a_form_sent_again_with_another_text_asks_first(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    resident.send(fields)
    again = resident.send(fields, text="Другой вопрос")
    assert again.status_code == 409 and "Другой вопрос" in again.text
    resident.page = again
    assert resident.send(text="Другой вопрос").status_code == 303
    assert asked(house, show) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", ""),
        ("text", ""),
        ("text", "  \n "),
        ("text", "ж" * 4001),
        ("text", "звонок\x07"),
        ("name", "ж" * 201),
        ("name", "Анна\x00"),
        ("locality", "а\nб"),
        ("contact", "ж" * 201),
        ("submit_id", ""),
        ("submit_id", "-"),
    ],
)
def test_what_is_wrong_is_marked_and_nothing_typed_is_lost(house: House, show: str, field: str, value: str) -> None:
    resident = Resident(house, show)
    with house.unchanged():
        answer = resident.send(**{"name": "Анна П.", field: value})
    assert answer.status_code == 400
    assert 'class="wrong"' in answer.text and 'role="alert"' in answer.text
    assert field == "name" or "Анна П." in answer.text


def test_what_was_typed_is_shown_as_text(house: House, show: str) -> None:
    answer = Resident(house, show).send(text="<script>alert(1)</script>", consent="")
    assert "<script>" not in answer.text and "&lt;script&gt;" in answer.text


def test_a_form_without_its_token_is_refused(house: House, show: str) -> None:
    resident = Resident(house, show)
    with house.unchanged():
        for token in ("", "made-up"):
            answer = resident.send(csrf_token=token)
            assert answer.status_code == 400 and "Форма устарела" in answer.text


def test_a_form_too_large_is_refused_on_a_page(house: House, show: str) -> None:
    with house.unchanged():
        answer = Resident(house, show).send(text="ж" * 40_000)
    assert answer.status_code == 413 and "слишком велико" in answer.text


def test_one_address_asks_six_times_a_minute(house: House, show: str) -> None:
    statuses = []
    for _ in range(7):
        statuses.append(Resident(house, show, "203.0.113.7").send().status_code)
    assert statuses == [303] * 6 + [429]
    assert asked(house, show) == 6
    assert Resident(house, show).send().status_code == 303


def test_a_closed_form_says_so(house: House) -> None:
    resident = Resident(house, house.show("open", "close_intake"))
    assert resident.page.status_code == 200 and "<form method" not in resident.page.text
    assert "Сейчас вопросы не принимаются" in resident.page.text


def test_a_form_that_closes_meanwhile_says_so_and_keeps_nothing(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    house.move(show, "close_intake")
    with house.unchanged():
        answer = resident.send(fields)
    assert answer.status_code == 409 and "Сейчас вопросы не принимаются" in answer.text


def test_a_form_after_the_show_goes_to_the_standing_broadcast(house: House) -> None:
    standing = house.standing()
    show = house.show("open", standing=standing)
    resident = Resident(house, show)
    house.move(show, "close_intake")
    assert resident.send().status_code == 303
    assert asked(house, standing) == 1


def test_thanks_without_a_question_lead_to_the_form(house: House, show: str) -> None:
    answer = house.app.test_client().get(f"/b/{show}/ask/thanks")
    assert (answer.status_code, answer.location) == (302, f"/b/{show}/ask")


@pytest.mark.parametrize("slug", ["never", "tickets"])
def test_there_is_no_form_where_there_is_no_broadcast(house: House, slug: str) -> None:
    page = house.client.get(f"/b/{slug}/ask", headers={"Accept": "text/html"})
    assert page.status_code == 404 and "text/html" in page.content_type
