"""Open311 GeoReport v2: what everybody may see of the tickets, and what a key may hand in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from live.store.centre import lists
from live.store.ids import TICKETS_LOG, question_id
from live.store.tables import broadcast, question, ticket
from tests.web.house import House, Json

ROOT = "/open311/v2"

TOPICS: list[dict[str, Any]] = [
    {"name": "Дороги", "words": ["дорога"], "department": "Дорожный отдел"},
    {"name": "ЖКХ", "words": ["вода"], "department": None},
]


class City:
    """An installation with two topics and a standing broadcast, and what somebody hands in and looks at."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.standing = house.standing()
        self.key = house.key(self.standing, "source")
        with house.store.write() as tx:
            tx.lock(TICKETS_LOG)
            lists.save(tx, "topics", lists.read(tx.connection, "topics").version, TOPICS, "Проверка")

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.house.client.get(ROOT + path, query_string=query)

    def read(self, path: str, **query: Any) -> Any:
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.get_json()

    def post(self, path: str = "/requests.json", headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
        told = {"api_key": self.key, "service_code": "dorogi", "description": "Яма на дороге", **form}
        return self.house.client.post(ROOT + path, data=told, headers=headers)

    def handed_in(self, **form: Any) -> str:
        response = self.post(**form)
        assert response.status_code == 201, response.text
        [told] = response.get_json()
        return str(told["service_request_id"])

    def one(self, number: str) -> Json:
        [told] = self.read(f"/requests/{number}.json")
        return told

    def change(self, number: str, **columns: Any) -> None:
        with self.house.store.write() as tx:
            tx.connection.execute(update(ticket).where(ticket.c.number == number).values(**columns))

    def question_of(self, number: str) -> Any:
        with self.house.store.read() as connection:
            mine = select(question).join(ticket, ticket.c.question_id == question.c.id).where(ticket.c.number == number)
            return connection.execute(mine).one()


@pytest.fixture(scope="module")
def city(each_house: House) -> City:
    return City(each_house)


def errors(response: TestResponse, status: int) -> list[str]:
    """The descriptions of a refusal, which must be one as GeoReport says it."""
    assert response.status_code == status, response.text
    if "json" in response.content_type:
        told = response.get_json()
        assert all(set(one) == {"code", "description"} for one in told)
        return [one["description"] for one in told]
    root = ElementTree.fromstring(response.text)
    assert root.tag == "errors" and {one.tag for one in root} == {"error"}
    return [one.findtext("description") or "" for one in root]


def test_services_are_the_topics_and_one_for_the_rest(city: City) -> None:
    told = city.read("/services.json")
    assert [(one["service_code"], one["service_name"], one["group"]) for one in told] == [
        ("dorogi", "Дороги", "Дорожный отдел"),
        ("zhkh", "ЖКХ", None),
        ("other", "Другое", None),
    ]
    assert {one["type"] for one in told} == {"realtime"} and {one["metadata"] for one in told} == {False}


def test_the_same_in_xml(city: City) -> None:
    response = city.get("/services.xml")
    assert response.content_type == "text/xml; charset=utf-8"
    assert response.text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<services><service><service_code>dorogi<')
    first = ElementTree.fromstring(response.text)[0]
    assert [one.tag for one in first] == [
        *("service_code", "service_name", "description", "metadata", "type", "keywords", "group"),
    ]
    assert first.findtext("metadata") == "false"


def test_a_service_has_no_fields_of_its_own(city: City) -> None:
    assert city.read("/services/dorogi.json") == {"service_code": "dorogi", "attributes": []}
    told = ElementTree.fromstring(city.get("/services/dorogi.xml").text)
    assert (told.tag, told.findtext("service_code")) == ("service_definition", "dorogi")
    assert errors(city.get("/services/kosmos.json"), 404)


def test_without_an_ending_the_asker_says_the_form_and_xml_is_the_last_word(city: City) -> None:
    assert city.get("/services").content_type.startswith("text/xml")
    said = city.house.client.get(f"{ROOT}/services", headers={"Accept": "application/json"})
    assert said.content_type.startswith("application/json")


def test_discovery_names_the_endpoint(city: City) -> None:
    [told] = city.read("/discovery.json")["endpoints"]
    assert told["url"].endswith(ROOT) and told["formats"] == ["text/xml", "application/json"]
    assert ElementTree.fromstring(city.get("/discovery.xml").text).tag == "discovery"


def test_what_is_handed_in_is_a_question_of_the_standing_broadcast_and_its_ticket(city: City) -> None:
    number = city.handed_in(
        address_string="с. Ивановка", first_name="Анна", last_name="Петрова", phone="+7 900 000-00-00", lat="54.3"
    )
    asked = city.question_of(number)
    assert asked.broadcast_id == city.house.id_of(city.standing)
    assert (asked.text, asked.topic, asked.locality, asked.state) == (
        *("Яма на дороге", "Дороги", "с. Ивановка", "ticketed"),
    )
    assert asked.original["lat"] == "54.3" and not asked.attachments
    told = city.one(number)
    assert (told["status"], told["service_code"], told["agency_responsible"], told["address"]) == (
        *("open", "dorogi", "Дорожный отдел", "с. Ивановка"),
    )
    assert told["expected_datetime"] > told["requested_datetime"]


def test_a_point_that_was_handed_in_is_the_departments_and_never_told(city: City) -> None:
    number = city.handed_in(lat="54.31", long="48.39")
    assert city.question_of(number).attachments == [{"type": "place", "url": "geo:54.310000,48.390000"}]
    told = city.one(number)
    assert (told["lat"], told["long"]) == (None, None)


def test_nothing_of_who_asked_or_what_is_told(city: City) -> None:
    number = city.handed_in(description="Секретный текст", first_name="Анна", phone="+7 900 000-00-01")
    for form in ("json", "xml"):
        told = city.get(f"/requests/{number}.{form}").text
        assert "Секретный" not in told and "Анна" not in told and "900" not in told
    assert city.one(number)["description"] is None


def test_a_text_is_told_once_it_is_published(city: City) -> None:
    number = city.handed_in()
    city.change(number, published_text="Яма на дороге в Ивановке", published_at=city.house.store.clock())
    assert city.one(number)["description"] == "Яма на дороге в Ивановке"


def test_a_door_is_never_told(city: City) -> None:
    assert city.one(city.handed_in(address_string="ул. Мира, д. 5, кв. 12"))["address"] is None


def test_a_resolved_ticket_is_closed_with_a_word_of_why(city: City) -> None:
    number = city.handed_in(service_code="zhkh")
    city.change(number, state="resolved", resolved_at=city.house.store.clock() + timedelta(minutes=1))
    told = city.one(number)
    assert told["status"] == "closed" and told["status_notes"]
    assert told["updated_datetime"] > told["requested_datetime"]
    assert number in [one["service_request_id"] for one in city.read("/requests.json", status="closed")]
    assert number not in [one["service_request_id"] for one in city.read("/requests.json", status="open")]


def test_requests_are_found_by_their_service(city: City) -> None:
    roads, other = city.handed_in(), city.handed_in(service_code="other")

    def found(code: str) -> list[str]:
        return [one["service_request_id"] for one in city.read("/requests.json", service_code=code)]

    assert roads in found("dorogi") and other not in found("dorogi")
    assert other in found("other") and roads not in found("other")
    assert {roads, other} <= set(found("dorogi,other"))
    assert errors(city.get("/requests.json", service_code="kosmos"), 404)


def test_several_numbers_are_asked_at_once_however_old(city: City) -> None:
    first, second = city.handed_in(), city.handed_in()
    city.change(first, created_at=city.house.store.clock() - timedelta(days=400))
    told = city.read("/requests.json", service_request_id=f"{first},{second},ПЛ-2000-000001", status="closed")
    assert {one["service_request_id"] for one in told} == {first, second}


def test_without_dates_the_last_ninety_days_are_told(city: City) -> None:
    number = city.handed_in()
    created = city.house.store.clock() - timedelta(days=100)
    city.change(number, created_at=created)
    assert number not in [one["service_request_id"] for one in city.read("/requests.json")]
    range_ = {
        "start_date": (created - timedelta(days=1)).isoformat(),
        "end_date": (created + timedelta(days=1)).isoformat(),
    }
    assert number in [one["service_request_id"] for one in city.read("/requests.json", **range_)]


def test_requests_come_in_pages_newest_first(city: City) -> None:
    numbers = [city.handed_in() for _ in range(3)]
    first = city.read("/requests.json", page_size=2)
    second = city.read("/requests.json", page_size=2, page=2)
    told = [one["service_request_id"] for one in (*first, *second)]
    assert told[:3] == numbers[::-1] and len(told) == 4


@pytest.mark.parametrize(
    "query",
    [
        {"status": "half"},
        {"start_date": "yesterday"},
        {"start_date": "2026-01-01T00:00:00"},
        {"start_date": "2020-01-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"page": "0"},
        {"page_size": "1001"},
    ],
)
def test_a_wrong_filter_is_told(city: City, query: dict[str, str]) -> None:
    assert errors(city.get("/requests.xml", **query), 400)


def test_a_rehearsal_is_never_told(city: City) -> None:
    number = city.handed_in()
    mine = broadcast.c.id == city.house.id_of(city.standing)
    for columns in ({"rehearsal": True, "rehearsal_pace": None}, {"rehearsal": False, "rehearsal_pace": 0.0}):
        with city.house.store.write() as tx:
            tx.connection.execute(update(broadcast).where(mine).values(**columns))
        assert errors(city.get(f"/requests/{number}.json"), 404)
    with city.house.store.write() as tx:
        tx.connection.execute(update(broadcast).where(mine).values(rehearsal_pace=None))
    assert city.one(number)


def test_a_promise_is_no_request(city: City) -> None:
    number = city.handed_in()
    city.change(number, kind="promise")
    assert errors(city.get(f"/requests/{number}.json"), 404)
    city.change(number, kind="unanswered")


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_a_right_key_nothing_is_handed_in(city: City, token: str) -> None:
    with city.house.unchanged():
        assert errors(city.post(api_key=token), 403)
        assert errors(city.post("/requests.xml", api_key=token), 403)


def test_a_moderators_key_hands_nothing_in(city: City) -> None:
    assert errors(city.post(api_key=city.house.key(city.standing, "moderator")), 403)
    assert city.post(api_key=city.house.key("tickets", "coordinator")).status_code == 201


def test_all_that_is_wrong_is_told_at_once(city: City) -> None:
    with city.house.unchanged():
        told = errors(city.post(service_code="", description="", email="x" * 300), 400)
    assert len(told) == 3


def test_a_service_that_is_not_there_is_refused(city: City) -> None:
    with city.house.unchanged():
        errors(city.post(service_code="kosmos"), 404)


def test_the_same_key_of_the_sender_twice_is_one_request(city: City) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    first, second = city.post(headers=headers), city.post(headers=headers)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()[0]["service_request_id"] == second.get_json()[0]["service_request_id"]
    assert errors(city.post(headers=headers, description="Другое"), 409)


def test_where_the_desk_was_quicker_a_token_is_told(city: City) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    number = city.post(headers=headers).get_json()[0]["service_request_id"]
    asked = city.question_of(number)
    with city.house.store.write() as tx:  # As if the ticket had not been made yet, and a moderator had listed it.
        tx.connection.execute(ticket.delete().where(ticket.c.number == number))
        mine = question.c.id == question_id(asked.broadcast_id, asked.number)
        tx.connection.execute(update(question).where(mine).values(state="shortlisted", rank="a"))
    [told] = city.post(headers=headers).get_json()
    assert "service_request_id" not in told
    assert city.read(f"/tokens/{told['token']}.json") == [{"service_request_id": None, "token": told["token"]}]


def test_a_token_leads_to_its_request(city: City) -> None:
    number = city.handed_in()
    code = city.question_of(number).code
    assert city.read(f"/tokens/{code}.json") == [{"service_request_id": number, "token": code}]
    assert errors(city.get("/tokens/1-1-0000.json"), 404)
    assert errors(city.get("/tokens/x.xml"), 404)


def test_the_answer_of_handing_in_is_georeports(city: City) -> None:
    root = ElementTree.fromstring(city.post("/requests.xml").text)
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    assert [one.tag for one in root[0]] == ["service_request_id", "service_notice", "account_id"]


def test_what_comes_with_a_shows_key_goes_to_the_standing_broadcast_behind_it(city: City) -> None:
    show = city.house.show(standing=city.standing)
    number = city.handed_in(api_key=city.house.key(show, "source"))
    assert city.question_of(number).broadcast_id == city.house.id_of(city.standing)


def test_a_jurisdiction_is_taken_and_means_nothing(city: City) -> None:
    assert city.read("/services.json", jurisdiction_id="city.gov") == city.read("/services.json")
