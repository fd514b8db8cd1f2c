"""A show whose polls are put on the pages of a network, by a process that does what is due when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from live.channels import telegram as telegram_
from live.channels.webhook import as_body
from live.desk.inbound import store_outcomes
from live.desk.polls import steering
from live.store.centre import channels
from live.store.centre.channels import Channel
from live.store.leases import Leases
from live.store.polls import polls
from live.store.transaction import Store
from live.views.polls.view import poll_views
from live.workers.polls.posting import LOOKS, PollPosts, _lease
from tests.support.rooms import Show, clock_of
from tests.support.stubs import ok, telegram, vk

OPTIONS = ["Дороги", "Школы", "Вода"]
STUBS = {"vk": vk.Vk, "ok": ok.Ok, "telegram": telegram.Telegram}
SETTINGS = {
    "vk": {"token": vk.TOKEN, "user_token": vk.USER_TOKEN, "group_id": str(vk.GROUP), "polls": "yes"},
    "ok": {
        **{"user_token": ok.USER_TOKEN, "application_key": ok.KEY, "application_secret": ok.APPLICATION_SECRET},
        **{"group_id": ok.GROUP, "polls": "yes"},
    },
    "telegram": {"token": telegram.TOKEN, "secret": telegram.SECRET, "chat": "rayon", "longpoll": "yes"},
}


class Paging:
    """`stub` is the network's, and `channel` the number of the channel that posts there."""

    def __init__(self, store: Store, network: str, stub: Any, **settings: str) -> None:
        self.store, self.network, self.stub = store, network, stub
        self.show = Show(store).on_air()
        self.channel = self.show.channel(network, host=stub.url, **{**SETTINGS[network], **settings})
        self.poll = self.opened()

    def opened(self, **fields: Any) -> int:
        return int(self.show.do("poll.open", question="Что чинить первым?", options=OPTIONS, **fields)["poll"])

    def post(self, **fields: Any) -> None:
        self.show.do("poll.post", poll=self.poll, **fields)
        self.work()

    def work(self) -> None:
        """A process that has just started does whatever is due at this moment, and reads once what is counted."""
        of = PollPosts(self.store, Leases(self.store))
        assert of.leases.take(_lease(self.channel))
        step = of.posting(self.channel)
        while (pause := step()) is not None and pause < LOOKS:
            pass
        of.leases.free(_lease(self.channel))

    def tells(self, *updates: dict[str, Any]) -> None:
        """What Telegram tells is taken in, in this order."""
        told = [(as_body(one), telegram_.understand(as_body(one), {})) for one in updates]
        store_outcomes(self.store, lambda arrivals: [], self.of_channel(), told)

    def of_channel(self) -> Channel:
        with self.store.read() as connection:
            return channels.by_id(connection, self.store.seal, self.channel)

    def pause(self, paused: bool) -> None:
        with self.store.write() as tx:
            channels.set_facts(tx, self.channel, paused=paused)

    def later(self, **time: float) -> None:
        clock_of(self.store).now += timedelta(**time)

    def view(self) -> dict[str, Any]:
        """As screens are told of the poll once they were told."""
        steering.look(self.store, self.show.id, self.poll)
        with self.store.read() as connection:
            return dict(poll_views(connection, polls.by_ids(connection, [self.poll]))[0])

    @property
    def standing(self) -> dict[str, Any]:
        [post] = self.view()["posts"]
        return dict(post)

    @property
    def state(self) -> str:
        return str(self.standing["state"])

    def votes(self) -> list[dict[str, int]]:
        return [one["by"] for one in self.view()["options"]]


def paging(store: Store, network: str, **settings: str) -> Iterator[Paging]:
    """`with` its network at work."""
    with STUBS[network]() as stub:
        yield Paging(store, network, stub, **settings)
