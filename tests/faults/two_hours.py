"""A show as six people play it, each in a thread of their own with a socket of their own, by the show's clock.

Times are seconds of the show; `speed` is how many of them pass in a real one (None: as fast as it goes). What a person
wants to do may have been done by another by then: a refusal is counted, and they go on.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from live.desk.invented import questions
from tests.support.api import Api
from tests.support.screen import Screen

Json = dict[str, Any]
REFUSALS = {"conflict", "illegal"}
THE_OTHER_WAY_ROUND = "уже объединён с этим"
"""What is said to the slower of two moderators who merge the same two questions, each into the other."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens in how many seconds of the show."""

    seconds: float
    questions: int
    calls: int
    aired: int
    messages: int
    speed: float | None


@dataclass
class Stage:
    """Everybody's screens, and what came of it."""

    plan: Plan
    source: Api
    moderators: tuple[Screen, Screen]
    screener: Screen
    producer: Screen
    presenter: Screen
    head: Screen
    refused: Counter[str] = field(default_factory=Counter)
    troubles: list[BaseException] = field(default_factory=list)
    begun: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def play(self) -> None:
        """The whole show; raises what went wrong with anybody."""
        self.producer.obey("broadcast.air")
        self.begun = time.monotonic()
        people: list[Callable[[], None]] = [
            self.residents,
            lambda: self.moderate(self.moderators[0], seed=1),
            lambda: self.moderate(self.moderators[1], seed=2),
            self.screen_calls,
            self.produce,
            self.message,
            self.acknowledge,
            self.choose,
        ]
        threads = [threading.Thread(target=self._guarded, args=(person,), daemon=True) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(self.plan.seconds / self.plan.speed + 120 if self.plan.speed else 180)
        if self.troubles:
            raise self.troubles[0]
        assert not any(thread.is_alive() for thread in threads), "somebody still plays"

    def _guarded(self, person: Callable[[], None]) -> None:
        try:
            person()
        except BaseException as trouble:
            self.troubles.append(trouble)
            self.over.set()

    def until(self, moment: float) -> None:
        """Wait for a moment of the show."""
        if self.plan.speed:
            time.sleep(max(0.0, self.begun + moment / self.plan.speed - time.monotonic()))

    def moments(self, count: int) -> list[float]:
        """So many moments, evenly over the show, the last a while before its end."""
        return [self.plan.seconds * 0.95 * (n + 0.5) / count for n in range(count)]

    def give(self, who: Screen, type_: str, **fields: Any) -> Json | None:
        """A command's answer, or None where another was quicker."""
        answer = who.command(type_, **fields)
        if answer.get("ok"):
            return answer
        error = answer["error"]
        assert error["code"] in REFUSALS or THE_OTHER_WAY_ROUND in error["detail"], (type_, fields, answer)
        self.refused[type_] += 1
        return None

    # The people

    def residents(self) -> None:
        coming = islice(questions(seed=11), self.plan.questions)
        for n, (moment, asked) in enumerate(zip(self.moments(self.plan.questions), coming, strict=True)):
            self.until(moment)
            author = {"author": {"name": asked.author.name}} if asked.author and asked.author.name else {}
            place = {"locality": asked.locality} if asked.locality else {}
            self.source.ask(asked.text, external_id=f"resident-{n}", **author, **place)

    def moderate(self, who: Screen, seed: int) -> None:
        """Read what is new: shortlist some, edit, correct, note, merge, decline, give back."""
        dice = random.Random(seed)
        pause = self.plan.seconds / self.plan.questions * 2 / self.plan.speed if self.plan.speed else 0.01
        while not self.over.wait(pause):
            fresh = [view for view in list(who.mirror.questions.values()) if view["state"] == "new"]
            if not fresh:
                continue
            view = dice.choice(fresh)
            on = {"question": view["number"], "version": view["version"]}
            deed = dice.random()
            if deed < 0.35 or self._listed() < 4:
                self.give(who, "question.shortlist", **on)
            elif deed < 0.5:
                self.give(who, "question.edit", **on, air_text=view["text"][:200])
            elif deed < 0.6:
                self.give(who, "question.classify", **on, topic="Дороги и транспорт")
            elif deed < 0.7:
                self.give(who, "question.note", **on, **{"for": "head", "text": "Справка готова"})
            elif deed < 0.8:
                others = [other["number"] for other in fresh if other["number"] != view["number"]]
                if others:
                    self.give(who, "question.merge", **on, into=dice.choice(others))
            elif deed < 0.95:
                self.give(who, "question.decline", **on, reason="off_topic")
            else:
                self.give(who, "question.ticket", **on, department="Отдел ЖКХ")

    def _listed(self) -> int:
        return self.producer.mirror.counts.get("shortlisted", 0)

    def screen_calls(self) -> None:
        """Calls ring; most are handed over, some hang up, some wait on hold meanwhile."""
        held: int | None = None
        for n, moment in enumerate(self.moments(self.plan.calls)):
            self.until(moment)
            call = self.screener.obey("call.open", number=f"+7900000{n:04d}", name=f"Житель {n}")["call"]
            if n % 8 == 7:
                self.give(self.screener, "call.end", call=call)
                continue
            self.give(self.screener, "call.take", call=call, point="Вода", consent=True)
            self.give(self.screener, "call.write", call=call, text="Нет во")
            if n % 3 == 2 and held is None:
                self.give(self.screener, "call.hold", call=call)
                held = call
                continue
            self.give(self.screener, "call.hand", call=call, text=f"Нет воды с понедельника, звонок {n}")
            if held is not None:
                self.give(self.screener, "call.take", call=held)
                self.give(self.screener, "call.hand", call=held, text="Ждал на линии: когда придёт автобус?")
                held = None

    def produce(self) -> None:
        """One question after another to air, each answered; now and then the order is changed."""
        dice = random.Random(3)
        for aired, moment in enumerate(self.moments(self.plan.aired)):
            self.until(moment)
            while not self._take(dice, aired):
                self.producer.wait_for(lambda s: self._listed() > 0, "something in the list", 60)
        while self._on_air() is not None:
            self._answer(fully=True)
        self.until(self.plan.seconds)
        self.over.set()

    def _take(self, dice: random.Random, aired: int) -> bool:
        listed = sorted(
            (view for view in list(self.producer.mirror.questions.values()) if view["state"] == "shortlisted"),
            key=lambda view: view["rank"],
        )
        if not listed:
            return False
        if len(listed) > 3 and aired % 4 == 0:
            last = listed[-1]
            self.give(self.producer, "question.move", question=last["number"], version=last["version"])
        if self._on_air() is not None:
            self._answer(fully=dice.random() < 0.8)
        view = listed[0]
        answer = self.give(self.producer, "question.take", question=view["number"], version=view["version"])
        if answer is None:
            return False
        self.producer.caught_up(answer["seq"])
        return True

    def _on_air(self) -> Json | None:
        return next((v for v in list(self.producer.mirror.questions.values()) if v["state"] == "on_air"), None)

    def _answer(self, fully: bool) -> None:
        view = self._on_air()
        if view is None:
            return
        answer = self.give(
            self.producer, "question.answer", question=view["number"], version=view["version"], fully=fully
        )
        if answer is not None:
            self.producer.caught_up(answer["seq"])

    def message(self) -> None:
        for n, moment in enumerate(self.moments(self.plan.messages)):
            self.until(moment)
            self.producer.obey("presenter.message", text=f"Сообщение {n}")

    def acknowledge(self) -> None:
        """The presenter sees every message and says so."""
        seen: set[int] = set()
        while len(seen) < self.plan.messages:
            self.presenter.wait_for(lambda s: set(s.mirror.messages) - seen, "a message", self._patience)
            for number in sorted(set(self.presenter.mirror.messages) - seen):
                self.presenter.obey("presenter.acknowledge", message=number)
                seen.add(number)

    def choose(self) -> None:
        """The head takes one now and then, and promises something of what is on air."""
        for n, moment in enumerate(self.moments(max(2, self.plan.aired // 6))):
            self.until(moment)
            there = [view for view in list(self.head.mirror.questions.values()) if view["state"] != "answered"]
            if there:
                view = there[n % len(there)]
                on = {"question": view["number"], "version": view["version"]}
                if n % 2:
                    self.give(self.head, "question.want", **on)
                else:
                    self.give(self.head, "question.promise", **on, promise="Отремонтируем", due="2030-12-01")

    @property
    def _patience(self) -> float:
        return self.plan.seconds / self.plan.speed if self.plan.speed else 60.0
