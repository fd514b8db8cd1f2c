"""The rooms without a server: a store on a real database in this process, and a broadcast with all done to it."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from live import desk, followup
from live.desk.close import wrap_slice
from live.desk.receive import Arrival, Result, receive_group
from live.domain import broadcast as rules
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.protocol.commands import COMMANDS
from live.store import log
from live.store.centre import channels
from live.store.database import Database
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts, messages, questions
from live.store.tables import event, ticket
from live.store.transaction import Store
from live.views.books import Books, books
from live.views.questions.listing import one_question
from live.views.questions.suggestions import Guessing
from live.views.questions.view import question_views
from live.views.screens import SCREENS
from live.workers.classify import read_some
from live.workers.language.stacking import place_some
from tests.support.backends import EMBEDDED, SERVED, Backends

Json = dict[str, Any]

EVERYBODY = Actor("Анна", frozenset(Role))
"""One person with every role, as in a small district."""

DATABASES = ("sqlite", "postgresql")


@contextmanager
def database_url(kind: str, backends: Backends, folder: Path) -> Iterator[str]:
    """The address of an empty database at the newest schema."""
    of_it = {"postgresql": SERVED, "sqlite": EMBEDDED}[kind]
    with backends.installation(of_it, folder, redis_url="redis://unused") as installation:
        yield installation.database_url


@contextmanager
def opened(kind: str, backends: Backends, folder: Path) -> Iterator[Store]:
    """A store on an empty database of this kind."""
    with database_url(kind, backends, folder) as url:
        store = Store(Database(url), "of-the-tests")
        yield store
        store.database.close()


@pytest.fixture(scope="module", params=DATABASES)
def store(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """A store on each kind of database, shared by a module: let every test make its own broadcast."""
    with opened(request.param, backends, folder) as made:
        yield made


@pytest.fixture
def show(store: Store) -> Show:
    """A show on air, whose intake is open."""
    return Show(store).on_air()


@pytest.fixture(scope="module", params=DATABASES)
def clocked(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """A store of its own on each kind of database, whose time stands still until its `Clock` is moved."""
    with opened(request.param, backends, folder) as made:
        made.clock = Clock(made.clock())
        yield made


class Clock:
    """The store's time, moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> datetime:
        self.now = datetime.fromisoformat(text).astimezone(UTC)
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def clock_of(store: Store) -> Clock:
    """The clock of a store whose time a test moves, as that of `clocked`."""
    assert isinstance(store.clock, Clock)
    return store.clock


