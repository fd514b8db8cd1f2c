"""docs/channels/new.md is right: its code is a network, and its fixture pair holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from live.channels import Request, http_of
from live.channels.capabilities import Checks, Failed, OutgoingMessage, Polls, Replies, Understands
from live.domain.refused import Refused
from tests.channels.test_fixtures import written
from tests.support import exercise
from tests.support.exercise import SECRET, TOKEN, Postcards

SETTINGS = {"secret": SECRET, "token": TOKEN}


@pytest.fixture
def network() -> Iterator[Postcards]:
    with Postcards() as stub:
        yield stub


def test_the_pages_payload_is_read_as_the_page_says() -> None:
    sent, expected = exercise.fixture()
    read = exercise.postcard().read(Request(sent, {"x-postcard-secret": SECRET}), SETTINGS)
    assert written(read) == expected


def test_the_pages_network_refuses_what_it_cannot_trust() -> None:
    sent, _ = exercise.fixture()
    with pytest.raises(Refused) as refused:
        exercise.postcard().read(Request(sent, {"x-postcard-secret": "guessed"}), SETTINGS)
    assert refused.value.code == "forbidden"


def test_the_pages_network_has_the_abilities_that_the_page_names(network: Postcards) -> None:
    postcard = exercise.postcard()
    settings = {**SETTINGS, "host": network.url}
    http = http_of(postcard, settings)
    for ability in (Replies, Polls, Understands, Checks):
        assert isinstance(postcard, ability)
    network.write(41, "Когда починят мост?")
    polled = postcard.poll({}, settings, http)
    [(body, outcome)] = polled.outcomes
    assert outcome.submissions[0].text == "Когда починят мост?" and json.loads(body)["id"] == 41
    assert postcard.poll(polled.state, settings, http).outcomes == []
    sent = postcard.reply(OutgoingMessage("postcard:7", "В мае", 1), settings, http)
    assert (sent.id, network.answers[0]["to"]) == ("1", 7)
    assert timedelta(0) == postcard.GUARD and postcard.check(settings, http)
    with pytest.raises(Failed) as failed:
        postcard.check({**settings, "token": "wrong"}, http)
    assert failed.value.kind == "never"
