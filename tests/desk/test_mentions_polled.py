"""A source over real HTTP, asked by one process after another: its place is kept, nothing is lost and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from live.channels import Failed
from live.desk.inbound import retry_dead
from live.desk.receive import receive_group
from live.domain import broadcast as rules
from live.store.centre import channels
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.polling import Polling
from tests.desk.test_mentions import Tray
from tests.support.rooms import Show
from tests.support.stub import reset
from tests.support.stubs.vk import error
from tests.support.stubs.watched import SERVICE, VkWatched


@pytest.fixture
def home(store: Store) -> Show:
    """A standing broadcast."""
    return Show(store, rules.Kind.STANDING)


@pytest.fixture
def vk() -> Iterator[VkWatched]:
    with VkWatched() as stub:
        yield stub


class Watching:
    """A channel that watches VK, asked each time by a process that knows what stands in the database and no more."""

    def __init__(self, home: Show, vk: VkWatched, **settings: str) -> None:
        self.store = home.store
        self.id = home.channel("vk_watch", token=SERVICE, host=vk.url, **settings)

    @property
    def channel(self) -> channels.Channel:
        with self.store.read() as connection:
            return channels.by_id(connection, self.store.seal, self.id)

    def step(self, times: int = 1) -> None:
        for _ in range(times):
            Polling(self.store, Leases(self.store), partial(receive_group, self.store)).step(self.channel)


def test_a_process_that_dies_before_it_has_kept_its_place_loses_and_doubles_nothing(
    home: Show, vk: VkWatched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = Watching(home, vk, words="воды")
    vk.post("Нет воды")
    with monkeypatch.context() as dying:
        dying.setattr(channels, "remember", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            watching.step()
    vk.post("Дали воды")
    watching.step(2)
    assert sorted(Tray(home).texts) == ["Дали воды", "Нет воды"]


def test_a_broken_community_stands_at_the_channel_while_the_others_are_read(home: Show, vk: VkWatched) -> None:
    watching = Watching(home, vk, communities="secret, open")
    vk.post("Яма на Лесной", wall="open")
    watching.step(2)
    assert Tray(home).texts == ["Яма на Лесной"]
    assert watching.channel.error is not None and "secret" in watching.channel.error
    vk.walls["secret"] = []
    watching.step(2)
    assert watching.channel.error is None


def test_what_breaks_at_the_network_leaves_the_position(home: Show, vk: VkWatched) -> None:
    watching = Watching(home, vk, words="воды")
    vk.post("Нет воды")
    for fault in (error(6), reset(), error(10)):
        vk.fail("/method/newsfeed.search", fault)
        with pytest.raises(Failed):
            watching.step()
    watching.step()
    assert Tray(home).texts == ["Нет воды"]


def test_a_post_that_cannot_be_read_is_kept_for_a_person_and_in_nobodys_way(home: Show, vk: VkWatched) -> None:
    watching = Watching(home, vk, words="воды")
    vk.post("Нет воды", id=None)
    vk.post("Дали воды")
    watching.step(2)
    assert Tray(home).texts == ["Дали воды"]
    key = watching.channel.key
    assert retry_dead(home.store, key) == (0, 1)
