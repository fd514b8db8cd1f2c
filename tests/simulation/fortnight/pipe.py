"""A pipe bursts, many ask, and all of them are one matter: opened, joined, told, and closed once it is mended."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.simulation.fortnight.district import MINUTE, at
from tests.simulation.fortnight.ways import Message
from tests.support.rooms import Json

if TYPE_CHECKING:
    from tests.simulation.fortnight.story import Fortnight

BURST, MENDED = at("25.11 06:40"), at("26.11 09:00")
TOLD_AT = (at("25.11 10:20"), at("25.11 13:40"))
AWAY, BACK = at("25.11 16:05"), at("26.11 08:30")
"""When one of them is handed to the evening's show, and back."""

WRITTEN: Json = {"as": "written"}

FEW = 5
"""So many say the same: it is one trouble."""


class Pipe:
    """`heard()` is what each who asked must have heard."""

    def __init__(self, of: Fortnight) -> None:
        self.of = of
        self.number = 0
        self.came: list[Message] = []
        self.joined: list[Message] = []
        self._since: list[tuple[Message, datetime]] = []
        self._merged: list[tuple[Message, datetime, int]] = []
        self._told: list[datetime] = []
        self._words: list[datetime] = []

    def plan(self) -> None:
        for when in TOLD_AT:
            self.of.then(when, partial(self._say, "matter.tell"))
        self.of.then(AWAY, lambda: self.of.shows.hand_over(self.joined[3], self.of.shows.all[0]))
        self.of.then(BACK, lambda: self.of.shows.hand_back(self.joined[3]))
        self.of.then(MENDED, self._close)

    def asked(self, one: Message) -> None:
        """Somebody more asks."""
        self.came.append(one)
        place = len(self.came)
        if place < FEW:
            return
        if place == FEW:
            return self.of.then(self.of.clock.now + 6 * MINUTE, self._open)
        verb = self._merge if place % 7 == 6 else self._ticket if place % 11 == 10 else self._join
        self.of.then(self.of.clock.now + 10 * MINUTE, partial(verb, one))

    def _open(self) -> None:
        self.joined = self.came[:FEW]
        answer = self.of.line.do(
            "matter.open",
            by=self.of.on_duty,
            title="Прорыв трубы на Речной",
            questions=[one.number for one in self.joined],
            text=self._next_word(),
        )
        self.number = int(answer["matter"])
        for one in self.joined:
            self._stands(one)

    def _next_word(self) -> str:
        """What is said now to all who ask, each with their own question."""
        self._words.append(self.of.clock.now)
        return f"Слово {len(self._words)}. {{вопрос}}"

    def _stands(self, one: Message) -> None:
        self._since.append((one, self.of.clock.now))
        self._told.append(self.of.clock.now)
        self.of.reacted(one)

    def _join(self, one: Message) -> None:
        self.of.line.do("matter.join", by=self.of.on_duty, matter=self.number, questions=[one.number])
        self.joined.append(one)
        self._stands(one)

    def _ticket(self, one: Message) -> None:
        """A ticket stands in it by its question; what its asker is told is a reaction to it."""
        number = self.of.make_ticket(one)
        self.of.told.tickets[number].reacted = self.of.clock.now
        self.of.line.do("matter.join", by=self.of.on_duty, matter=self.number, questions=[one.number])
        self._stands(one)

    def _merge(self, one: Message) -> None:
        """The desk, which knows of no matter, merges it into one that stands in it.

        Its asker is told by the background, or with whoever else is told before that.
        """
        self.of.do(one, "question.merge", into=self.joined[0].number)
        self.of.ended(one, "merged")
        self._merged.append((one, _next_look(self.of.clock.now), len(self._told)))

    def _say(self, type_: str) -> None:
        self.of.line.do(type_, by=self.of.on_duty, matter=self.number, text=self._next_word())
        self._told.append(self.of.clock.now)

    def _close(self) -> None:
        """It is mended: all hear so, and their questions are done with."""
        self._say("matter.close")
        for one in self.joined:
            self.of.do(one, "question.finish", **WRITTEN)
            self.of.ended(one, "matter")

    def heard(self) -> set[tuple[str, int]]:
        """(the word, the person): the latest when they came to it, and all after it."""
        told = [(one, min([look, *self._told[place : place + 1]])) for one, look, place in self._merged]
        return {
            (f"Слово {word}", one.person)
            for one, since in [*self._since, *told]
            for word in range(max(1, bisect_right(self._words, since)), len(self._words) + 1)
        }


def _next_look(now: datetime) -> datetime:
    """When the background looks next: on the full hour."""
    return now if now.minute == 0 else now.replace(minute=0) + timedelta(hours=1)
