"""Days of a standing broadcast as its people leave them: played by the real verbs, with a clock that is moved on."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any, cast

from sqlalchemy import event

from bench.crowd import LOCALITIES, TOPICS
from bench.repeat import repeat
from bench.texts import bodies
from live import desk, followup
from live.admin.departments import Given, add_many
from live.channels.capabilities import Http, OutgoingMessage, Sent
from live.channels.webhook import CallSignal
from live.desk.calls import signal
from live.desk.receive import Arrival, receive_group
from live.domain import broadcast as rules
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.store.backup import analyze
from live.store.centre import channels
from live.store.database import Database
from live.store.leases import Leases
from live.store.show import broadcasts, questions
from live.store.tables import call as calls
from live.store.transaction import Store
from live.views.questions.suggestions import Guessing
from live.workers.audit import Sealing
from live.workers.classify import read_some
from live.workers.escalate import find, tell
from live.workers.sending.outbox import Outbox
from tests.support.rooms import Clock, clock_of
from tests.support.sending import send_all
from tests.support.server import SECRET

SLUG = "standing"
QUESTIONS, TICKETED, MERGED = 300, 30, 60
"""Of a day; all others are declined."""
CALLS, MISSED = 40, 15
"""Of a day; who was not missed leaves a question, which is declined."""
STRETCH = 7
"""Days at most that are played one by one of a long time."""
PEOPLE = 20_000
DONE_AFTER, LATE_AFTER, LATE = 6, 9, 10
"""Days until a ticket is answered, and until the LATE-th of each day is, whose deadlines have passed by then."""
CREW = Actor("Анна", frozenset(Role))
DEPARTMENTS = ("ЖКХ", "Дорожная служба", "Транспорт", "Благоустройство", "Здравоохранение")
ANSWER = "Работы включены в план на следующий месяц: бригада приедет, и о сроке вам скажут отдельно."


class _Network:
    """Takes every letter at once, and nothing leaves this machine."""

    SETTINGS = ()
    GUARD = timedelta(hours=1)

    def rate(self, outgoing: OutgoingMessage) -> float:
        return 1e9

    def reply(self, outgoing: OutgoingMessage, settings: Any, http: Http) -> Sent:
        return Sent(id=str(outgoing.guard))


class Year:
    """A standing broadcast and its channels; `play` so many days that end now. It is settled with `close`."""

    def __init__(self, url: str) -> None:
        self.store = Store(Database(url), SECRET, Clock(datetime.now(UTC)))
        event.listen(self.store.database.engine(), "connect", self._unhurried)
        with self.store.write() as tx:
            self.id = broadcasts.add(tx, rules.new(SLUG, rules.Kind.STANDING), title="Между эфирами")
            self.vk = channels.add(tx, "vk", uuid.uuid4().hex, self.id, {})
            self.mail = channels.add(tx, "mail", uuid.uuid4().hex, self.id, {})
        emails = [Given(name, email=f"d{n}@example.org") for n, name in enumerate(DEPARTMENTS)]
        add_many(self.store, emails, By(CREW.name, Role.ADMIN.value))
        self._outbox = Outbox(self.store, Leases(self.store), {name: cast(Any, _Network()) for name in ("vk", "mail")})
        self._sealing = Sealing(self.store, Leases(self.store))
        self._coming = _submissions()
        self._calls = count(1)
        self._open: dict[int, list[tuple[str, int]]] = {}
        """By the day on which they are answered: tickets, with the version that they have by then."""

    def _unhurried(self, connection: Any, _: Any) -> None:
        """What is filled in needs no disk to say so."""
        sqlite = self.store.database.dialect == "sqlite"
        connection.execute("PRAGMA synchronous=OFF" if sqlite else "SET synchronous_commit TO off").close()
        connection.commit()

    def play(self, days: int) -> None:
        """Of a long time a stretch is played and put there again and again; the last days are played again."""
        clock = clock_of(self.store)
        now, stretch = clock.now, min(STRETCH, days // 3)
        times = max(0, days // stretch - 2) if stretch else 0
        if times:
            self._play(now - timedelta(days=days), stretch)
            self._end_work(now - timedelta(days=days))
            repeat(self.store, self.id, timedelta(days=stretch), times)
            days -= stretch * (times + 1)
        self._play(now - timedelta(days=days), days)
        clock.now = now
        while self._sealing.tick() is not None:
            pass
        with self.store.write() as tx:
            analyze(tx.connection)

    def _play(self, since: datetime, days: int) -> None:
        for day in range(days):
            clock_of(self.store).now = since + timedelta(days=day)
            self._day(day)

    def _end_work(self, since: datetime) -> None:
        """Nothing new comes in until every ticket is answered."""
        for day in sorted(self._open):
            clock_of(self.store).now = since + timedelta(days=day)
            self._work(self._open.pop(day))
            self._evening()

    def close(self) -> None:
        self.store.database.close()

    def _do(self, type_: str, **fields: Any) -> dict[str, Any]:
        raw = {"id": str(uuid.uuid4()), "type": type_, **fields}
        return desk.BUS.perform(self.store, SLUG, raw, CREW)

    def _on_ticket(self, verb: str, number: str, version: int, **fields: Any) -> int:
        """The ticket's version after it."""
        raw = {"id": str(uuid.uuid4()), "type": f"ticket.{verb}", "ticket": number, "version": version, **fields}
        followup.BUS.perform(self.store, "tickets", raw, CREW)
        return version + 1

    def _day(self, day: int) -> None:
        numbers = self._asked()
        roots = numbers[:TICKETED]
        for number in numbers[TICKETED : TICKETED + MERGED]:
            self._do("question.merge", question=number, version=1, into=roots[number % len(roots)])
        for n, number in enumerate(roots):
            department = DEPARTMENTS[n % len(DEPARTMENTS)]
            made = self._do("question.ticket", question=number, version=self._version(number), department=department)
            version = self._on_ticket("assign", made["ticket"], 1, department=department, owner="Пётр Л.")
            late = n % LATE == LATE - 1
            if not late:
                version = self._on_ticket("start", made["ticket"], version)
            self._open.setdefault(day + (LATE_AFTER if late else DONE_AFTER), []).append((made["ticket"], version))
        declined = numbers[TICKETED + MERGED :] + [self._called(n) for n in range(CALLS - MISSED)]
        self._understand()
        for number in declined:
            self._do("question.decline", question=number, version=1, reason="not_ours")
        for _ in range(MISSED):
            self._missed()
        self._work(self._open.pop(day, []))
        self._evening()

    def _evening(self) -> None:
        """Deadlines are told of, letters sent, the audit sealed."""
        clock_of(self.store).pass_(hours=10)
        tell(self.store, find(self.store))
        for channel_id in (self.vk, self.mail):
            send_all(self._outbox, channel_id)
        while self._sealing.tick() is not None:
            pass

    def _asked(self) -> list[int]:
        numbers = []
        for _ in range(QUESTIONS // 50):
            group = [Arrival(self.id, f"channel:{self.vk}", one, self.vk, "") for one in islice(self._coming, 50)]
            for result in receive_group(self.store, group):
                assert not isinstance(result, Refused) and result.number is not None
                numbers.append(result.number)
        self._understand()
        return numbers

    def _version(self, number: int) -> int:
        with self.store.read() as connection:
            return int(questions.get(connection, self.id, number).version)

    def _understand(self) -> None:
        guesses = Guessing(self.store).now()
        while read_some(self.store, guesses):
            pass

    def _called(self, n: int) -> int:
        """Somebody rings, is heard and hangs up; the number of the question that is left."""
        call = self._heard("ringing")
        self._heard("answered", call)
        self._do("call.write", call=call[0], text="Не горят фонари у школы", locality=LOCALITIES[n % len(LOCALITIES)])
        number = self._do("call.hand", call=call[0], text="Когда починят фонари у школы?", name="Мария И.")
        self._heard("ended", call)
        return int(number["number"])

    def _missed(self) -> None:
        call = self._heard("ringing")
        self._heard("ended", call)
        self._do("call.close", call=call[0], note="Перезвонили")

    def _heard(self, state: str, call: tuple[int, str] | None = None) -> tuple[int, str]:
        """What the exchange says of a call, a new one without `call`: its id here, and the exchange's."""
        external = call[1] if call else f"year-{next(self._calls)}"
        news = CallSignal(external, state, f"+7842{int(external[5:]) % PEOPLE:07d}", leg="1")
        signal(self.store, self.id, "year", news)
        if call is not None:
            return call
        with self.store.read() as connection:
            found = connection.execute(calls.select().where(calls.c.external_id == external)).one()
        return int(found.id), external

    def _work(self, tickets: list[tuple[str, int]]) -> None:
        """News for who asked, a stop and a going on, the answer, and the end."""
        for number, version in tickets:
            version = self._on_ticket("reply", number, version, text="Обращение в работе.")
            version = self._on_ticket("hold", number, version, reason="Ждём смету")
            version = self._on_ticket("resume", number, version)
            version = self._on_ticket("resolve", number, version, answer=ANSWER)
            self._on_ticket("close", number, version)


def _submissions() -> Iterator[Submission]:
    for mark, body in bodies(1):
        payload = json.loads(body)
        yield Submission(
            payload["text"].split(" [#")[0],
            "vk",
            Author(payload["author"]["name"], f"vk:{mark % PEOPLE}"),
            external_id=f"year-{mark}",
            locality=LOCALITIES[mark % len(LOCALITIES)] if mark % 3 else None,
            topic=TOPICS[mark % len(TOPICS)] if mark % 5 else None,
        )
