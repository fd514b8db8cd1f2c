"""Votes over HTTP: by another program's key, and on a poll's own page; and what graphics of others are told."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.desk.polls import steering
from live.store.tables import audit
from tests.web.house import Caller, House, csrf, problem

OPTIONS = ["Дороги и мосты", "Школы", "Вода"]


class Poll:
    """An open poll, with a crew that may steer it and a program that may vote."""

    def __init__(self, house: House, **fields: Any) -> None:
        self.house, self.slug = house, house.show("open", "air")
        self.crew = house.caller(self.slug, "producer", "source", "gallery")
        told = {"question": "Что чинить первым?", "options": OPTIONS, **fields}
        self.number = int(self.crew.obey("poll.open", **told)["poll"])

    def vote(self, voter: str, option: Any, caller: Caller | None = None) -> TestResponse:
        return (caller or self.crew).post(f"/polls/{self.number}/votes", {"option": option, "voter": voter})

    def do(self, verb: str, **fields: Any) -> None:
        self.crew.obey(f"poll.{verb}", poll=self.number, **fields)

    def counted(self) -> list[dict[str, int]]:
        return [one["by"] for one in self.read()["options"]]

    def read(self) -> dict[str, Any]:
        steering.look(self.house.store, self._broadcast_id(), self.number)
        return dict(next(one for one in self.crew.read("/polls")["polls"] if one["id"] == self.number))

    def _broadcast_id(self) -> int:
        return int(self.house.app.extensions["live"].queries.broadcast_id(self.slug))

    @property
    def page(self) -> str:
        return f"/b/{self.slug}/poll/{self.number}"


@pytest.fixture
def poll(house: House) -> Poll:
    return Poll(house)


def test_a_program_votes_for_each_of_its_people_once(each_house: House) -> None:
    poll = Poll(each_house)
    first = poll.vote("79000000001", 1)
    assert (first.status_code, first.get_json()) == (201, {"poll": poll.number, "options": [1], "new": True})
    again = poll.vote("79000000001", 2)
    assert (again.status_code, again.get_json()["new"]) == (200, False)
    assert poll.vote("79000000002", 2).status_code == 201
    assert poll.counted() == [{}, {"api": 2}, {}]


def test_the_same_voter_of_two_keys_is_two(house: House, poll: Poll) -> None:
    poll.vote("7", 1)
    poll.vote("7", 1, house.caller(poll.slug, "source"))
    assert poll.counted()[0] == {"api": 2}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"option": 1}, "voter"),
        ({"option": 1, "voter": ""}, "voter"),
        ({"option": 0, "voter": "7"}, "option"),
        ({"option": "Дороги", "voter": "7"}, "option"),
        ({"option": [], "voter": "7"}, "option"),
        ({"option": 1, "voter": "7", "more": 1}, "more"),
    ],
)
def test_what_is_no_vote_is_invalid(poll: Poll, body: dict[str, Any], field: str) -> None:
    answer = poll.crew.post(f"/polls/{poll.number}/votes", body)
    assert field in problem(answer, "invalid", 400)["detail"]


def test_an_option_or_a_poll_that_is_not_there_is_not_found(poll: Poll) -> None:
    problem(poll.vote("7", 9), "not_found", 404)
    problem(poll.crew.post("/polls/999999/votes", {"option": 1, "voter": "7"}), "not_found", 404)


def test_after_the_end_votes_are_closed(poll: Poll) -> None:
    poll.do("close")
    problem(poll.vote("7", 1), "closed", 409)


def test_several_options_at_once_where_the_poll_says_so(house: House, poll: Poll) -> None:
    assert poll.vote("7", [1, 2]).status_code == 400
    many = Poll(house, many=True)
    assert many.vote("7", [1, 2]).get_json()["options"] == [1, 2]
    assert many.counted() == [{"api": 1}, {"api": 1}, {}]


def test_no_other_role_than_a_source_votes(house: House, poll: Poll) -> None:
    assert poll.vote("7", 1, house.caller(poll.slug, "producer")).status_code == 403
    assert poll.vote("7", 1, house.caller(poll.slug)).status_code == 401


def test_two_options_that_read_alike_are_refused_with_a_sentence(poll: Poll) -> None:
    answer = poll.crew.command("poll.open", question="Нужен мост?", options=["Да", "да"])
    assert "совпадают: «да»" in problem(answer, "invalid", 400)["detail"]


def test_what_was_done_is_told_of_by_its_number_and_a_refusal_has_no_question_beside_it(
    house: House, poll: Poll
) -> None:
    poll.do("show")
    answer = poll.crew.command("poll.show", poll=poll.number)
    assert "current" not in problem(answer, "illegal", 409)
    with house.store.read() as connection:
        told = connection.execute(select(audit.c.subject).where(audit.c.act.startswith("poll."))).scalars().all()
    assert set(told[-2:]) == {f"{poll.slug}/poll/{poll.number}"}


# The page


class Voter:
    """A browser that has opened the page."""

    def __init__(self, poll: Poll, client: FlaskClient | None = None, address: str = "203.0.113.7") -> None:
        self.poll, self.client = poll, client or poll.house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self.text = self.open()

    def open(self) -> str:
        return self.client.get(self.poll.page, headers={"Accept": "text/html"}).text

    def votes(self, *options: int, follow: bool = True) -> TestResponse:
        fields = {"csrf_token": csrf(self.text), "option": [str(one) for one in options]}
        return self.client.post(self.poll.page, data=fields, follow_redirects=follow)


def test_a_browser_votes_on_the_page_and_sees_that_it_counts(poll: Poll) -> None:
    voter = Voter(poll)
    assert "Что чинить первым?" in voter.text and all(one in voter.text for one in OPTIONS)
    answer = voter.votes(2)
    assert answer.status_code == 200 and "Голос учтён" in answer.text
    assert 'value="2" checked' in voter.open() and "Изменить голос" in voter.open()
    assert poll.counted() == [{}, {"form": 1}, {}]


def test_it_may_change_its_vote_and_another_browser_is_another_voter(poll: Poll) -> None:
    voter = Voter(poll)
    voter.votes(1)
    voter.votes(3)
    Voter(poll).votes(3)
    assert poll.counted() == [{}, {}, {"form": 2}]


def test_a_page_tells_no_result_while_people_vote_and_the_result_after_it(poll: Poll) -> None:
    voter = Voter(poll)
    voter.votes(1)
    poll.read()
    assert "100" not in voter.open()
    poll.do("close")
    over = voter.open()
    assert "Опрос завершён" in over and "<form" not in over and "Голос учтён" not in over
    assert ">100<" in over and "Проголосовали: 1" in over and "не мнение всех жителей" in over


def test_a_late_vote_and_none_at_all_are_told_in_a_sentence(poll: Poll) -> None:
    voter = Voter(poll)
    assert (answer := voter.votes()).status_code == 400 and "Выберите вариант" in answer.text
    poll.do("close")
    assert (late := voter.votes(1)).status_code == 409 and "Опрос закрыт" in late.text


def test_an_option_that_was_taken_away_is_not_offered(poll: Poll) -> None:
    voter = Voter(poll)
    poll.do("withdraw", option=2)
    assert (answer := voter.votes(2)).status_code == 409 and "Варианта 2 больше нет" in answer.text
    assert "Школы" not in answer.text


def test_a_browser_without_cookies_is_told_so(poll: Poll) -> None:
    token = csrf(Voter(poll).text)
    bare = poll.house.app.test_client(use_cookies=False)
    answer = bare.post(poll.page, data={"csrf_token": token, "option": "1"}, headers={"Accept": "text/html"})
    assert answer.status_code == 400 and "cookie" in answer.text
    assert poll.counted() == [{}, {}, {}]


def test_one_address_has_many_browsers_but_not_without_end(poll: Poll) -> None:
    answers = [Voter(poll, address="203.0.113.99").votes(1, follow=False).status_code for _ in range(31)]
    assert answers == [303] * 30 + [429]
    assert poll.counted()[0] == {"form": 30}


def test_the_form_leads_to_the_polls_that_are_open(poll: Poll) -> None:
    client = poll.house.app.test_client()
    assert poll.page in client.get(f"/b/{poll.slug}/ask").text
    poll.do("close")
    assert poll.page not in client.get(f"/b/{poll.slug}/ask").text


# What graphics of others are told


def cells(poll: Poll) -> dict[str, str]:
    text = poll.crew.get("/on-air.csv").get_data(as_text=True).removeprefix("\ufeff")
    names, values = csv.reader(io.StringIO(text))
    return dict(zip(names, values, strict=True))


def test_on_air_tells_the_poll_that_is_shown_and_no_other(poll: Poll) -> None:
    assert poll.crew.read("/on-air")["poll"] is None and cells(poll)["poll_id"] == ""
    poll.do("show")
    for voter, option in (("а", 1), ("б", 1), ("в", 3)):
        poll.vote(voter, option)
    poll.do("withdraw", option=2)
    told = poll.crew.read("/on-air.json")["poll"]
    assert (told["id"], told["question"], told["voters"]) == (poll.number, "Что чинить первым?", 3)
    assert [(one["votes"], one["share"]) for one in told["options"]] == [(2, 67), (0, 0), (1, 33)]
    row = cells(poll)
    assert (row["poll_question"], row["poll_state"], row["poll_voters"]) == ("Что чинить первым?", "open", "3")
    assert (row["poll_option_1_text"], row["poll_option_1_share"]) == ("Дороги и мосты", "67")
    assert (row["poll_option_2_text"], row["poll_option_3_text"]) == ("Вода", "")
    assert "<option_2_text>Вода</option_2_text>" in poll.crew.get("/on-air.xml").text
