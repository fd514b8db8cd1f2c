"""The quick way for the networks' calls says and stores what the route does, and leaves to it all that is not plain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from werkzeug.test import TestResponse

from live.domain.refused import Refused
from live.store.tables import channel
from tests.web.counted import Counted, counting
from tests.web.house import House, problem

SECRET = "a-callback-secret"
THROUGH_THE_ROUTE = {"Cookie": "a=b"}
"""Nothing reads it here, and no request with a cookie is plain."""

OWN = {"id", "number", "code", "received_at", "moved_at", "person_id", "digest", "original", "external_id"}
"""What differs between two questions that say the same."""

TEXTS = st.sampled_from(["Где вода?", "", " ", "+", "Спасибо"])
CALLS = st.one_of(
    st.fixed_dictionaries({"type": st.just("message_new"), "text": TEXTS}),
    st.fixed_dictionaries({"type": st.sampled_from(["wall_reply_new", "confirmation", "group_join", "", 5])}),
)
SAID = st.sampled_from([{}, {"secret": "another"}, {"secret": None}, {"object": None}, {"object": {"message": 5}}])


class Community:
    """A VK community that calls a channel of ours, by either way."""

    def __init__(self, house: House) -> None:
        self.house, self.slug, self._number = house, house.show(), 0
        self.client = house.app.test_client(use_cookies=False)  # Else it sends those of its own alone.
        self.path = house.channel("vk", self.slug, confirmation="c0nf1rm", secret=SECRET, joins="no")

    def body(self, call: dict[str, Any], **said: Any) -> bytes:
        self._number += 1
        text = call.get("text", "Где?")
        message = {"id": self._number, "date": 1785571200, "from_id": 123, "peer_id": 123, "text": text}
        place = {**message, "post_id": 7, "post_owner_id": -456}
        object_ = {"message": message} if call["type"] == "message_new" else place
        event = {"type": call["type"], "object": object_, "group_id": 456, "event_id": f"e{self._number}"}
        return json.dumps({**event, "secret": SECRET, **said}).encode()

    def call(self, body: bytes, **headers: str) -> TestResponse:
        return self.client.post(self.path, data=body, content_type="application/json", headers=headers)

    def ask(self, **headers: str) -> TestResponse:
        return self.call(self.body({"type": "message_new"}), **headers)

    def rows(self) -> list[dict[str, Any]]:
        mine = [row for row in self.house.everything()["question"] if row.broadcast_id == self.house.id_of(self.slug)]
        return [
            {name: value for name, value in row._mapping.items() if name not in OWN}
            for row in sorted(mine, key=lambda row: row.number)
        ]

    def letters(self) -> int:
        return len(self.house.everything()["dead_letter"])


@pytest.fixture
def community(each_house: House) -> Community:
    """One whose calls were answered by the route before."""
    made = Community(each_house)
    assert made.ask().data == b"ok"
    return made


@pytest.fixture
def route(each_house: House) -> Iterator[Counted]:
    with counting(each_house, "hooks.receive") as counted:
        yield counted


def alike(first: TestResponse, second: TestResponse) -> None:
    its_own = {"X-Request-Id": "its own"}
    assert (first.status, first.data) == (second.status, second.data)
    assert dict(first.headers) | its_own == dict(second.headers) | its_own


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=CALLS, said=SAID)
def test_both_ways_answer_and_store_the_same(
    community: Community, route: Counted, call: dict[str, Any], said: dict[str, Any]
) -> None:
    rows, letters, asked = [len(community.rows())], [community.letters()], []
    answers = []
    for headers in ({}, THROUGH_THE_ROUTE):
        answers.append(community.call(community.body(call, **said), **headers))
        rows.append(len(community.rows()))
        letters.append(community.letters())
        asked.append(route.times)
    assert asked[1] == asked[0] + 1
    alike(*answers)
    stored = community.rows()
    assert stored[rows[0] : rows[1]] == stored[rows[1] :]
    assert letters[1] - letters[0] == letters[2] - letters[1]


def test_a_message_does_not_come_to_the_route(community: Community, route: Counted) -> None:
    assert community.ask().data == b"ok"
    assert (route.times, len(community.rows())) == (0, 2)


@pytest.mark.parametrize(
    "call",
    [
        lambda one: one.ask(**THROUGH_THE_ROUTE),
        lambda one: one.call(one.body({"type": "message_new"}, secret="another")),
        lambda one: one.call(b"["),
        lambda one: one.call(b""),
        lambda one: one.call(b" " * 70_000),
        lambda one: one.client.post(one.path + "/tail", data=one.body({"type": "message_new"})),
        lambda one: one.client.post(one.path + "?a=b", data=one.body({"type": "message_new"})),
        lambda one: one.client.post("/hooks/vk/never", data=one.body({"type": "message_new"})),
    ],
    ids=["a cookie", "another secret", "no JSON", "no body", "a long body", "a tail", "a query", "no channel"],
)
def test_what_is_not_plain_comes_to_the_route(
    community: Community, route: Counted, call: Callable[[Community], TestResponse]
) -> None:
    call(community)
    assert route.times == 1


def test_what_cannot_be_stored_is_told_by_the_route_and_not_tried_again(
    each_house: House, community: Community, route: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def away(*_: Any) -> Any:
        tried.append(1)
        raise Refused("unavailable", "The database does not answer.")

    monkeypatch.setattr(each_house.app.extensions["live"].intake, "receive", away)
    with each_house.unchanged():
        problem(community.ask(), "unavailable", 503)
    assert (len(tried), route.times) == (1, 1)


def test_a_fault_of_ours_in_reading_a_call_is_told_by_the_route(
    each_house: House, community: Community, route: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise LookupError

    monkeypatch.setattr(each_house.app.extensions["live"].queries, "channel", broken)
    with each_house.unchanged():
        problem(community.ask(), "unavailable", 500)
    assert route.times == 1


def test_a_channel_whose_secret_was_changed_takes_the_old_one_no_more(each_house: House, community: Community) -> None:
    seal = each_house.store.seal
    with each_house.store.write() as tx:
        changed = update(channel).where(channel.c.key == community.path.rpartition("/")[2])
        tx.connection.execute(changed.values(settings=seal.close({"secret": "a-newer-secret"})))
    with each_house.unchanged():
        problem(community.ask(), "forbidden", 403)


def test_where_nothing_is_taken_any_more_a_message_is_kept(each_house: House, community: Community) -> None:
    each_house.move(community.slug, "close_intake")
    before = community.letters()
    assert community.ask().data == b"ok"
    assert (community.letters() - before, len(community.rows())) == (1, 1)
