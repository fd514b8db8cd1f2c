"""Telegram, MAX and Odnoklassniki asked for what is new: nothing lost and nothing doubled, whoever breaks down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from live.channels import Failed
from live.desk.receive import Arrival, Result, receive_group
from live.domain.refused import Refused
from live.store.centre import channels
from live.store.centre.channels import Channel
from live.store.leases import Leases
from live.workers.polling import Polling
from tests.support.rooms import Show
from tests.support.stub import Fault, Stub, reset, slow
from tests.support.stubs import max as max_stub
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import telegram as telegram_stub


@dataclass(frozen=True)
class Network:
    """How people write there, and give what they wrote other words."""

    type: str
    stub: Stub
    path: str
    settings: dict[str, str]
    write: Callable[[int, str], Any]
    change: Callable[[int, str], Any]


def telegram() -> Network:
    bot = telegram_stub.Telegram()
    settings = {"token": telegram_stub.TOKEN, "secret": telegram_stub.SECRET, "longpoll": "yes"}
    path = f"/bot{telegram_stub.TOKEN}/getUpdates"
    return Network("telegram", bot, path, settings, bot.write, partial(bot.write, kind="edited_message"))


def max_() -> Network:
    bot = max_stub.Max()
    settings = {"token": max_stub.TOKEN, "secret": max_stub.SECRET, "longpoll": "yes"}
    return Network("max", bot, "/updates", settings, bot.write, partial(bot.write, kind="message_edited"))


def ok() -> Network:
    group = ok_stub.Ok()

    def change(number: int, text: str) -> None:
        [comment] = [one for one in group.comments[ok_stub.TOPIC] if one["id"] == f"c{number}"]
        comment["text"] = text

    settings = {
        "user_token": ok_stub.USER_TOKEN,
        "application_key": ok_stub.KEY,
        "application_secret": ok_stub.APPLICATION_SECRET,
        "discussions": ok_stub.TOPIC,
    }
    return Network("ok", group, "/fb.do", settings, group.comment, change)


@pytest.fixture(params=[telegram, max_, ok])
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    made: Network = request.param()
    with made.stub:
        yield made


class Reader:
    """A show to which the network delivers. Each step is of a process that knows nothing but what is stored."""

    def __init__(self, show: Show, network: Network) -> None:
        self.show, self.store = show, show.store
        self.id = show.channel(network.type, host=network.stub.url, **network.settings)
        network.write(1, "Первый")
        self.step()

    @property
    def channel(self) -> Channel:
        with self.store.read() as connection:
            return channels.by_id(connection, self.store.seal, self.id)

    def step(self, receive: Callable[[Sequence[Arrival]], list[Result]] | None = None) -> None:
        take = receive or partial(receive_group, self.store)
        Polling(self.store, Leases(self.store), take).step(self.channel)

    def texts(self) -> list[str]:
        return [self.show.row(number).text for number in range(1, self.show.broadcast.last_number + 1)]


@pytest.fixture
def reader(show: Show, network: Network) -> Reader:
    return Reader(show, network)


def test_what_the_network_tells_becomes_questions(reader: Reader, network: Network) -> None:
    for number in (2, 3):
        network.write(number, f"Вопрос {number}")
    reader.step()
    network.write(4, "Вопрос 4")
    reader.step()
    assert reader.texts() == ["Первый", "Вопрос 2", "Вопрос 3", "Вопрос 4"]


def test_an_authors_new_words_are_taken_over(reader: Reader, network: Network) -> None:
    network.change(1, "Первый, но точнее")
    reader.step()
    assert reader.texts() == ["Первый, но точнее"]


def test_a_process_that_dies_before_it_has_stored_loses_nothing(reader: Reader, network: Network) -> None:
    def die(arrivals: Sequence[Arrival]) -> list[Result]:
        raise Refused("unavailable", "The database does not answer.")

    network.write(2, "Второй")
    with pytest.raises(Refused):
        reader.step(die)
    reader.step()
    assert reader.texts() == ["Первый", "Второй"]


def test_a_process_that_dies_before_it_notes_how_far_it_has_read_doubles_nothing(
    reader: Reader, network: Network
) -> None:
    before = reader.channel.state
    network.write(2, "Второй")
    reader.step()
    with reader.store.write() as tx:
        channels.remember(tx, reader.id, before)
    network.write(3, "Третий")
    reader.step()
    assert reader.texts() == ["Первый", "Второй", "Третий"]


@pytest.mark.parametrize(
    "fault",
    [
        reset(),
        reset(late=True),
        Fault(status=502),
        Fault(status=409, answer={"ok": False, "description": "Conflict"}),
        Fault(status=429, headers={"Retry-After": "1"}),
        Fault(status=200, answer="no"),
        slow(0.1),
    ],
    ids=["reset", "reset late", "502", "409", "429", "a word", "slow"],
)
def test_whatever_goes_wrong_is_asked_again_and_nothing_is_lost(reader: Reader, network: Network, fault: Fault) -> None:
    network.write(2, "Второй")
    network.stub.fail(network.path, fault)
    for _ in range(2):
        try:
            reader.step()
        except Failed as failed:
            assert failed.reason
    network.write(3, "Третий")
    reader.step()
    assert reader.texts() == ["Первый", "Второй", "Третий"]


def test_a_refused_token_is_told_and_nothing_is_lost(reader: Reader, network: Network) -> None:
    network.stub.fail(network.path, Fault(status=401, answer={"code": "verify.token"}))
    with pytest.raises(Failed, match="does not accept"):
        reader.step()
    network.write(2, "Второй")
    reader.step()
    assert reader.texts() == ["Первый", "Второй"]
