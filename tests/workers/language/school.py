"""A centre that has decided on topics, and the task that learns of it in a process of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from live.admin.language import learning as verbs
from live.admin.lists import save_list
from live.desk.receive import Receipt
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.store.centre import lists, upkeep
from live.store.centre.upkeep import Run, Work
from live.store.language import models
from live.store.leases import Leases
from live.store.tables import question
from live.store.transaction import Store
from live.workers.language.learning import Learning
from live.workers.language.learning_work import learn
from tests.support.process import wait_until
from tests.support.rooms import Show

PATIENCE = 240
"""Seconds: learning lets everybody else on the machine go first."""

OLGA = By("Ольга", "admin")

SAID = {
    "Дороги": ("На {} яма", "Разбит асфальт у {}", "Дорогу к {} размыло", "Ямы на дороге к {}", "Нет асфальта до {}"),
    "Вода": (
        "Нет воды у {}",
        "Вода ржавая у {}",
        "Слабый напор воды, {}",
        "Отключили воду возле {}",
        "Колонка у {} сухая",
    ),
    "Школы": (
        "Закрыли школу у {}",
        "В школе у {} холодно",
        "Мало учителей у {}",
        "Ремонт школы {}",
        "Школа у {} течёт",
    ),
}
"""Of each topic five ways to say it, about a place."""

PLACES = ("рынка", "моста", "парка", "вокзала", "почты", "леса")


def said(topic: str, many: int) -> list[str]:
    """So many texts of a topic, no two alike."""
    return [
        SAID[topic][n % 5].format(PLACES[n // 5 % len(PLACES)]) + " " * (n // 30) + "." * (n // 30) for n in range(many)
    ]


class School:
    """A show where people decide, a list of topics without key words, and the learning task of this process."""

    def __init__(self, store: Store, *names: str, words: dict[str, list[str]] | None = None) -> None:
        self.store = store
        self.lists(*(names or SAID), words=words)
        self.show = Show(store)
        self.show.do("broadcast.open")
        self.leases = Leases(store)
        self.task = Learning(store, self.leases)

    def lists(self, *names: str, words: dict[str, list[str]] | None = None) -> None:
        with self.store.read() as connection:
            version = lists.read(connection, "topics").version
        items = [{"name": name, "words": (words or {}).get(name, []), "department": None} for name in names]
        save_list(self.store, "topics", version, items, OLGA)

    def decide(self, topic: str, many: int = 20, texts: list[str] | None = None) -> list[int]:
        """So many questions that came without a topic, were given one and were answered; their numbers."""
        came = self.show.receive(*(texts or said(topic, many)))
        numbers = [one.number for one in came if isinstance(one, Receipt) and one.number is not None]
        given = {"topic": topic, "state": "answered", "lemmas": ""}
        with self.store.write() as tx:
            mine = question.c.broadcast_id == self.show.id, question.c.number.in_(numbers)
            tx.connection.execute(update(question).where(*mine).values(**given))
        return numbers

    def decided(self) -> School:
        for topic in SAID:
            self.decide(topic)
        return self

    def learn(self) -> dict[str, Any]:
        """Learn now, by Olga's wish, in this process: what is kept of it."""
        verbs.wish(self.store, OLGA)
        with self.store.write() as tx:
            wished = upkeep.begin(tx, Work.LEARNING)
        self.task._tell(learn(self.store, self.task.given(wished)))
        return dict(self.run.good)

    def learn_apart(self) -> dict[str, Any]:
        """What the task has begun, or begins now in a process of its own, is done: what is kept of it."""
        self.task.tick()
        wait_until(lambda: self._ended(), "the end of learning", PATIENCE)
        return dict(self.run.good)

    def _ended(self) -> bool:
        self.leases.beat()
        return self.task.tick() is None

    @property
    def run(self) -> Run:
        with self.store.read() as connection:
            return upkeep.run(connection, Work.LEARNING)

    @property
    def models(self) -> dict[int, str]:
        """The state of each model by its number."""
        with self.store.read() as connection:
            return {row.id: row.state for row in models.listed(connection, Kind.TOPICS, 100)}