class Show:
    """A broadcast, planned at first. `do` is a command that must be obeyed, `refused` one that must not."""

    _origins = itertools.count(1)

    def __init__(self, store: Store, kind: rules.Kind = rules.Kind.SHOW, slug: str = "", **columns: Any) -> None:
        self.store = store
        self.slug = slug or f"{kind.value}-{uuid.uuid4().hex[:10]}"
        with store.write() as tx:
            self.id = broadcasts.add(tx, rules.new(self.slug, kind), **{"title": "Прямая линия", **columns})
        self.origin = f"test:{self.id}"

    @property
    def clock(self) -> Clock:
        return clock_of(self.store)

    def on_air(self) -> Show:
        self.do("broadcast.open")
        self.do("broadcast.air")
        return self

    # Changing

    def do(self, type_: str, question: int | str | None = None, *, by: Actor = EVERYBODY, **fields: Any) -> Json:
        """A command's answer. `question` brings its version along, unless `version` is given; a poll asks in words."""
        raw: Json = {"id": str(uuid.uuid4()), "type": type_, **fields}
        if question is not None:
            raw["question"] = question
            if "version" not in fields and "version" in COMMANDS[type_].body.model_fields:
                raw["version"] = self.row(int(question)).version
        return desk.BUS.perform(self.store, self.slug, raw, by)

    def refused(self, code: str, type_: str, question: int | str | None = None, **fields: Any) -> Refused:
        """The refusal of a command, which has left no event behind."""
        before = self.head
        with pytest.raises(Refused) as caught:
            self.do(type_, question, **fields)
        assert caught.value.code == code, str(caught.value)
        assert self.head == before
        return caught.value

    def arrival(self, text: str = "Когда починят мост?", channel_id: int | None = None, **fields: Any) -> Arrival:
        body = fields.pop("body", "")
        origin = fields.pop("origin", self.origin)
        fields = {"source": "api", **fields}
        return Arrival(self.id, origin, Submission(text, **fields), channel_id, body)

    def receive(self, *texts: str, **fields: Any) -> list[Result]:
        """What became of these texts, handed in together."""
        return receive_group(self.store, [self.arrival(text, **fields) for text in texts])

    def asked(self, text: str = "Когда починят мост?", **fields: Any) -> int:
        """The number of a new question."""
        [receipt] = self.receive(text, **fields)
        assert not isinstance(receipt, Refused) and receipt.number is not None
        return receipt.number

    def shortlisted(self, text: str = "Когда починят мост?", **fields: Any) -> int:
        number = self.asked(text, **fields)
        self.do("question.shortlist", number)
        return number

    def taken(self, text: str = "Когда починят мост?", **fields: Any) -> int:
        number = self.shortlisted(text, **fields)
        self.do("question.take", number)
        return number

    def answered(self, **fields: Any) -> int:
        number = self.taken()
        self.do("question.answer", number, **fields)
        return number

    def rung(self, **fields: Any) -> int:
        """The id of a new call."""
        return int(self.do("call.open", **fields)["call"])

    def handed(self, text: str = "Вопрос с телефона") -> tuple[int, int]:
        """A call handed over, and its question's number."""
        call = self.rung(name="Пётр", number="+78422000000")
        self.do("call.take", call=call)
        return call, int(self.do("call.hand", call=call, text=text)["number"])

    def understood(self) -> Show:
        """The language work has read whatever came."""
        guesses = Guessing(self.store).now()
        while read_some(self.store, guesses):
            pass
        return self

    def stacked(self) -> Show:
        """The language work has read whatever came, and put like questions on stacks."""
        self.understood()
        while place_some(self.store):
            pass
        return self

    def wrapped(self) -> Show:
        self.do("broadcast.wrap")
        while wrap_slice(self.store, self.id):
            pass
        return self

    # Looking

    def row(self, number: int) -> Row[Any]:
        with self.store.read() as connection:
            return questions.get(connection, self.id, number)

    @property
    def broadcast(self) -> Row[Any]:
        with self.store.read() as connection:
            return broadcasts.by_id(connection, self.id)

    @property
    def head(self) -> int:
        return int(self.broadcast.head)

    def view(self, number: int) -> Json:
        """The whole question, as the desk sees it."""
        with self.store.read() as connection:
            return dict(question_views(connection, self.id, [number])[number])

    def page(self, number: int) -> Json:
        """The question with its history and its wordings."""
        with self.store.read() as connection:
            return dict(one_question(connection, self.broadcast, SCREENS["desk"], number))

    def shortlist(self) -> list[int]:
        """The numbers of the shortlist in its order."""
        with self.store.read() as connection:
            rows = [questions.get(connection, self.id, n) for n in range(1, self.broadcast.last_number + 1)]
        listed = [row for row in rows if row.state == "shortlisted"]
        return [row.number for row in sorted(listed, key=lambda row: row.rank)]

    def events(self, since: int = 0) -> list[Row[Any]]:
        with self.store.read() as connection:
            return log.events_since(connection, self.id, since, 100_000)

    def types(self, since: int = 0) -> list[str]:
        return [e.type for e in self.events(since)]

    def tickets(self) -> list[Row[Any]]:
        mine = ticket.c.question_id.between(question_id(self.id, 0), question_id(self.id + 1, 0) - 1)
        with self.store.read() as connection:
            return list(connection.execute(select(ticket).where(mine).order_by(ticket.c.id)).all())

    def retold(self) -> list[str]:
        """The tickets of this broadcast of which the tickets' log says that their question has changed, in order."""
        mine = {row.number for row in self.tickets()}
        return [e.ticket for e in Tickets(self.store).events() if e.type == "ticket.retold" and e.ticket in mine]

    def message(self, message_id: int) -> Row[Any]:
        with self.store.read() as connection:
            return messages.by_ids(connection, [message_id])[0]

    def books(self) -> Books:
        with self.store.read() as connection:
            return books(connection, broadcasts.by_id(connection, self.id))

    def channel(self, type_: str = "vk", **settings: str) -> int:
        """The id of a new network's channel that delivers here."""
        with self.store.write() as tx:
            return channels.add(tx, type_, uuid.uuid4().hex, self.id, settings)


class Tickets:
    """The centre's tickets."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def do(self, type_: str, number: str, *, by: Actor = EVERYBODY, **fields: Any) -> Json:
        raw: Json = {"id": str(uuid.uuid4()), "type": type_, "ticket": number}
        if "version" not in fields and "version" in COMMANDS[type_].body.model_fields:
            raw["version"] = self.row(number).version
        return followup.BUS.perform(self.store, "tickets", raw | fields, by)

    def bulk(self, do: str, *numbers: str, by: Actor = EVERYBODY, **fields: Any) -> list[Json]:
        """What became of each, given with its present version; a number with another one behind a colon has that."""
        seen = [self._seen(number) for number in numbers]
        raw = {"id": str(uuid.uuid4()), "type": "tickets.bulk", "do": do, "tickets": seen, **fields}
        answer = followup.BUS.perform(self.store, "tickets", raw, by)
        results: list[Json] = answer["results"]
        return results

    def _seen(self, number: str) -> Json:
        number, _, version = number.partition(":")
        return {"ticket": number, "version": int(version or self.row(number).version)}

    def refused(self, code: str, type_: str, number: str, **fields: Any) -> Refused:
        before = self.events()
        with pytest.raises(Refused) as caught:
            self.do(type_, number, **fields)
        assert caught.value.code == code, str(caught.value)
        assert self.events() == before
        return caught.value

    def row(self, number: str) -> Row[Any]:
        with self.store.read() as connection:
            return connection.execute(select(ticket).where(ticket.c.number == number)).one()

    def events(self, number: str | None = None) -> list[Row[Any]]:
        """The tickets' log, or what it says of one ticket."""
        with self.store.read() as connection:
            mine = select(event).where(event.c.broadcast_id == TICKETS_LOG).order_by(event.c.seq)
            return list(connection.execute(mine if number is None else mine.where(event.c.ticket == number)).all())


def anna() -> Author:
    return Author("Анна П.", "vk:123", "https://vk.com/id123")
