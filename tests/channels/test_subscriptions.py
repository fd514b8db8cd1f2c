"""Asking a network to bring what is new to an address of ours, and to bring no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from live.channels import Failed, http_of
from tests.channels.calling import Caller
from tests.support.stub import Stub
from tests.support.stubs import max as max_
from tests.support.stubs import ok, telegram

ADDRESS = "https://live.example/hooks/type/key"
OTHER = "https://live.example/hooks/type/other"

STUBS: dict[str, tuple[type[Stub], dict[str, str]]] = {
    "max": (max_.Max, {"token": max_.TOKEN, "secret": max_.SECRET}),
    "telegram": (telegram.Telegram, {"token": telegram.TOKEN, "secret": telegram.SECRET}),
    "ok": (ok.Ok, {"token": ok.TOKEN}),
}


class Hooked(Caller):
    def now(self) -> list[str]:
        return list(self.network.subscriptions(self.settings, http_of(self.network, self.settings)))

    def subscribe(self, address: str) -> None:
        self.network.subscribe(address, self.settings, http_of(self.network, self.settings))

    def unsubscribe(self, address: str) -> None:
        self.network.unsubscribe(address, self.settings, http_of(self.network, self.settings))


@pytest.fixture(params=STUBS)
def hooked(request: pytest.FixtureRequest) -> Iterator[Hooked]:
    make, settings = STUBS[request.param]
    with make() as stub:
        yield Hooked(request.param, stub, **settings)


def test_a_network_brings_its_messages_to_an_address_until_it_is_asked_not_to(hooked: Hooked) -> None:
    assert hooked.now() == []
    hooked.subscribe(ADDRESS)
    assert hooked.now() == [ADDRESS]
    hooked.unsubscribe(ADDRESS)
    assert hooked.now() == []


def test_an_address_of_another_program_is_left_to_it(hooked: Hooked) -> None:
    hooked.subscribe(OTHER)
    hooked.unsubscribe(ADDRESS)
    assert hooked.now() == [OTHER]


def test_without_a_token_nothing_is_asked(hooked: Hooked) -> None:
    hooked.settings.pop("token")
    with pytest.raises(Failed) as caught:
        hooked.subscribe(ADDRESS)
    assert caught.value.kind == "never" and not hooked.stub.calls


def test_the_bots_networks_are_told_the_secret_and_what_is_read() -> None:
    with max_.Max() as bot:
        Hooked("max", bot, token=max_.TOKEN, secret=max_.SECRET).subscribe(ADDRESS)
        [told] = bot.subscriptions
    assert told["secret"] == max_.SECRET
    assert {"message_created", "message_removed", "comment_edited"} <= set(told["update_types"])
    with telegram.Telegram() as other:
        Hooked("telegram", other, token=telegram.TOKEN, secret=telegram.SECRET).subscribe(ADDRESS)
        assert other.webhook_secret == telegram.SECRET


@pytest.mark.parametrize("type_", ["max", "telegram"])
def test_a_network_that_refuses_is_told_in_its_own_words(type_: str) -> None:
    make, settings = STUBS[type_]
    with make() as stub, pytest.raises(Failed) as caught:
        Hooked(type_, stub, **settings).subscribe("http://live.example/hooks")
    failed: Any = caught.value
    assert failed.kind == "never" and "https" in failed.detail.lower()
