"""What is fetched from a network and breaks our storing of it is kept apart; the network is read on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from live.desk.inbound import retry_dead
from live.desk.intake.queue import Intake
from live.domain.refused import Refused
from live.store.centre import channels
from live.store.centre.channels import Channel
from live.store.leases import Leases
from live.store.rows import Row
from live.workers.polling import Polling
from tests.support.backends import Backends
from tests.support.rooms import Show, opened
from tests.support.stubs.vk import GROUP, TOKEN, Vk
from tests.workers.site import Site

BROKEN = "Сломанный"


class Fetching:
    """A show to which a VK community delivers by long poll; the database refuses every question that says BROKEN."""

    def __init__(self, site: Site, vk: Vk) -> None:
        self.site, self.vk, self.show = site, vk, Show(site.store).on_air()
        settings = {"host": vk.url, "secret": "s", "token": TOKEN, "group_id": str(GROUP), "longpoll": "yes"}
        self.id = self.show.channel("vk", **settings)
        self.intake = Intake(site.store)
        self.intake.start()
        self.step()
        site.refuse("INSERT ON question", f"new.text = '{BROKEN}'")

    @property
    def channel(self) -> Channel:
        with self.site.store.read() as connection:
            return channels.by_id(connection, self.site.store.seal, self.id)

    def step(self) -> None:
        Polling(self.site.store, Leases(self.site.store), self.intake.receive).step(self.channel)

    def say(self, *texts: str) -> None:
        for number, text in enumerate(texts, 1):
            told = {"id": number, "from_id": 123, "peer_id": 123, "date": 1785571200, "text": text}
            self.vk.happen("message_new", {"message": told, "client_info": {}})

    def texts(self) -> list[str]:
        return [self.show.row(number).text for number in range(1, self.show.broadcast.last_number + 1)]

    def letters(self) -> list[Row[Any]]:
        with self.site.store.read() as connection:
            return channels.dead_of(connection, self.id, 0, 10)


@pytest.fixture
def fetching(backends: Backends, tmp_path: Path) -> Iterator[Fetching]:
    with Vk() as vk, opened("sqlite", backends, tmp_path) as store:
        yield Fetching(Site(store), vk)


def test_a_message_that_cannot_be_stored_is_a_dead_letter_and_those_behind_it_come_in(fetching: Fetching) -> None:
    fetching.say("Первый", BROKEN, "Третий")
    fetching.step()
    fetching.say()
    fetching.step()
    assert fetching.texts() == ["Первый", "Третий"]
    [letter] = fetching.letters()
    assert BROKEN in letter.body and "could not be stored" in letter.reason


def test_a_letter_that_still_cannot_be_stored_does_not_end_the_others_retry(fetching: Fetching) -> None:
    fetching.say(BROKEN)
    fetching.step()
    with fetching.site.store.write() as tx:
        body = fetching.letters()[0].body.replace(BROKEN, "Поздний").replace('"id": 1', '"id": 2')
        channels.keep_dead(tx, fetching.id, "kept", body)
    assert retry_dead(fetching.site.store, fetching.channel.key, fetching.intake.receive) == (1, 1)
    assert fetching.texts() == ["Поздний"]


def test_while_the_database_is_away_nothing_is_passed_over(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    fetching.say("Первый")
    before = fetching.channel.state
    away = Refused("unavailable", "The database does not answer; nothing was changed. Send the same again.")
    polling = Polling(fetching.site.store, Leases(fetching.site.store), lambda arrivals: [away for _ in arrivals])
    with pytest.raises(Refused):
        polling.step(fetching.channel)
    assert fetching.channel.state == before and not fetching.letters()
    fetching.step()
    assert fetching.texts() == ["Первый"]
