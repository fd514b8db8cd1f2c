"""The pages of publications, as a browser without a script: what is refused is said in the reader's words."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from live.domain.files.attached import ANSWER_TOGETHER
from live.store.centre import channels
from live.store.tables import outbox
from tests.followup.publishing import SETTINGS, TEXT
from tests.support import pictures
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


@pytest.mark.parametrize(
    ("detail", "words"),
    [("100% of the limit", "100% of the limit"), ("Nothing listens there.", "Там никто не отвечает")],
    ids=["the network's own words", "not reached"],
)
def test_why_a_post_does_not_go_out_stands_beside_its_page(press: Press, detail: str, words: str) -> None:
    path = press.draft()
    press.press(press.boris, path, do="see")
    press.press(press.anna, path, do="release")
    with press.house.store.write() as tx:
        last = select(func.max(outbox.c.id)).scalar_subquery()
        why = {"reason": "The network cannot be reached.", "detail": detail}
        tx.connection.execute(update(outbox).where(outbox.c.id == last).values(**why))
    assert words in press.get(press.anna, path)


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


def test_the_calendar_shows_what_is_planned_on_its_day_and_page(press: Press) -> None:
    due = press.house.store.clock().astimezone(ZoneInfo("Europe/Samara")) + timedelta(days=8)
    text = "Открываем мост в понедельник."
    press.press(press.anna, "/new", text=text, channel=press.channel, due=f"{due:%Y-%m-%dT%H:%M}")
    page = press.get(press.anna, f"/calendar?day={due:%Y-%m-%d}")
    row = page[page.index("<tbody>") :]
    cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    assert [text in cell for cell in cells[:7]] == [n == due.weekday() for n in range(7)]
    assert text not in press.get(press.anna, "/calendar")


@pytest.mark.parametrize("day", ["завтра", "2026-13-01", "0001-01-01"])
def test_a_day_that_is_none_is_refused(press: Press, day: str) -> None:
    press.get(press.anna, f"/calendar?day={day}", status=400)


# Files


def attached(press: Press, path: str, **more: object) -> TestResponse:
    fields: dict[str, Any] = {
        "text": TEXT,
        "channel": press.channel,
        "file": (io.BytesIO(pictures.picture()), "фото.jpg"),
        **more,
    }
    return press.press(press.anna, path, **fields)


def keeps(page: str) -> list[str]:
    return re.findall(r'name="keep" value="(\d+)" checked', page)


def test_a_picture_comes_with_the_draft_and_is_shown_on_its_page(press: Press) -> None:
    response = attached(press, "/new")
    assert response.status_code == 303, response.text
    path = str(response.location).removeprefix("/publications").partition("?")[0]
    [number] = keeps(press.get(press.boris, path))
    whole = press.boris.get(f"/publications{path}/files/{number}")
    small = press.boris.get(f"/publications{path}/files/{number}/preview")
    assert (whole.status_code, small.status_code, whole.mimetype) == (200, 200, "image/jpeg")
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert press.device("moderator").get(f"/publications{path}/files/{number}").status_code == 403


def test_what_is_unchecked_does_not_go_along(press: Press) -> None:
    path = press.draft()
    assert attached(press, path, do="save").status_code == 303
    [number] = keeps(press.get(press.anna, path))
    press.press(press.anna, path, do="save", text=TEXT, channel=press.channel, keep=number)
    assert keeps(press.get(press.anna, path)) == [number]
    press.press(press.anna, path, do="save", text=TEXT, channel=press.channel)
    assert keeps(press.get(press.anna, path)) == []
    assert press.anna.get(f"/publications{path}/files/{number}").status_code == 404


def test_a_file_of_another_kind_is_refused_and_the_draft_is_kept(press: Press) -> None:
    response = attached(press, "/new", file=(io.BytesIO(pictures.MP3), "гимн.mp3"))
    page = html.unescape(response.text)
    assert response.status_code == 400 and "этот файл другой" in page
    assert TEXT in page and keeps(page) == []


def test_files_that_are_too_large_together_are_refused_in_words(press: Press) -> None:
    much = io.BytesIO(bytes(ANSWER_TOGETHER + 1024 * 1024))
    response = attached(press, press.draft(), do="save", file=(much, "отчёт.pdf"))
    assert response.status_code == 413 and "МБ" in html.unescape(response.text)
