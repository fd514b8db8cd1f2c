"""Notices over the networks themselves: where they stand, once each, whatever the network does meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.sending.outbox import Outbox
from tests.followup.noticing import Noticing
from tests.support.scale import scaled
from tests.support.sending import send_all
from tests.support.stub import reset
from tests.support.stubs.vk import TOKEN, Vk, error

FLOOD = scaled(150, 5000)
"""People who write at once."""


class Sending(Noticing):
    """A centre whose community is there."""

    def __init__(self, store: Store, vk: Vk) -> None:
        super().__init__(store)
        self.network = vk
        self.vk = self.show.channel("vk", token=TOKEN, group_id="456", host=vk.url)
        self.outbox = Outbox(store, Leases(store))

    def send(self) -> None:
        """All of it, and what is tried again after a pause; a lease ends before thousands are out."""
        for _ in range(400):
            self.outbox.quiet_until.clear()
            send_all(self.outbox, self.vk)
            if all(row.state == "sent" for row in self.sent()):
                return
            self.pass_(seconds=20)
        raise AssertionError("something was never sent")

    def conversations(self) -> Counter[str]:
        """How many messages stand in each conversation."""
        return Counter(posted["peer_id"] for posted in self.network.posted.values())


@pytest.fixture
def town(clocked: Store) -> Iterator[Sending]:
    with Vk() as vk:
        yield Sending(clocked, vk)


def test_it_stands_in_the_conversation_where_somebody_asked(town: Sending) -> None:
    number = town.written("7101")
    assert town.after(seconds=30) == [("arrived", [number])]
    town.send()
    [posted] = town.network.posted.values()
    assert posted["peer_id"] == "7101" and f"номер {number}." in posted["message"]


def test_where_the_answer_of_the_network_was_lost_nobody_is_told_twice(town: Sending) -> None:
    town.written("7102")
    town.after(seconds=30)
    town.network.fail("/method/messages.send", reset(late=True))
    town.send()
    assert town.conversations() == {"7102": 1}


@pytest.mark.soak
def test_of_a_flood_each_hears_once_though_the_network_says_not_so_fast(town: Sending) -> None:
    people = [str(71_000 + n) for n in range(FLOOD)]
    for person in people:
        town.written(person)
    told = town.after(seconds=30)
    while len(told) < FLOOD:
        told += town.after(seconds=1)
    town.network.fail("/method/messages.send", *[error(6)] * 20, *[reset(late=True)] * 5)
    town.send()
    assert town.conversations() == dict.fromkeys(people, 1)
