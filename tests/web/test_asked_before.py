"""What was asked already is told to who is writing, and joining it keeps them as an asker."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.house import House, problem
from tests.web.test_ask import Resident

BRIDGE = "Когда отремонтируют мост через реку Свиягу у деревни Липовка?"
WRITTEN = "Скажите, когда же починят мост через Свиягу в Липовке"
ADDRESSES = (f"203.0.113.{n}" for n in itertools.count(1))


@pytest.fixture
def show(house: House) -> str:
    return house.show()


def bridge(house: House, slug: str, *verbs: str) -> int:
    """A question about the bridge that somebody of the crew has taken so far."""
    crew = house.caller(slug, "source", "moderator", "producer")
    number = int(crew.ask(BRIDGE)["number"])
    house.understood()
    for version, verb in enumerate(verbs, start=1):
        crew.obey(f"question.{verb}", question=number, version=version)
    return number


def told(house: House, slug: str, text: str = WRITTEN) -> list[dict[str, Any]]:
    client: FlaskClient = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = next(ADDRESSES)
    answered = client.get(f"/b/{slug}/ask/before", query_string={"text": text})
    assert answered.status_code == 200 and answered.headers["Cache-Control"] == "no-store"
    found: list[dict[str, Any]] = answered.get_json()["asked"]
    return found


def test_what_the_crew_has_chosen_is_told_with_how_many_ask_it(house: House, show: str) -> None:
    number = bridge(house, show, "shortlist")
    [one] = told(house, show)
    assert (one["number"], one["text"]) == (number, BRIDGE)
    assert one["told"] == "Об этом спросил 1 человек. Он отобран для эфира."


def test_what_nobody_has_decided_on_is_told_to_nobody(house: House, show: str) -> None:
    bridge(house, show)
    assert told(house, show) == []


def test_another_subject_or_a_word_or_two_find_nothing(house: House, show: str) -> None:
    bridge(house, show, "shortlist")
    assert told(house, show, "Почему в школе нет горячих обедов с сентября?") == []
    assert told(house, show, "мост") == [] == told(house, show, "")


def test_a_ticket_says_by_when_it_is_answered_and_telephones_are_masked(house: House, show: str) -> None:
    crew = house.caller(show, "source", "moderator")
    number = int(crew.ask(f"{BRIDGE} Звоните +7 900 765-43-21")["number"])
    house.understood()
    crew.obey("question.ticket", question=number, version=1, department="Дорожный отдел")
    [one] = told(house, show, BRIDGE)
    assert "Ответ будет до " in one["told"] and "765-43-21" not in one["text"] and "[телефон]" in one["text"]


def test_joining_keeps_the_own_question_and_its_asker(house: House, show: str) -> None:
    root = bridge(house, show, "shortlist")
    sent = Resident(house, show).send(text=WRITTEN, joins=str(root), name="Вера")
    assert sent.status_code == 303
    desk = house.caller(show, "moderator")
    [own] = [one for one in desk.read("/questions")["questions"] if one["text"] == WRITTEN]
    assert (own["state"], own["merged_into"], own["author"]["name"]) == ("merged", root, "Вера")
    assert desk.read(f"/questions/{root}")["askers"] == 2


@pytest.mark.parametrize("joins", ["999999", "0", "-1", "один", "1" * 30])
def test_a_number_that_is_no_question_of_it_joins_nothing(house: House, show: str, joins: str) -> None:
    assert Resident(house, show).send(text=WRITTEN, joins=joins).status_code == 303
    [own] = house.caller(show, "moderator").read("/questions")["questions"]
    assert (own["state"], own["merged_into"]) == ("new", None)


def test_what_was_declined_meanwhile_takes_nobody_in(house: House, show: str) -> None:
    root = bridge(house, show)
    house.caller(show, "moderator").obey("question.decline", question=root, version=1, reason="off_topic")
    Resident(house, show).send(text=WRITTEN, joins=str(root))
    states = {one["text"]: one["state"] for one in house.caller(show, "moderator").read("/questions")["questions"]}
    assert states == {BRIDGE: "declined", WRITTEN: "new"}


def test_a_broadcast_that_strangers_do_not_know_has_nothing_to_tell(house: House) -> None:
    assert problem(house.app.test_client().get("/b/nowhere/ask/before?text=x"), "not_found", 404)
