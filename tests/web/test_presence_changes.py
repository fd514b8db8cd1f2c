"""Presence over a real line: whole once, then its changes; and how far a screen is, without a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.raw import RawSocket
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House

Json = dict[str, Any]


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


@pytest.fixture
def slug(house: House) -> str:
    slug = house.show()
    house.caller(slug, "source").ask("Вода")
    return slug


@pytest.fixture
def follower(running: Server, house: House, slug: str) -> Iterator[RawSocket]:
    """A desk that follows changes, and has been told the whole."""
    with RawSocket(running.url) as line:
        line.hear_until("0")
        token = house.key(slug, "moderator")
        line.join("/live", {"broadcast": slug, "screen": "desk", "token": token, "presence": "changes"})
        line.hear_until('42/live,["presence",')
        yield line


def heard(line: RawSocket, event: str) -> Json:
    """The next body of this event."""
    packet = line.hear_until(f'42/live,["{event}",')
    body: Json = json.loads(packet.partition(",")[2])[1]
    return body


def test_a_claim_is_told_as_a_change_and_the_whole_again_to_who_asks(
    running: Server, house: House, join: Callable[..., Screen], slug: str, follower: RawSocket
) -> None:
    desk = join(running, slug, "desk", house.key(slug, "moderator"))
    assert [one["screen"] for one in heard(follower, "presence_changes")["came"]] == ["desk"]
    desk.obey("question.claim", question=1)
    change = heard(follower, "presence_changes")
    assert (change["list"], [one["question"] for one in change["came"]], change["gone"]) == ("claims", [1], [])
    follower.send('42/live,["presence_missed"]')
    whole = heard(follower, "presence")
    assert (whole["claims"], whole["numbers"]["claims"]) == (change["came"], change["to"])
    desk.wait_for(lambda s: [one["question"] for one in s.presence.get("claims", [])] == [1], "the whole as ever")


def test_how_far_a_screen_is_stands_on_the_producers_strip(
    running: Server, house: House, slug: str, follower: RawSocket
) -> None:
    follower.send('42/live,["seen",{"to":1}]')
    follower.send('42/live,["seen",{"to":"far"}]')
    follower.send('42/live,["presence_missed"]')
    heard(follower, "presence")  # What was said before it has been heard too.
    told = running.api(slug, house.key(slug, "producer")).get("/health")
    assert [(one["screen"], one["to"]) for one in told["screens"]] == [("desk", 1)]
