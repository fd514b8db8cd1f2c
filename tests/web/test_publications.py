"""The pages of publications, as a browser without a script: what is refused is said in the reader's words."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.store.centre import channels
from tests.followup.publishing import SETTINGS, TEXT
from tests.web.house import House, csrf

HTML = {"Accept": "text/html"}


class Press:
    """Two coordinators, and a page on which anything can be posted."""

    def __init__(self, house: House) -> None:
        self.house = house
        slug = house.show("open")
        key = house.channel("telegram", slug, secret="telegram-secret", **SETTINGS["telegram"]).rpartition("/")[2]
        with house.store.read() as connection:
            found = channels.find(connection, house.store.seal, "telegram", key)
        assert found is not None
        self.channel = found.id
        self.anna, self.boris = (self.device("coordinator") for _ in range(2))

    def device(self, *roles: str) -> FlaskClient:
        client = self.house.device()
        self.house.let_in(client, self.house.key(None, *roles))
        return client

    def get(self, client: FlaskClient, path: str = "", status: int = 200) -> str:
        response = client.get(f"/publications{path}", headers=HTML)
        assert response.status_code == status, response.text
        return html.unescape(response.text)

    def press(self, client: FlaskClient, path: str, page: str = "", **fields: object) -> TestResponse:
        """What a form of the page sends, filled in."""
        shown = page or self.get(client, path)
        version = re.search(r'name="version" value="(\d+)"', shown)
        body = {"csrf_token": csrf(shown), **({"version": version[1]} if version else {}), **fields}
        return client.post(f"/publications{path.removesuffix('/new')}", data=body, headers=HTML)

    def draft(self) -> str:
        """The path of a new one of Anna's."""
        response = self.press(self.anna, "/new", text=TEXT, channel=self.channel)
        assert response.status_code == 303, response.text
        return str(response.location).removeprefix("/publications").partition("?")[0]


@pytest.fixture(scope="module")
def press(house: House) -> Press:
    return Press(house)


def test_whoever_writes_is_told_that_another_sees_it_and_the_other_posts_it(press: Press) -> None:
    path = press.draft()
    assert "Проверяет другой человек" in press.get(press.anna, path)
    assert press.press(press.boris, path, do="see").status_code == 303
    assert press.press(press.anna, path, do="release").status_code == 303
    page = press.get(press.boris, path)
    assert "опубликована" in page and "ждёт публикации" in page


def test_who_wrote_it_and_presses_all_the_same_is_refused_in_words(press: Press) -> None:
    response = press.press(press.anna, press.draft(), do="see")
    assert response.status_code == 409
    assert "Это ваш текст: проверить должен другой человек." in html.unescape(response.text)


def test_a_move_that_is_not_there_is_refused_without_a_word_of_the_code(press: Press) -> None:
    path = press.draft()
    page = press.get(press.boris, path)
    press.press(press.boris, path, do="drop")
    refused = html.unescape(press.press(press.boris, path, page, do="see").text)
    [said] = re.findall(r'role="alert">([^<]+)<', refused)
    assert "отменена" in said and not re.search("[a-z]{3,}", said), said


def test_of_two_who_change_the_same_the_second_keeps_what_was_typed(press: Press) -> None:
    path = press.draft()
    page = press.get(press.boris, path)
    assert press.press(press.anna, path, do="save", text="Первое.", channel=press.channel).status_code == 303
    second = press.press(press.boris, path, page, do="save", text="Второе.", channel=press.channel)
    assert second.status_code == 409 and "Второе." in second.text


def test_a_moment_that_is_none_is_refused_and_stays_on_the_page(press: Press) -> None:
    response = press.press(press.anna, "/new", text=TEXT, channel=press.channel, due="завтра")
    assert response.status_code == 400 and "«завтра» — не дата и время." in html.unescape(response.text)
    assert TEXT in response.text


def test_nobody_else_opens_them(press: Press) -> None:
    for role in ("moderator", "producer", "executor", "observer"):
        press.get(press.device(role), "", status=403)
    press.get(press.device("admin"))


def test_one_that_is_not_there_is_not_found(press: Press) -> None:
    press.get(press.anna, "/999", status=404)
