"""The two shows of the fortnight: questions are handed over to them, aired, wrapped into tickets, or handed back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from live.store.ids import NUMBERS
from tests.simulation.fortnight.district import DINA, MINUTE, at
from tests.simulation.fortnight.told import Life
from tests.simulation.fortnight.ways import Message
from tests.support.rooms import Show

if TYPE_CHECKING:
    from tests.simulation.fortnight.story import Fortnight

EVENINGS = ("26.11 18:00", "03.12 18:00")

LEAST = 3 * 60 * MINUTE
"""Until the show: nothing is handed to it later."""


class Shows:
    def __init__(self, of: Fortnight) -> None:
        self.of = of
        self.all = [
            Show(of.store, standing_id=of.line.id, title=f"Прямая линия {evening}", slug=f"show-{place}")
            for place, evening in enumerate(EVENINGS)
        ]
        self._listed: dict[int, list[Message]] = {show.id: [] for show in self.all}

    def plan(self) -> None:
        for show, evening in zip(self.all, EVENINGS, strict=True):
            self.of.then(at(evening), partial(self._air, show))

    def take(self, one: Message) -> None:
        """To the next show; where there is none any more it is answered in writing."""
        coming = ((show, at(evening)) for show, evening in zip(self.all, EVENINGS, strict=True))
        show, when = next(((s, w) for s, w in coming if self.of.clock.now + LEAST < w), (None, None))
        if show is None or when is None:
            return self.of.write_back(one)
        self.hand_over(one, show)
        if self.of.fates[one.n] == "back":
            self.of.then(when - 90 * MINUTE, partial(self._came_to_nothing, one))
        else:
            self._listed[show.id].append(one)

    def hand_over(self, one: Message, there: Show) -> None:
        """Its clock goes with it; once somebody has done that, somebody has reacted."""
        here = one.show
        answer = self.of.do(one, "question.transfer", to=there.slug)
        if here is self.of.line:
            self.of.reacted(one)
            self.of.life(one).ended = self.of.clock.now
            one.facts["clock"] = self.of.life(one)
        one.show, one.number = there, int(answer["number"])

    def hand_back(self, one: Message) -> None:
        """To the line, where its clock is looked at again."""
        self.of.take_in()
        self.hand_over(one, self.of.line)
        before, now = one.facts["clock"], self.of.clock.now
        self.of.told.questions[one.number] = Life(before.start, now, reacted=before.reacted, given=before.given)
        self.of.seen = one.number

    def _came_to_nothing(self, one: Message) -> None:
        self.hand_back(one)
        self.of.then(self.of.clock.now + 20 * MINUTE, partial(self.of.write_back, one))

    def _air(self, show: Show) -> None:
        """Every second question is answered on air, one each three minutes; of the others the wrap makes tickets."""
        for verb in ("open", "air"):
            show.do(f"broadcast.{verb}", by=DINA)
        for place, one in enumerate(self._listed[show.id]):
            self.of.do(one, "question.shortlist", by=self.of.on_duty)
            if place % 2 == 0:
                self.of.then(self.of.clock.now + (place + 1) * 3 * MINUTE, partial(self._answer, one))
        last = 3 * MINUTE * (len(self._listed[show.id]) + 2)
        self.of.then(self.of.clock.now + last, partial(self._wrap, show))

    def _answer(self, one: Message) -> None:
        for verb in ("take", "answer"):
            self.of.do(one, f"question.{verb}", by=DINA)
        self.of.told.ends[one.n] = "aired"

    def _wrap(self, show: Show) -> None:
        show.wrapped()
        by_number = {one.number: one for one in self._listed[show.id]}
        for row in show.tickets():
            one = by_number[row.question_id % NUMBERS]
            before = one.facts["clock"]
            self.of.told.tickets[row.number] = Life(before.start, self.of.clock.now, given=before.given)
            self.of.work_on(row.number, one)
