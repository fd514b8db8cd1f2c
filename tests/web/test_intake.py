"""The intake API: one question or many, each once, wherever it lands."""

from __future__ import annotations

from typing import Any

from tests.web.house import House, problem

WHOLE: dict[str, Any] = {
    "text": "Когда починят мост?\r\nТретий год ждём",
    "author": {"name": "Анна П.", "contact": "tel:+79000000001", "profile": "https://vk.com/id1"},
    "locality": "Сосновка",
    "topic": "Дороги",
    "external_id": "whole",
    "asked_at": "2026-11-24T13:41:07+04:00",
    "attachments": [{"type": "photo", "url": "https://a.example/1.jpg", "title": "Мост"}],
}


def test_a_question_is_created_with_all_it_came_with(each_house: House) -> None:
    crew = each_house.caller(slug := each_house.show(), "source", "moderator")
    response = crew.post("/questions", WHOLE)
    assert response.status_code == 201
    assert response.get_json() == {"number": 1, "broadcast": slug, "state": "new", "version": 1}
    stored = crew.read("/questions/1")
    assert stored["text"] == "Когда починят мост?\nТретий год ждём"
    assert stored["author"] == {**WHOLE["author"], "contact_masked": "tel:···01"}
    assert (stored["locality"], stored["topic"]) == ("Сосновка", "Дороги")
    assert stored["asked_at"] == "2026-11-24T09:41:07.000Z" and stored["received_at"].endswith("Z")
    [attached] = stored["attachments"]
    assert attached.pop("file")["state"] == "wanted" and [attached] == WHOLE["attachments"]
    assert (stored["source"], stored["askers"]) == ("api", 1)


def test_the_same_message_again_is_the_same_question(each_house: House) -> None:
    source = each_house.caller(each_house.show(), "source")
    first = source.post("/questions", WHOLE)
    with each_house.unchanged():
        again = source.post("/questions", WHOLE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()


def test_another_key_may_use_the_same_external_id(each_house: House) -> None:
    slug = each_house.show()
    first, second = each_house.caller(slug, "source"), each_house.caller(slug, "source")
    assert first.ask(external_id="mine")["number"] != second.ask("Другой", external_id="mine")["number"]


def test_a_message_without_an_external_id_is_new_each_time(each_house: House) -> None:
    source = each_house.caller(each_house.show(), "source")
    assert source.ask()["number"] != source.ask()["number"]


def test_one_bad_row_sinks_no_other(each_house: House) -> None:
    source = each_house.caller(slug := each_house.show(), "source", "moderator")
    source.ask("Было", external_id="before")
    rows = [
        {"text": "Первый", "external_id": "1"},
        {"text": " "},
        {"text": "Первый", "external_id": "1"},
        {"text": "Другой", "external_id": "1"},
        {"text": "Было", "external_id": "before"},
        {"text": "\x00"},
        "Не вопрос",
        {"text": "Последний"},
    ]
    response = source.post("/questions:batch", {"questions": rows})
    assert response.status_code == 200
    results = response.get_json()["results"]
    told = [result.get("number") or result["error"]["code"] for result in results]
    assert told == [2, "invalid", 2, "conflict", 1, "invalid", "invalid", 3]
    assert results[0] == {"number": 2, "broadcast": slug, "state": "new", "version": 1}
    assert source.read("/questions")["total"] == 3


def test_a_batch_of_500_is_taken_in_order(each_house: House) -> None:
    source = each_house.caller(each_house.show(), "source")
    rows = [{"text": f"Вопрос {n}", "external_id": str(n)} for n in range(500)]
    results = source.post("/questions:batch", {"questions": rows}).get_json()["results"]
    assert [result["number"] for result in results] == list(range(1, 501))


def test_a_broadcast_that_takes_nothing_is_closed(each_house: House) -> None:
    slug = each_house.show("open", "close_intake")
    source = each_house.caller(slug, "source")
    with each_house.unchanged():
        problem(source.post("/questions", {"text": "Поздно"}), "closed", 409)
        [result] = source.post("/questions:batch", {"questions": [{"text": "Поздно"}]}).get_json()["results"]
    assert result["error"]["code"] == "closed"


def test_what_comes_too_late_lands_on_the_standing_broadcast(each_house: House) -> None:
    standing = each_house.standing()
    slug = each_house.show("open", "close_intake", standing=standing)
    source = each_house.caller(slug, "source")
    landed = source.post("/questions", {"text": "Между эфирами", "external_id": "late"})
    assert (landed.status_code, landed.get_json()["broadcast"]) == (201, standing)
    again = source.post("/questions", {"text": "Между эфирами", "external_id": "late"})
    assert (again.status_code, again.get_json()) == (200, landed.get_json())
    desk = each_house.caller(standing, "moderator")
    assert desk.read("/questions/1")["text"] == "Между эфирами"


def test_the_desk_adds_by_hand_though_the_intake_is_shut(each_house: House) -> None:
    desk = each_house.caller(each_house.show("open", "close_intake"), "moderator")
    number = desk.obey("question.add", text="С улицы", author={"name": "Пётр"}, locality="Сосновка")["number"]
    stored = desk.read(f"/questions/{number}")
    assert (stored["source"], stored["author"]["name"], stored["locality"]) == ("hand", "Пётр", "Сосновка")


def test_a_key_of_one_broadcast_sends_nothing_to_another(each_house: House) -> None:
    mine, other = each_house.show(), each_house.show()
    token = each_house.key(mine, "source")
    with each_house.unchanged():
        response = each_house.client.post(
            f"/api/v1/broadcasts/{other}/questions", json={"text": "?"}, headers={"Authorization": f"Bearer {token}"}
        )
        problem(response, "forbidden", 403)
        response = each_house.client.post(
            "/api/v1/broadcasts/never/questions", json={"text": "?"}, headers={"Authorization": f"Bearer {token}"}
        )
        problem(response, "not_found", 404)
