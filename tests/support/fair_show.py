"""A show that ends with every end that a show's question can have, and its plain rows by SQL."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from sqlalchemy import text

from live.desk.close import wrap_slice
from live.domain.broadcast import Kind
from live.domain.people import Actor, Role
from live.domain.submission import Author
from live.store.transaction import Store
from tests.support.rooms import Show, clock_of

MARIA = Actor("Мария", frozenset({Role.MODERATOR}))
OLEG = Actor("Олег", frozenset({Role.PRODUCER}))
_CONTACTS = itertools.count(1)


class FairShow:
    """`show` is wrapped; `line`: the standing one, from which some came and to which some went."""

    def __init__(self, store: Store, many: int = 60) -> None:
        self.store = store
        self.line, self.show = Show(store, Kind.STANDING), Show(store).on_air()
        self.numbers = [self._asked(n) for n in range(many)]
        root, ticketed = self.numbers[0], self.numbers[4]
        for n, number in enumerate(self.numbers):
            clock_of(store).pass_(seconds=1 + n % 7)
            self._decide(n, number, root, ticketed)
        there = self.line.asked("С постоянной линии", source="phone", topic="Дороги")
        self.line.do("question.transfer", there, to=self.show.slug)
        self.code_there = str(self.line.row(there).code)
        self.wrap()

    def wrap(self) -> None:
        self.show.do("broadcast.wrap")
        self.go_on()

    def go_on(self) -> None:
        """With the wrap, or with taking it back."""
        while wrap_slice(self.store, self.show.id):
            pass

    def _asked(self, n: int) -> int:
        clock_of(self.store).pass_(seconds=10 + n % 11)
        return self.show.asked(
            f"Вопрос {n}",
            author=Author(f"Житель {n}", f"vk:{900_000 + next(_CONTACTS)}"),
            source=("vk", "vk", "form", "ok")[n % 4] if n != 7 else "max",
            topic=("Дороги", "ЖКХ", "Школы", None)[n % 4],
            locality=("Сосновка", None, "Ясная Поляна")[n % 3] if n != 8 else "Хутор",
        )

    def _decide(self, n: int, number: int, root: int, ticketed: int) -> None:
        do = self.show.do
        if n % 10 == 0:
            for verb in ("shortlist", "take", "answer"):
                clock_of(self.store).pass_(seconds=20 + 3 * n)
                do(f"question.{verb}", number)
        elif n % 10 == 1:
            do("question.decline", number, reason="spam", by=MARIA)
        elif n % 10 == 2:
            do("question.decline", number, reason=("off_topic", "other")[n % 20 == 2], text="Не о том", by=OLEG)
        elif n % 10 == 3:
            do("question.merge", number, into=root)
        elif n % 10 == 4:
            do("question.ticket", number)
        elif n % 10 == 5:
            do("question.shortlist", number)
        elif n == 6:
            do("question.transfer", number, to=self.line.slug)
        elif n % 10 == 7:
            do("question.merge", number, into=ticketed)
        elif n % 20 == 9:
            for verb in ("shortlist", "take", "return"):
                do(f"question.{verb}", number)

    # By plain SQL

    def rows(self, statement: str) -> list[Any]:
        """What this selects; `:here` is the show."""
        with self.store.read() as connection:
            return list(connection.execute(text(statement), {"here": self.show.id}))

    def counts(self, statement: str) -> dict[Any, int]:
        return {name: int(many) for name, many in self.rows(statement)}


def moment(value: Any) -> datetime:
    """A moment as either database's driver gives it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
