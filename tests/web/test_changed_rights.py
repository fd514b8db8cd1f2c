"""What somebody may do over a socket changes with their rights, while the socket stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import update

from live.store.centre import access
from live.store.tables import access_key
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


def grant(house: House, token: str, *roles: str) -> None:
    """These are the key's roles from now on."""
    with house.store.write() as tx:
        row = access.key_of(tx.connection, house.store, token)
        assert row is not None
        tx.connection.execute(update(access_key).where(access_key.c.id == row.id).values(roles=sorted(roles)))


def answer_to_take(screen: Screen) -> str:
    """Why a producer's command on a question that there is not was refused."""
    code: str = screen.command("question.take", question=999, version=1)["error"]["code"]
    return code


@dataclass(frozen=True)
class Desk:
    """A moderator's open desk, and the key that it came by."""

    token: str
    screen: Screen


@pytest.fixture
def desk(house: House, running: Server, join: Callable[..., Screen]) -> Desk:
    slug = house.show("open", "air")
    token = house.key(slug, "moderator")
    return Desk(token, join(running, slug, "desk", token))


def test_a_role_that_is_given_and_taken_counts_while_the_screen_stands(house: House, desk: Desk) -> None:
    assert answer_to_take(desk.screen) == "forbidden"
    grant(house, desk.token, "moderator", "producer")
    wait_until(lambda: answer_to_take(desk.screen) == "not_found", "the role that was given counts")
    grant(house, desk.token, "moderator")
    wait_until(lambda: answer_to_take(desk.screen) == "forbidden", "the role that was taken counts no more")
    assert desk.screen.connected


def test_a_screen_whose_last_role_there_is_taken_ends(house: House, desk: Desk) -> None:
    grant(house, desk.token, "source")
    desk.screen.wait_for(lambda s: not s.connected, "its connection has ended")
