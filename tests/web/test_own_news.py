"""A person's page of news without JavaScript: what has happened, seen or not, and how they are told of it."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest

from live.domain.followup.news import Kind, Pace
from live.store.centre import access
from live.store.followup import news
from live.store.ids import TICKETS_LOG
from live.views.news import own_news
from tests.web.house import House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


class Desk:
    """An executor who has signed in."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        login = f"anna-{uuid.uuid4().hex[:6]}"
        house.user(login, PASSWORD, "executor")
        house.sign_in(self.client, login, PASSWORD)
        with house.store.read() as connection:
            found = access.account_by_login(connection, login)
        assert found is not None
        self.account = int(found.id)

    def told(self, kind: Kind, **about: Any) -> None:
        nothing = dict.fromkeys(("department", "instead_of", "ticket_id", "question_id", "due_at"))
        with self.house.store.write() as tx:
            tx.lock(TICKETS_LOG)
            row = {**nothing, "account_id": self.account, "kind": kind.value, "by_name": "Ирина", "at": tx.now}
            news.add(tx, [{**row, **about}])

    def page(self, path: str = "/account/news") -> str:
        response = self.client.get(path, headers=HTML)
        assert response.status_code == 200, response.text
        return html.unescape(response.text)

    def post(self, path: str, **fields: Any) -> int:
        body = {"csrf_token": csrf(self.page()), **fields}
        return self.client.post(f"/account/news/{path}", data=body, headers=HTML).status_code

    @property
    def now(self) -> Any:
        return own_news(self.house.store, self.account)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def test_an_empty_page_says_what_will_stand_there(desk: Desk) -> None:
    assert "Пока ничего. Здесь появится" in desk.page()


def test_what_was_not_seen_is_counted_on_the_first_page_until_it_is_seen(desk: Desk) -> None:
    desk.told(Kind.ASSIGNED)
    desk.told(Kind.BAD_MARK)
    assert re.search(r'own-news.*?<span class="count">2</span>', desk.page("/"), re.S)
    page = desk.page()
    assert "Плохая оценка" in page and "новое" in page
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to and desk.post("seen", up_to=up_to[1]) == 303
    assert desk.now.unread == 0
    assert "Отметить всё прочитанным" not in desk.page()
    assert 'class="count"' not in desk.page("/").split("own-news")[1][:300]


def test_how_one_is_told_is_kept_as_it_was_chosen(desk: Desk) -> None:
    fields = {"kind": ["assigned", "asked"], "way": ["mail"], "pace": "evening"}
    assert desk.post("choice", **fields) == 303
    choice = desk.now.choice
    assert (choice.kinds, choice.ways) == ({Kind.ASSIGNED, Kind.ASKED}, {"mail"})
    assert (choice.pace, choice.quiet) == (Pace.EVENING, False)
    assert re.search(r'value="evening" checked', desk.page())


def test_a_choice_of_what_there_is_not_is_refused(desk: Desk) -> None:
    assert desk.post("choice", kind=["assigned"], way=["pigeon"], pace="at_once") == 400
    assert desk.now.choice.pace is Pace.AT_ONCE


def test_a_number_that_is_none_marks_nothing(desk: Desk) -> None:
    desk.told(Kind.NAMED)
    assert desk.post("seen", up_to="x") == 303
    assert desk.now.unread == 1


def test_another_persons_news_are_not_touched(desk: Desk, house: House) -> None:
    other = Desk(house)
    other.told(Kind.NAMED)
    assert desk.post("seen", up_to=other.now.up_to) == 303
    assert other.now.unread == 1
