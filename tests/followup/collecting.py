"""A centre that keeps collections: a department with officials, its topics, residents who ask, and a clock."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Row, func, select, update

from live.admin import departments
from live.admin.departments import Official
from live.admin.lists import save_list
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.collections import keeping
from live.followup.collections.keeping import Given
from live.followup.collections.sending import send_now
from live.store.centre import channels, lists
from live.store.followup import collections
from live.store.tables import collection, collection_issue, outbox, question, reading
from live.store.transaction import Store
from live.views.collections import pages
from live.workers.followup.collections import Collections as Worker
from tests.support.rooms import Show, Tickets, clock_of

OLGA = By("Ольга", "coordinator")
BASE = "https://line.example.org"


class Collecting:
    """The departments «Дороги» (a chief and a deputy) and «Вода» (an address and nobody), each with a topic."""

    def __init__(self, store: Store, settings: dict[str, str] | None = None) -> None:
        self.store, self.clock = store, clock_of(store)
        # Each test has days of its own, so that no other's questions are in its figures.
        self.clock.pass_(days=40)
        own = uuid.uuid4().hex[:6]
        self.roads_name, self.water_name = f"Дороги {own}", f"Вода {own}"
        self.potholes, self.wells = f"Ямы {own}", f"Колодцы {own}"
        self.chief, self.deputy = f"Игорь {own}", f"Инна {own}"
        roads = departments.Given(
            self.roads_name,
            chief=Official(self.chief, "начальник", f"igor-{own}@example.org"),
            deputies=[Official(self.deputy, "заместитель", "")],
        )
        self.roads = departments.add(store, roads, OLGA)
        self.water = departments.add(store, departments.Given(self.water_name, email=f"water-{own}@example.org"), OLGA)
        self.save_list(
            "topics",
            {"name": self.potholes, "department": self.roads_name},
            {"name": self.wells, "department": self.water_name},
        )
        self.save_list("localities", *({"name": one} for one in ("Ундоры", "Сосновка")))
        self.show, self.tickets = Show(store).on_air(), Tickets(store)
        with store.write() as tx:
            tx.connection.execute(update(collection).values(deleted_at=tx.now))
            for old in channels.kinds(tx.connection):
                if old.type == "mail":
                    channels.set_facts(tx, old.id, paused=True)
            self.mail = channels.add(tx, "mail", uuid.uuid4().hex, self.show.id, settings or {})

    def save_list(self, name: str, *items: dict[str, Any]) -> None:
        with self.store.read() as connection:
            version = lists.read(connection, name).version
        save_list(self.store, name, version, list(items), OLGA)

    def made(self, **given: Any) -> int:
        """The number of a new collection, of the roads where nothing else is said."""
        return keeping.add(self.store, Given(**{"title": "Дороги за день", "department": self.roads, **given}), OLGA)

    def row(self, number: int) -> Row[Any]:
        with self.store.read() as connection:
            return collections.get(connection, number)

    def send(self, number: int, base: str = BASE) -> int:
        return send_now(self.store, number, self.row(number).version, OLGA, base)

    def ask(self, text: str = "Когда засыплют яму у школы?", topic: str = "", place: str = "Ундоры") -> int:
        number = self.show.asked(text, topic=topic or self.potholes, locality=place)
        self.clock.pass_(seconds=1)  # An issue that ends now tells of what came before.
        return number

    def ticket(self, department: str = "", **asked: Any) -> str:
        number = self.ask(**asked)
        made = self.show.do("question.ticket", number, department=department or self.roads_name)
        self.clock.pass_(seconds=1)
        return str(made["ticket"])

    def tick(self, base: str = BASE) -> None:
        Worker(self.store, base).tick()

    def issues(self, number: int) -> list[Row[Any]]:
        """The first first."""
        with self.store.read() as connection:
            return collections.issues(connection, number, 100)[::-1]

    def figures(self, number: int) -> Any:
        """Of the latest issue."""
        return self.issues(number)[-1].figures

    def readings(self, number: int) -> list[Row[Any]]:
        with self.store.read() as connection:
            return collections.readings(connection, [one.id for one in self.issues(number)])

    def token(self, number: int, reader: int = 0) -> str:
        token = pages.one_issue(self.store, number, self.issues(number)[-1].number)[1].readers[reader].token
        assert token is not None
        return token

    def letters(self) -> list[tuple[str, str]]:
        """(address, text) of all that this centre was written."""
        mine = select(outbox).where(outbox.c.channel_id == self.mail).order_by(outbox.c.id)
        with self.store.read() as connection:
            rows = connection.execute(mine).all()
        return [(row.address, row.text) for row in rows]

    def counted(self, *conditions: Any) -> int:
        """Questions by hand, in SQL."""
        with self.store.read() as connection:
            mine = select(func.count()).where(question.c.broadcast_id == self.show.id, *conditions)
            return int(connection.execute(mine).scalar_one())

    def kept(self) -> tuple[int, int]:
        """How many issues and readings there are in all."""
        with self.store.read() as connection:
            tables = (collection_issue, reading)
            first, second = (connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)
        return int(first), int(second)


def code_of(refused: Any) -> str:
    assert isinstance(refused.value, Refused)
    return refused.value.code
