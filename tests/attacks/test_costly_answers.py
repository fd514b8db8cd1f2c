"""What costs the server something is not to be had by strangers without end (H1, M11, L11, N5, H8's reading)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from live.web.health import Kept
from tests.support.server import Installation
from tests.web.house import House, problem, russian

pytestmark = pytest.mark.faults

AWAY = {"REMOTE_ADDR": "203.0.113.5"}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.6"}
TOKEN = "of-the-tests-" * 2
REQUESTS = 3
"""A second, of one stranger; five seconds' worth may come at once."""

BURST = 5 * REQUESTS
LARGE = json.dumps({"questions": [{"text": "x" * 400}] * 300}).encode()


class Clock:
    """Time that stands still."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def opened(installation: Installation, **environment: str) -> Iterator[House]:
    house = House(replace(installation, extra=environment))
    yield house
    house.close()


@pytest.fixture(scope="module")
def house(embedded: Installation) -> Iterator[House]:
    with opened(embedded, LIVE_METRICS_TOKEN=TOKEN) as made:
        yield made


@pytest.fixture
def strict(embedded: Installation) -> Iterator[House]:
    """With low bounds, and a time that stands still."""
    with opened(embedded, LIVE_REQUESTS_PER_ADDRESS=str(REQUESTS), LIVE_READS_PER_PERSON="5") as made:
        for bounded in ("live.strangers", "live.allowances"):
            made.app.extensions[bounded].clock = Clock()
        yield made


def test_the_numbers_are_for_this_machine_and_for_who_has_the_token(house: House) -> None:
    get = house.app.test_client().get
    assert get("/metrics").status_code == 200
    problem(get("/metrics", environ_base=AWAY), "forbidden", 403)
    problem(get("/metrics", environ_base=AWAY, headers={"Authorization": "Bearer wrong"}), "forbidden", 403)
    assert get("/metrics", environ_base=AWAY, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_numbers_are_not_for_whom_a_proxy_on_this_machine_lets_in(house: House) -> None:
    headers = {"X-Forwarded-For": "203.0.113.5"}
    problem(house.app.test_client().get("/metrics", headers=headers), "forbidden", 403)


def test_without_a_token_nobody_away_has_the_numbers(embedded: Installation) -> None:
    with opened(embedded) as made:
        for shown in ("Bearer ", "Bearer None", ""):
            answer = made.app.test_client().get("/metrics", environ_base=AWAY, headers={"Authorization": shown})
            problem(answer, "forbidden", 403)


def test_what_costs_something_is_made_once_in_a_while() -> None:
    clock, made = Clock(), list[int]()
    kept = Kept(5, clock)

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get(make) for _ in range(100)] == [1] * 100
    clock.now += 5
    assert kept.get(make) == 2


def test_the_numbers_are_kept_and_the_books_are_not_read_for_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.app.extensions.pop("live.kept", None)
    asked = list[int]()
    queries = type(house.app.extensions["live"].queries)
    by_state = queries.questions_by_state
    monkeypatch.setattr(queries, "books", lambda *_: pytest.fail("the books are read for strangers"))

    def counted(self: Any) -> Any:
        asked.append(1)
        return by_state(self)

    monkeypatch.setattr(queries, "questions_by_state", counted)
    assert {house.client.get("/metrics").status_code for _ in range(20)} == {200}
    assert asked == [1]


def test_a_large_body_of_nobody_known_is_not_read(house: House) -> None:
    slug = house.show()
    source = house.caller(slug, "source")
    path = f"/api/v1/broadcasts/{slug}/questions:batch"
    assert len(LARGE) > 65536
    for headers in ({}, {"Authorization": "Bearer guessed"}):
        body = Unread()
        sent = {"wsgi.input": body, "CONTENT_LENGTH": str(len(LARGE))}
        answer = house.client.post(path, environ_overrides=sent, headers=headers)
        problem(answer, "unauthorized", 401)
        assert body.read_so_far == 0
    assert source.post("/questions:batch", LARGE).status_code == 200


def test_a_large_body_in_chunks_of_nobody_known_is_read_no_further_than_any(house: House) -> None:
    slug = house.show()
    body = Unread()
    sent = {"wsgi.input": body, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = house.client.post(f"/api/v1/broadcasts/{slug}/questions:batch", environ_overrides=sent)
    problem(answer, "too_large", 413)
    assert body.read_so_far <= 2 * 65536


class Unread:
    """A batch without an end, and how much of it was read."""

    read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "it is read to its end"
        self.read_so_far += size
        return b" " * size

    def close(self) -> None:
        pass


def get(client: FlaskClient, path: str, **more: object) -> int:
    return client.get(path, environ_base=AWAY, **more).status_code


@pytest.mark.parametrize(
    "path", ["/login", "/open311/v2/services.json", "/api/v1/openapi.json", "/healthz", "/nowhere"]
)
def test_a_stranger_who_asks_without_end_is_told_to_wait_and_another_is_not(strict: House, path: str) -> None:
    client = strict.app.test_client()
    assert 429 not in {get(client, path) for _ in range(BURST)}
    assert get(client, path) == 429
    assert client.get(path, environ_base=ELSEWHERE).status_code != 429


def test_hooks_that_nobody_has_made_count_as_a_strangers_requests(strict: House) -> None:
    client = strict.app.test_client()
    answers = [client.post(f"/hooks/vk/guess{n}", data="{}", environ_base=AWAY).status_code for n in range(2 * BURST)]
    assert answers[0] == 404 and 429 in answers


def test_the_refusal_is_a_line_and_no_page(strict: House) -> None:
    client = strict.app.test_client()
    while (answer := client.get("/login", environ_base=AWAY, headers={"Accept": "text/html"})).status_code != 429:
        pass
    assert answer.content_type.startswith("text/plain") and russian(answer.text) and len(answer.data) < 200
    assert answer.headers["Retry-After"]
    told = client.get("/api/v1/openapi.json?lang=en", environ_base=AWAY)
    assert problem(told, "too_many", 429)["detail"] == "Too many requests; wait a little."


def test_a_known_key_acts_at_any_rate_also_from_an_address_of_an_attacker(strict: House) -> None:
    slug = strict.show()
    headers = {"Authorization": f"Bearer {strict.key(slug, 'moderator')}"}
    client, path = strict.app.test_client(), f"/api/v1/broadcasts/{slug}/questions"
    assert get(client, path, headers=headers) == 200
    while get(client, "/login") != 429:
        pass
    assert {get(client, path, headers=headers) for _ in range(5 * BURST)} == {200}


def test_a_key_that_is_guessed_counts_as_a_strangers(strict: House) -> None:
    slug = strict.show()
    client, path = strict.app.test_client(), f"/api/v1/broadcasts/{slug}/questions"
    answers = [get(client, path, headers={"Authorization": f"Bearer guess-{n}"}) for n in range(2 * BURST)]
    assert answers[0] == 401 and answers[-1] == 429


def test_a_link_reads_at_a_crews_rate_and_no_faster(strict: House) -> None:
    slug = strict.show()
    client = strict.app.test_client()
    client.get(f"/in/{strict.key(slug, 'moderator', screen='desk')}", environ_base=AWAY)
    answers = [get(client, f"/api/v1/broadcasts/{slug}/questions") for _ in range(60)]
    assert answers[:50] == [200] * 50 and answers[-1] == 429


def test_a_person_reads_at_a_persons_rate_and_no_faster(strict: House) -> None:
    slug = strict.show()
    strict.user(login := f"anna-{slug}", "пароль-длинный", "moderator", slug=slug)
    client = strict.app.test_client()
    strict.sign_in(client, login, "пароль-длинный")
    answers = [get(client, f"/api/v1/broadcasts/{slug}/questions") for _ in range(20)]
    assert answers[:10] == [200] * 10 and answers[-1] == 429
