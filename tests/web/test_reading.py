"""Reading over HTTP: pages of questions, search, one question with its past, the log; contacts stay where they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.api import NAMED
from tests.web.house import Caller, House, Json, problem

QUESTIONS: list[Json] = [
    {"text": "Когда починят мост в Сосновке?", "locality": "Сосновка", "topic": "Дороги"},
    {"text": "Мостовая разбита, ёлка не горит", "locality": "Сосновка", "topic": "Благоустройство"},
    {"text": "Третью неделю нет воды", "locality": "Таволжанка", "topic": "ЖКХ"},
    {"text": "Почему отменили автобус?", "locality": "Таволжанка", "topic": "Транспорт"},
    {"text": "Спасибо за новый мост!", "topic": "Дороги"},
]
CONTACT = "tel:+79001234567"


@pytest.fixture(scope="module")
def crew(each_house: House) -> Caller:
    """A show on air: 1 declined, 2 shortlisted, 3 on air, 4 and 5 new, 6 answered."""
    crew = each_house.caller(each_house.show("open", "air"), "source", "moderator", "producer", "screener")
    for question in QUESTIONS:
        crew.ask(
            **question, author={"name": "Анна", "contact": CONTACT, "profile": "https://vk.com/id7"}, consent=NAMED
        )
    crew.ask("Уже отвечен", author={"name": "Анна", "contact": CONTACT}, consent=NAMED)
    crew.obey("question.decline", question=1, version=1, reason="spam")
    for number in (6, 3, 2):
        crew.obey("question.shortlist", question=number, version=1)
    crew.obey("question.take", question=6, version=2)
    crew.obey("question.take", question=3, version=2, previous={"question": 6, "version": 3, "as": "answered"})
    each_house.understood()
    return crew


def numbers(page: Json) -> list[int]:
    return [question["number"] for question in page["questions"]]


def test_questions_are_listed_newest_first(crew: Caller) -> None:
    page = crew.read("/questions")
    assert numbers(page) == [6, 5, 4, 3, 2, 1]
    assert (page["total"], page["next"]) == (6, None)
    assert "more" not in page


def test_a_page_says_where_the_next_begins(crew: Caller) -> None:
    first = crew.read("/questions", limit=4)
    assert (numbers(first), first["next"], first["total"]) == ([6, 5, 4, 3], 3, 6)
    second = crew.read("/questions", limit=4, before=first["next"])
    assert (numbers(second), second["next"], second["total"]) == ([2, 1], None, 6)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "new"}, [5, 4]),
        ({"state": "declined"}, [1]),
        ({"state": "merged"}, []),
        ({"topic": "Дороги"}, [5, 1]),
        ({"locality": "Таволжанка"}, [4, 3]),
        ({"channel": "api"}, [6, 5, 4, 3, 2, 1]),
        ({"channel": "vk"}, []),
        ({"topic": "Дороги", "state": "new"}, [5]),
        ({"state": "new,declined"}, [5, 4, 1]),
        ({"only": "1,4,99"}, [4, 1]),
        ({"only": "1,4,5", "topic": "Дороги"}, [5, 1]),
        ({"only": "1,4", "q": "мост"}, [1]),
        ({"q": "мост"}, [5, 1]),
        ({"q": "мосты"}, [5, 1]),
        ({"q": "мосто"}, [2]),
        ({"q": "таволжанки"}, [4, 3]),
        ({"q": "4"}, [4]),
        ({"q": "4", "state": "declined"}, []),
        ({"q": "МОСТ сосновка"}, [1]),
        ({"q": "елки"}, [2]),
        ({"q": "ёлка"}, [2]),
        ({"q": "мост", "topic": "Дороги"}, [5, 1]),
        ({"q": "мост", "state": "new"}, [5]),
        ({"q": "вертолёт"}, []),
        ({"q": "мост OR автобус"}, []),
        ({"q": 'мост" OR "автобус'}, []),
        ({"q": "мост' | 'автобус"}, []),
        ({"q": "ост"}, []),
        ({"q": "отменить автобусы"}, [4]),
    ],
    ids=str,
)
def test_questions_are_found_by_state_topic_place_channel_and_words(
    crew: Caller, query: Json, found: list[int]
) -> None:
    page = crew.read("/questions", **query)
    assert numbers(page) == found and page["total"] == len(found)


def test_a_search_is_paged_and_counted(crew: Caller) -> None:
    page = crew.read("/questions", q="мост", limit=1)
    assert (numbers(page), page["next"], page["total"], page["more"]) == ([5], 5, 2, False)
    second = crew.read("/questions", q="мост", limit=1, before=5)
    assert (numbers(second), second["total"]) == ([1], 2)


def test_a_search_counts_up_to_a_thousand(each_house: House) -> None:
    crew = each_house.caller(each_house.show(), "source", "moderator")
    for start in range(0, 1001, 500):
        rows = [{"text": f"общее слово {n}"} for n in range(start, min(start + 500, 1001))]
        crew.post("/questions:batch", {"questions": rows})
    each_house.understood()
    page = crew.read("/questions", q="общее", limit=1)
    assert (page["total"], page["more"]) == (1000, True)
    assert crew.read("/questions", limit=1)["total"] == 1001


def test_one_question_is_told_with_its_past(crew: Caller) -> None:
    number = crew.ask("С историей")["number"]
    crew.obey("question.edit", question=number, version=1, air_text="Первая редакция")
    crew.obey("question.edit", question=number, version=2, air_text="Вторая редакция")
    crew.obey("question.decline", question=number, version=3, reason="other", text="Повтор")
    told = crew.read(f"/questions/{number}")
    assert (told["air_text"], told["decline"]) == ("Вторая редакция", {"reason": "other", "text": "Повтор"})
    past = told["history"]
    assert [event["type"].split(".")[1] for event in past] == ["received", "edited", "edited", "declined"]
    assert [event["seq"] for event in past] == sorted(event["seq"] for event in past)
    assert past[0]["by"] is None and past[1]["by"]["role"] == "moderator"
    assert (past[3]["was"], past[3]["state"], past[3]["reason"]) == ("new", "declined", "other")
    revisions = told["revisions"]
    assert [r["air_text"] for r in revisions] == ["Первая редакция", "Вторая редакция"]
    assert [r["version"] for r in revisions] == [2, 3] and all(r["by"] and r["at"] for r in revisions)


SEES = {"moderator": [1, 2, 3, 4, 5, 6], "head": [2, 3, 6], "observer": [2, 3, 6], "presenter": [2, 3], "gallery": [3]}


@pytest.mark.parametrize("role", SEES)
def test_a_key_reads_what_its_widest_screen_shows(each_house: House, crew: Caller, role: str) -> None:
    reader = each_house.caller(crew.base.rsplit("/", 1)[1], role)
    page = reader.read("/questions", limit=500)
    seen = sorted(n for n in numbers(page) if n <= 6)
    assert seen == SEES[role]
    for number in range(1, 7):
        if number in seen:
            assert reader.read(f"/questions/{number}")["number"] == number
        else:
            problem(reader.get(f"/questions/{number}"), "not_found", 404)


@pytest.mark.parametrize("role", ["head", "observer", "presenter", "gallery"])
def test_contacts_are_the_desks_and_the_screeners_alone(each_house: House, crew: Caller, role: str) -> None:
    reader = each_house.caller(crew.base.rsplit("/", 1)[1], role)
    told: list[Any] = [reader.read("/questions", limit=500), reader.read("/events", limit=1000)]
    told += [reader.read(f"/questions/{number}") for number in SEES[role]]
    everything = json.dumps(told, ensure_ascii=False)
    assert told[0]["questions"]
    assert CONTACT not in everything and "vk.com" not in everything


def test_the_head_sees_contacts_where_the_broadcast_allows_it(each_house: House) -> None:
    slug = each_house.show("open", head_sees_contacts=True)
    crew = each_house.caller(slug, "source", "moderator")
    crew.ask(author={"name": "Анна", "contact": CONTACT})
    crew.obey("question.shortlist", question=1, version=1)
    assert each_house.caller(slug, "head").read("/questions/1")["author"]["contact"] == CONTACT


def test_the_log_is_told_in_pages(crew: Caller) -> None:
    whole = crew.read("/events", limit=1000)
    assert (whole["from"], whole["to"]) == (0, whole["head"])
    assert [event["seq"] for event in whole["events"]] == list(range(1, whole["head"] + 1))
    first = crew.read("/events", limit=3)
    assert (first["from"], first["to"], len(first["events"])) == (0, 3, 3)
    second = crew.read("/events", limit=3, since=first["to"])
    assert [event["seq"] for event in second["events"]] == [4, 5, 6]
    assert first["epoch"] == second["epoch"] == whole["epoch"]
    end = crew.read("/events", since=whole["head"])
    assert (end["from"], end["to"], end["events"]) == (whole["head"], whole["head"], [])


def test_the_log_is_told_as_its_reader_may_see_it(each_house: House, crew: Caller) -> None:
    presenter = each_house.caller(crew.base.rsplit("/", 1)[1], "presenter")
    told = presenter.read("/events", limit=1000)
    assert told["to"] == told["head"] == crew.read("/events")["head"]
    about = {event["question"] for event in told["events"] if "question" in event}
    assert about == {2, 3, 6}
    gone = [event for event in told["events"] if event.get("question") == 6][-1]
    assert (gone["was"], gone["state"], gone["view"]) == ("on_air", "answered", None)


def test_the_log_of_another_broadcast_is_forbidden(each_house: House) -> None:
    token = each_house.key(each_house.show(), "moderator", "producer")
    other = Caller(each_house.client, each_house.show(), token)
    for path in ("/events", "/questions", "/questions/1"):
        problem(other.get(path), "forbidden", 403)
