"""The quick way for a program's questions says and stores what the route does, and leaves to the route all that is not
plain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from werkzeug.test import TestResponse

from live.store.centre import access
from live.store.tables import access_key, question
from tests.support.letters import letters
from tests.web.counted import Counted, counting
from tests.web.house import Caller, House, problem

ONE, BATCH = "/questions", "/questions:batch"
THROUGH_THE_ROUTE = {"Cookie": "a=b"}
"""Nothing reads it here, and no request with a cookie is plain."""

OWN = {"id", "number", "code", "external_id", "received_at", "person_id", "digest", "original"}
"""What differs between two questions that say the same."""

TEXT = st.text(alphabet=st.sampled_from('где вода\t\n \u200b\ufeff\u0301\x07Ёx<&"\\'), max_size=12)
AUTHORS = st.fixed_dictionaries(
    {}, optional={"name": TEXT, "contact": TEXT, "profile": st.sampled_from(["", "https://a.example/1", "ftp:"])}
)
QUESTIONS = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "author": AUTHORS,
        "locality": TEXT,
        "topic": TEXT,
        "asked_at": st.sampled_from([None, "2026-11-24T13:41:07+04:00", "2026-11-24T13:41:07", "вчера", 5]),
        "attachments": st.lists(st.just({"type": "photo", "url": "https://a.example/1.jpg"}), max_size=2),
        "consent": st.sampled_from([{"version": "1"}, {"version": "1", "name_on_air": True}, {}]),
        "unknown": st.just(1),
    },
)
BODIES = st.one_of(
    QUESTIONS.map(json.dumps),
    QUESTIONS.map(lambda one: json.dumps(one, ensure_ascii=False)),
    st.sampled_from(["", "{", "[]", "null", '"text"', '{"text": NaN}', '{"text": "а", "text": "б"}', "\ufeff{}"]),
).map(str.encode)
MANY = st.one_of(
    st.lists(QUESTIONS, max_size=3).map(lambda rows: json.dumps({"questions": rows})),
    st.sampled_from(["{}", '{"questions": 1}', '{"questions": [1, "а", null]}']),
).map(str.encode)

AS_OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def routes(each_house: House) -> Iterator[Counted]:
    with counting(each_house, "api.send_question", "api.send_batch") as counted:
        yield counted


@pytest.fixture
def source(each_house: House) -> Caller:
    """A key that is in use: it was looked up, and the route has said what its answers carry."""
    caller = each_house.caller(each_house.show(), "source", "moderator")
    caller.client = each_house.app.test_client(use_cookies=False)  # Else it sends those of its own alone.
    caller.ask(external_id="first")
    for path, body in ((ONE, {"text": "Ещё раз", "external_id": "again"}), (BATCH, {"questions": [{"text": "Много"}]})):
        for _ in range(3):
            assert caller.post(path, body).status_code in (200, 201)
    return caller


def alike(first: TestResponse, second: TestResponse) -> None:
    """The answers are the same but for the numbers of what they are about."""
    assert first.status == second.status
    its_own = {"Content-Length": "its own", "X-Request-Id": "its own"}
    carried = [dict(answer.headers) | its_own for answer in (first, second)]
    assert carried[0] == carried[1]
    told = [json.loads(answer.data) for answer in (first, second)]
    for one in told:
        for row in one.get("results", [one]):
            row.pop("number", None)
    assert told[0] == told[1]
    assert first.data.endswith(b"\n") == second.data.endswith(b"\n")


def rows(house: House, slug: str) -> list[dict[str, Any]]:
    """All that stands of a broadcast's questions, but for what is each one's own."""
    names = [column.name for column in question.c if column.name not in OWN]
    mine = [row for row in house.everything()["question"] if row.broadcast_id == house.id_of(slug)]
    return [{name: getattr(row, name) for name in names} for row in sorted(mine, key=lambda row: row.number)]


@AS_OFTEN
@given(path=st.just(ONE) | st.just(BATCH), data=st.data())
def test_both_ways_answer_and_store_the_same(
    each_house: House, routes: Counted, source: Caller, path: str, data: Any
) -> None:
    body = data.draw(BODIES if path == ONE else MANY)
    slug = source.base.rpartition("/")[2]
    before = len(rows(each_house, slug))
    quick = source.post(path, body)
    between = len(rows(each_house, slug))
    asked = routes.times
    through = source.post(path, body, **THROUGH_THE_ROUTE)
    assert routes.times == asked + 1
    alike(quick, through)
    stored = rows(each_house, slug)
    assert stored[before:between] == stored[between:]


@pytest.mark.parametrize(("path", "body"), [(ONE, {"text": "Где вода?"}), (BATCH, {"questions": [{"text": "Где?"}]})])
def test_a_plain_question_does_not_come_to_the_route(routes: Counted, source: Caller, path: str, body: Any) -> None:
    before = routes.times
    assert source.post(path, body).status_code in (200, 201)
    assert routes.times == before


def test_a_repeat_is_plain_too(routes: Counted, source: Caller) -> None:
    before = routes.times
    assert source.post(ONE, {"text": "Ещё раз", "external_id": "again"}).status_code == 200
    assert routes.times == before


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        (ONE, {"text": "Где?"}, THROUGH_THE_ROUTE),
        (ONE + "?lang=en", {"text": "Где?"}, {}),
        (ONE, {"text": " "}, {}),
        (ONE, b"{", {}),
        (BATCH, {"questions": [{"text": "Где?"}, {"text": ""}]}, {}),
    ],
    ids=["a cookie", "a query", "a text that is none", "no JSON", "one bad row"],
)
def test_what_is_not_plain_comes_to_the_route(
    routes: Counted, source: Caller, path: str, body: Any, headers: dict[str, str]
) -> None:
    asked = routes.times
    quick = source.post(path, body, **headers)
    assert routes.times == asked + 1
    through = source.post(path, body, **{**headers, **THROUGH_THE_ROUTE})
    alike(quick, through)


def test_a_key_with_a_limit_is_counted(each_house: House) -> None:
    slug = each_house.show()
    source = each_house.caller(slug, "source")
    with each_house.store.write() as tx:
        row = access.key_of(tx.connection, each_house.store, source.headers["Authorization"].removeprefix("Bearer "))
        assert row is not None
        tx.connection.execute(update(access_key).where(access_key.c.id == row.id).values(rate="2 per minute"))
    assert [source.post(ONE, {"text": "Где?"}).status_code for _ in range(3)] == [201, 201, 429]


def test_a_revoked_key_opens_nothing(each_house: House, source: Caller) -> None:
    each_house.revoke(source.headers["Authorization"].removeprefix("Bearer "))
    each_house.app.extensions["live"].credentials.look_again()
    with each_house.unchanged():
        problem(source.post(ONE, {"text": "Где?"}), "unauthorized", 401)


def test_a_refusal_of_the_intake_is_told_once_and_stores_nothing(each_house: House, source: Caller) -> None:
    source.ask(name := letters(), external_id=name)
    with each_house.unchanged():
        problem(source.post(ONE, {"text": "Другое", "external_id": name}), "conflict", 409)


def test_a_broadcast_that_is_shut_meanwhile_takes_nothing(each_house: House, source: Caller) -> None:
    each_house.move(source.base.rpartition("/")[2], "close_intake")
    with each_house.unchanged():
        problem(source.post(ONE, {"text": "Поздно"}), "closed", 409)
        [told] = source.post(BATCH, {"questions": [{"text": "Поздно"}]}).get_json()["results"]
    assert told["error"]["code"] == "closed"


def test_a_body_that_is_cut_off_stores_nothing(each_house: House, source: Caller) -> None:
    with each_house.unchanged():
        answer = source.client.post(
            source.base + ONE, data=b'{"text": "', headers={**source.headers, "Content-Length": "500"}
        )
    assert answer.status_code == 400


def test_another_s_broadcast_is_not_reached(each_house: House, source: Caller) -> None:
    other = each_house.show()
    each_house.caller(other, "source").ask()
    with each_house.unchanged():
        response = source.client.post(
            f"/api/v1/broadcasts/{other}/questions", json={"text": "?"}, headers=source.headers
        )
        problem(response, "forbidden", 403)
