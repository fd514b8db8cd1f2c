"""A person's own named views: theirs alone, on every broadcast, and never changed by another site's page."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.house import House, problem

pytestmark = pytest.mark.faults

PASSWORD = "верный пароль"
WATER = {"tab": "new", "topic": "ЖКХ", "place": "Сосновка", "q": "вода", "source": "vk"}


class Person:
    """A moderator who has signed in and has the desk open."""

    def __init__(self, house: House, slug: str, login: str | None = None) -> None:
        self.client: FlaskClient = house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        self.login = login or f"masha-{uuid.uuid4().hex[:6]}"
        if login is None:
            house.user(self.login, PASSWORD, "moderator")
        house.sign_in(self.client, self.login, PASSWORD)
        self.path = f"/b/{slug}/views"
        found = re.search(r'name="csrf" content="([^"]+)"', self.client.get(f"/b/{slug}/desk").text)
        assert found
        self.headers = {"X-CSRFToken": found[1]}

    def send(self, method: str, body: Any, **headers: str) -> TestResponse:
        return self.client.open(self.path, method=method, data=json.dumps(body), headers={**self.headers, **headers})

    def keep(self, name: str, query: Any = WATER) -> list[Any]:
        return self._told(self.send("PUT", {"name": name, "query": query}))

    def drop(self, name: str) -> list[Any]:
        return self._told(self.send("DELETE", {"name": name}))

    def views(self) -> list[Any]:
        return self._told(self.client.get(self.path))

    @staticmethod
    def _told(response: TestResponse) -> list[Any]:
        assert response.status_code == 200, response.text
        return response.get_json()["views"]


@pytest.fixture
def person(each_house: House) -> Person:
    return Person(each_house, each_house.show())


def test_a_view_is_kept_and_found_again(person: Person) -> None:
    assert person.views() == []
    kept = person.keep(" Вода ")
    assert kept == person.views() == [{"name": "Вода", "query": WATER}]


def test_the_same_name_replaces_in_its_place(person: Person) -> None:
    person.keep("Вода")
    person.keep("Дороги", {"topic": "Дороги"})
    assert person.keep("Вода", {"q": "колонка"}) == [
        {"name": "Вода", "query": {"q": "колонка"}},
        {"name": "Дороги", "query": {"topic": "Дороги"}},
    ]


def test_a_deleted_view_is_gone(person: Person) -> None:
    person.keep("Вода")
    assert person.drop("Вода") == person.views() == []
    problem(person.send("DELETE", {"name": "Вода"}), "not_found", 404)


def test_views_belong_to_the_person_not_to_the_broadcast(each_house: House, person: Person) -> None:
    person.keep("Вода")
    elsewhere = Person(each_house, each_house.show(), person.login)
    assert elsewhere.views() == [{"name": "Вода", "query": WATER}]
    assert Person(each_house, each_house.show()).views() == []


def test_there_are_at_most_thirty(each_house: House, person: Person) -> None:
    for number in range(30):
        person.keep(f"Вид {number}")
    with each_house.unchanged():
        told = problem(person.send("PUT", {"name": "Ещё один", "query": {}}), "invalid", 400)
    assert "30" in told["detail"]
    assert len(person.keep("Вид 7", {})) == 30


WRONG: dict[str, tuple[str, Any]] = {
    "no JSON object": ("PUT", ["Вода"]),
    "no name": ("PUT", {"query": {}}),
    "an empty name": ("PUT", {"name": "  ", "query": {}}),
    "a name too long": ("PUT", {"name": "ж" * 61, "query": {}}),
    "a name with NUL": ("PUT", {"name": "Вода\x00", "query": {}}),
    "no query": ("PUT", {"name": "Вода"}),
    "a query that is a text": ("PUT", {"name": "Вода", "query": "q=вода"}),
    "an unknown key": ("PUT", {"name": "Вода", "query": {"state": "new"}}),
    "a number for a text": ("PUT", {"name": "Вода", "query": {"q": 214}}),
    "a value too long": ("PUT", {"name": "Вода", "query": {"q": "ж" * 201}}),
    "half a surrogate pair": ("PUT", {"name": "Вода", "query": {"q": "\ud800"}}),
    "a delete without a name": ("DELETE", {}),
    "a delete with a query": ("DELETE", {"name": "Вода", "query": {}}),
}


@pytest.mark.parametrize(("method", "body"), WRONG.values(), ids=WRONG)
def test_what_is_no_view_is_invalid(each_house: House, person: Person, method: str, body: Any) -> None:
    with each_house.unchanged():
        problem(person.send(method, body), "invalid", 400)


@pytest.mark.parametrize("token", ["", "nonsense"])
@pytest.mark.parametrize(("method", "body"), [("PUT", {"name": "Вода", "query": {}}), ("DELETE", {"name": "Вода"})])
def test_a_cookie_alone_changes_nothing(each_house: House, person: Person, method: str, body: Any, token: str) -> None:
    """Even where the browser would like a page best."""
    with each_house.unchanged():
        problem(person.send(method, body, **{"X-CSRFToken": token, "Accept": "text/html"}), "invalid", 400)


def test_a_stranger_is_told_so_in_the_protocols_words(each_house: House, person: Person) -> None:
    stranger = each_house.app.test_client()
    for accept in ("application/json", "*/*", "text/html"):
        problem(stranger.get(person.path, headers={"Accept": accept}), "unauthorized", 401)
    presenter = each_house.app.test_client()
    each_house.let_in(presenter, each_house.key(person.path.split("/")[2], "presenter"))
    problem(presenter.get(person.path), "forbidden", 403)
    problem(person.client.get("/b/no-such-show/views"), "not_found", 404)
    problem(person.client.get("/b/tickets/views"), "not_found", 404)


def test_a_key_needs_no_page(each_house: House) -> None:
    """A program sends its key on purpose: nobody can make it do so from another site."""
    slug = each_house.show()
    headers = {"Authorization": f"Bearer {each_house.key(slug, 'moderator')}"}
    body = {"name": "Вода", "query": WATER}
    response = each_house.app.test_client().put(f"/b/{slug}/views", json=body, headers=headers)
    assert response.get_json() == {"views": [body]}
