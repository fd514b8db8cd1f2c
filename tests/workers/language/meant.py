"""A show whose questions have their vectors made in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from live.protocol.answers.questions import SimilarView
from live.store.ids import NUMBERS, question_id
from live.store.language import vectors as kept
from live.store.leases import Leases
from live.store.tables import question_vector
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.screens import SCREENS
from live.views.upkeep.health import MeaningView, health_of
from live.workers.language.vectors import Vectors
from tests.support.meaning import model
from tests.support.process import wait_until
from tests.support.rooms import Show

PATIENCE = 240
"""Seconds: the model's process lets everybody else on the machine go first."""

WATER, TAPS, BUS = "Почему нет воды?", "Когда водоснабжение, сухие краны", "Автобус не ходит"


class Reader:
    """A show, and the task of this process with a model in a folder."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, model(folder)
        self.show = Show(store).on_air()
        self.leases = Leases(store)
        self.begin()

    def begin(self) -> None:
        self.task = Vectors(self.store, self.leases, str(self.folder))

    def asked(self, *texts: str) -> list[int]:
        numbers = [self.show.asked(text) for text in texts]
        self.show.understood()
        return numbers

    def until(self, reached: Callable[[], object], what: str) -> None:
        def looked() -> object:
            self.leases.beat()
            self.task.tick()
            return reached()

        wait_until(looked, what, PATIENCE)

    def made(self) -> None:
        """Whatever waits for its vector has it."""
        self.until(lambda: not self.waits(), "every vector is made")

    def waits(self, name: str = "Проба 1") -> list[int]:
        with self.store.read() as connection:
            return [id_ % NUMBERS for id_ in kept.due(connection, name, 100)]

    def vectors(self) -> dict[int, str]:
        """By number, the model by which each was made."""
        with self.store.read() as connection:
            rows = connection.execute(select(question_vector)).all()
        return {row.question_id % NUMBERS: row.model for row in rows}

    def near(self, number: int) -> dict[int, float]:
        with self.store.read() as connection:
            found = kept.near(connection, question_id(self.show.id, number)) or {}
        return {id_ % NUMBERS: likeness for id_, likeness in found.items()}

    def doubles(self, number: int) -> list[int]:
        return list(self.scores(number))

    def scores(self, number: int) -> dict[int, float]:
        return {one["number"]: one["score"] for one in self.similar(number)}

    def similar(self, number: int) -> list[SimilarView]:
        return Queries(self.store).hints(self.show.slug, SCREENS["desk"], number)["similar"]

    @property
    def health(self) -> MeaningView:
        return health_of(self.store).meaning
