"""The fortnight as it is played: who writes when, what the centre does with it, and the background in between.

Everything is a deed at a moment, done in order, with the store's clock at it. What must come of it stands in `told`.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from live.admin.departments import Given, Official, add
from live.domain.broadcast import Kind
from live.domain.people import Actor, Role
from live.store.centre import access, lists
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.show import calls, mentions
from live.store.transaction import Store
from live.workers.alarms import Alarms
from live.workers.escalate import Escalation
from live.workers.followup.matters import Matters
from live.workers.followup.shifts import Shifts as Watch
from live.workers.sending.outbox import Outbox
from tests.simulation.fortnight import district
from tests.simulation.fortnight.by_hand import BY_HAND, ELSEWHEN
from tests.simulation.fortnight.district import BEGINS, ENDS, MINUTE, VERA, at, in_the_office
from tests.simulation.fortnight.duty import OLGA, Duty
from tests.simulation.fortnight.pipe import BURST, Pipe
from tests.simulation.fortnight.shows import Shows
from tests.simulation.fortnight.told import Life, Told
from tests.simulation.fortnight.ways import Message, Ways
from tests.support.rooms import Json, Show, Tickets, clock_of
from tests.support.sending import send_all

STEP = timedelta(hours=1)

LOOKS = frozenset({0, 3, *range(6, 19), 21})
"""The hours at which the background looks: nothing falls due outside working time."""

WRITTEN: Json = {"as": "written"}
UNNEEDED: Json = {"as": "none"}

DEPARTMENTS = [
    *("ЖКХ", "Водоканал", "Теплосеть", "Дороги", "Благоустройство", "Транспорт", "Образование"),
    *("Здравоохранение", "Соцзащита", "Архитектура", "Экология", "Общий отдел"),
]

FATES = [
    *("written", "ticket", "none", "ticket", "written", "show", "written", "ticket", "again", "decline", "written"),
    *("ticket", "show", "written", "none", "ticket", "written", "back", "ticket", "none", "written", "again"),
    *("ticket", "decline", "written"),
]
"""What becomes of one message after another."""

DELAYS = [4, 12, 25, 50, 95, 15, 140, 40, 7, 240, 70, 30, 610]
"""Minutes until somebody takes it up: beside the fates, every delay meets each of them."""

WAYS = [
    *("vk", "telegram", "vk", "max", "ok", "form", "phone", "vk", "news", "mailbox", "telegram", "file", "phone"),
    *("vk_watch", "ok_watch", "mango"),
]
OF_THE_PIPE = ("vk", "telegram", "max", "ok", "form", "phone")


class Fortnight:
    """`play()` it; `told` is what must have come of it then."""

    def __init__(self, store: Store, stack: ExitStack, texts: list[str], askers: int) -> None:
        self.store, self.clock, self._dice = store, clock_of(store), random.Random(17)
        self.clock.now = BEGINS - STEP
        self._furnish()
        self.line = Show(store, Kind.STANDING, title="Постоянная линия")
        self.ways, self.tickets, self.told = Ways(self.line, stack), Tickets(store), Told()
        self.messages = self._written(texts, askers)
        self.by_n = {one.n: one for one in self.messages}
        numbers = [one.n for one in self.messages]
        self.fates = dict(zip(numbers, itertools.cycle(FATES), strict=False))
        self._delays = dict(zip(numbers, itertools.cycle(DELAYS), strict=False))
        self._merged: dict[int, list[Message]] = {}
        self._ticketed: list[Message] = []
        self._queue: list[tuple[datetime, int, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self.seen = 0
        self.pipe, self.shows, self.duty = Pipe(self), Shows(self), Duty(store)
        self._restart()

    def _furnish(self) -> None:
        """The calendar, a coordinator, and twelve departments whose chiefs are written to."""
        with self.store.write() as tx:
            present = lists.read(tx.connection, "calendar")
            lists.save(tx, "calendar", present.version, [{**present.items[0], **district.CALENDAR}], "Ольга")
            access.add_account(tx, "vera", "Вера", "-", ["coordinator"], 0, None, "vera@example.org")
        for n, name in enumerate(DEPARTMENTS):
            chief = Official(f"Начальник {n}", "начальник", f"chief{n}@example.org")
            add(self.store, Given(name, email=f"department{n}@example.org", chief=chief), OLGA)

    def _written(self, texts: list[str], askers: int) -> list[Message]:
        """All that will be written, in order: the table's, the burst pipe's, and whatever else a district writes."""
        numbers, found = itertools.count(1), []
        for way, written, *_ in BY_HAND:
            found.append(Message(n := next(numbers), n, way, at(written), "по таблице"))
        for way, dated, comes, *_ in ELSEWHEN:
            found.append(Message(n := next(numbers), n, way, at(comes), "по таблице", dated=at(dated)))
        for place in range(askers):
            n, when = next(numbers), BURST + (1 + 8 * 60 * place // askers) * MINUTE
            person = n - 6 if place % 13 == 12 else n  # Who writes again does so by the same way.
            facts = {"pipe": True}
            found.append(Message(n, person, OF_THE_PIPE[place % 6], when, "прорвало трубу на Речной", facts=facts))
        left = texts[len(found) :]
        for when, text, way in zip(district.moments(len(left), self._dice), left, itertools.cycle(WAYS), strict=False):
            found.append(Message(n := next(numbers), n, way, when, " ".join(text.split())[:150]))
        return sorted(found, key=lambda one: (one.written, one.n))

    def _restart(self) -> None:
        """Whatever the processes held in memory is made anew."""
        leases = Leases(self.store)
        looks = (Alarms(self.store, leases), Escalation(self.store, leases), Matters(self.store), Watch(self.store))
        self._ticks: list[Callable[[], object]] = [worker.tick for worker in looks]
        self._outbox = Outbox(self.store, leases)
        self.ways.restart()

    @property
    def on_duty(self) -> Actor:
        """Who moderates now."""
        return self.duty.now(self.clock.now)

    # Time

    def then(self, when: datetime, deed: Callable[[], object], rank: int = 1) -> None:
        """A deed at a moment; at the same one what is written comes first, and the background last."""
        heapq.heappush(self._queue, (when, rank, next(self._order), deed))

    def play(self) -> None:
        for one in self.messages:
            self.then(one.written, partial(self._write, one), 0)
        self.then(BEGINS, self._step, 9)
        self.duty.plan(self.line.slug, self.then)
        self.shows.plan()
        self.pipe.plan()
        while self._queue:
            self.clock.now, _, _, deed = heapq.heappop(self._queue)
            deed()
        for word, person in self.pipe.heard():
            self.told.heard[word, person] += 1

    def _write(self, one: Message) -> None:
        self.ways.write(one)
        self.take_in()

    def _step(self) -> None:
        """The background, and at night a restart; in the morning a process dies while it reads VK."""
        now = self.clock.now
        hour = now.astimezone(district.ZONE).hour
        if hour == 3:
            self._restart()
        if hour == 10 and self.ways.waits("vk"):
            self.ways.read_again("vk")
        self.ways.read()
        self._take_mentions()
        self.take_in()
        for tick in self._ticks:
            tick()
        self.told.looks.append(now)
        self.told.on_duty.append(self.duty.says())
        self._send()
        if self._queue or now < ENDS:
            after = next(n for n in range(1, 25) if (hour + n) % 24 in LOOKS)
            self.then(now + after * STEP, self._step, 9)
        if hour == 0:
            opened = sum(life.ended is None for life in self.told.questions.values())
            self.told.days.append(([show.books() for show in (self.line, *self.shows.all)], opened))

    def _send(self) -> None:
        with self.store.read() as connection:
            at_work = outbox.channels_at_work(connection, self.clock.now, ())
        for channel_id in at_work:
            send_all(self._outbox, channel_id)

    # What has come

    def _take_mentions(self) -> None:
        with self.store.read() as connection:
            found = sorted(row.id for row in mentions.listed(connection, self.line.id, 100))
        for mention in found:
            self.line.do("mention.take", by=self.on_duty, mention=mention)

    def take_in(self) -> None:
        """Every question that is new on the line is known by its text, and its fate begins."""
        for one in self.ways.rung():
            self._take_call(one)
        for number in range(self.seen + 1, self.line.broadcast.last_number + 1):
            one = self.by_n[int(self.line.row(number).text.split(":")[0].split()[1])]
            assert one.number == 0, "nothing comes twice"
            one.show, one.number = self.line, number
            one.facts["first"] = number
            self.seen = number
            self._begin(one)

    def _take_call(self, one: Message) -> None:
        with self.store.read() as connection:
            row = calls.by_external(connection, f"channel:{self.ways.ids[one.way]}", f"call-{one.n}")
        assert row is not None
        self.line.do("call.take", call=row.id, by=self.on_duty)
        self.line.do("call.hand", call=row.id, text=one.text, name=f"Житель {one.person}", by=self.on_duty)

    def _begin(self, one: Message) -> None:
        now = self.clock.now
        given = next(
            ((at(react), at(resolve)) for _, dated, _, react, resolve in ELSEWHEN if one.dated == at(dated)), None
        )
        self.told.questions[one.number] = Life(one.written, now, given=given)
        if "pipe" in one.facts:
            return self.pipe.asked(one)
        self.then(now + self._delays[one.n] * MINUTE, partial(self._take_up, one))

    def _take_up(self, one: Message) -> None:
        fates: dict[str, Callable[[Message], None]] = {
            "written": self.write_back,
            "none": self._need_none,
            "decline": self._decline,
            "ticket": self._make_ticket_to_merge_into,
            "show": self.shows.take,
            "back": self.shows.take,
            "again": self._merge,
        }
        fates[self.fates[one.n]](one)

    def do(self, one: Message, type_: str, *, by: Actor | None = None, **fields: Any) -> Json:
        """A command on its question, where it stands now, by who is on duty."""
        answer: Json = one.show.do(type_, one.number, by=by or self.on_duty, **fields)
        return answer

    def life(self, one: Message) -> Life:
        """The clock of its question, which stands on the line."""
        return self.told.questions[one.number]

    def reacted(self, one: Message) -> None:
        self.life(one).reacted = self.life(one).reacted or self.clock.now

    def ended(self, one: Message, how: str) -> None:
        self.reacted(one)
        self.life(one).ended = self.clock.now
        self.told.ends[one.n] = how

    # How it ends

    def write_back(self, one: Message) -> None:
        """Answered in writing, where its way takes an answer."""
        if one.way in ("vk", "telegram", "max", "ok"):
            self.do(one, "question.reply", text=f"Решено. Обращение {one.n}: отвечаем.", final=True)
            self.told.heard["Решено", one.n] += 1
        self.do(one, "question.finish", **WRITTEN)
        self.ended(one, "written")

    def _need_none(self, one: Message) -> None:
        self.do(one, "question.finish", **UNNEEDED)
        self.ended(one, "none")

    def _decline(self, one: Message) -> None:
        self.do(one, "question.decline", reason="off_topic")
        self.ended(one, "declined")

    def _merge(self, one: Message) -> None:
        """Into one that still waits for its ticket's answer, as somebody who writes again."""
        root = next((other for other in reversed(self._ticketed) if other.n not in self.told.ends), None)
        if root is None:
            return self._need_none(one)
        self.do(one, "question.merge", into=root.number)
        self._merged.setdefault(root.n, []).append(one)
        self.ended(one, "merged")

    def _make_ticket_to_merge_into(self, one: Message) -> None:
        self.make_ticket(one)
        self._ticketed.append(one)

    def make_ticket(self, one: Message) -> str:
        number = str(self.do(one, "question.ticket")["ticket"])
        life = self.life(one)
        self.told.tickets[number] = Life(life.start, self.clock.now, given=life.given)
        self.reacted(one)
        life.ended = self.clock.now
        self.work_on(number, one)
        return number

    def work_on(self, number: str, one: Message) -> None:
        """The coordinator gives it to a department, which answers; a day later it is closed."""
        count = len(self.told.tickets)
        department = DEPARTMENTS[count % len(DEPARTMENTS)]
        given = in_the_office(self.clock.now + DELAYS[count % 11] * MINUTE)
        answered = in_the_office(given + timedelta(hours=2 + 7 * (count % 5)))
        closed = in_the_office(answered + timedelta(hours=20))
        self.then(given, partial(self._assign, number, department))
        self.then(answered, partial(self._answer, number, department, one))
        self.then(closed, partial(self.tickets.do, "ticket.close", number, by=VERA))

    def _assign(self, number: str, department: str) -> None:
        self.tickets.do("ticket.assign", number, by=VERA, department=department)
        life, self.told.assigned[number] = self.told.tickets[number], self.clock.now
        life.reacted = life.reacted or self.clock.now

    def _answer(self, number: str, department: str, one: Message) -> None:
        executor = Actor(f"Исполнитель: {department}", frozenset({Role.EXECUTOR}), department=department)
        self.tickets.do("ticket.resolve", number, by=executor, answer="Решено. {вопрос}")
        self.told.tickets[number].ended = self.clock.now
        for asker in (one, *self._merged.get(one.n, ())):
            self.told.heard["Решено", asker.n] += 1
        self.told.ends[one.n] = "ticket"
