"""Somebody who asks by a network, in a conversation of their own, as that network has told us of them."""

from __future__ import annotations

import itertools

from sqlalchemy import select

from live.desk.receive import Arrival, Receipt, receive_group
from live.domain.submission import Author, Submission
from live.store import own_links
from live.store.tables import channel, question
from tests.web.house import House

_persons = itertools.count(770_001)


class NetworkAsker:
    """`ask` gives the code of a new question; `link` is the path that our messages to them carry."""

    def __init__(self, house: House, slug: str, name: str = "Анна Тестова") -> None:
        self.house, self.slug, self.name = house, slug, name
        self.number = next(_persons)
        key = house.channel("vk", slug, group_id="456").rpartition("/")[2]
        with house.store.read() as connection:
            self.channel = int(connection.execute(select(channel.c.id).where(channel.c.key == key)).scalar_one())
        self.client = house.device()

    def ask(self, text: str = "Когда починят мост?", slug: str = "", comment: bool = False) -> str:
        number = next(_persons)
        asked = Submission(
            text,
            "vk",
            Author(self.name, f"vk:{self.number}"),
            external_id=f"wall:-456_7_{number}" if comment else f"message:{self.number}_{number}",
        )
        home = self.house.id_of(slug or self.slug)
        [receipt] = receive_group(self.house.store, [Arrival(home, f"channel:{self.channel}", asked, self.channel)])
        assert isinstance(receipt, Receipt)
        return receipt.code

    @property
    def link(self) -> str:
        mine = select(question.c.person_id).where(question.c.external_id.startswith(f"message:{self.number}_"))
        with self.house.store.read() as connection:
            person_id = int(connection.execute(mine.limit(1)).scalar_one())
        store = self.house.store
        return f"/track/mine/{own_links.token(store, person_id, store.clock())}"

    def look(self, path: str) -> str:
        page = self.client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200, page.text
        return page.text
