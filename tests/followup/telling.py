"""A centre whose people are told of their work: a department, a coordinator, and what they were written and see."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select, update

from live.admin.shifts.absence import add_absence
from live.domain.followup.news import WAYS, Kind, Pace
from live.domain.people import Actor, By, Role
from live.followup import residents
from live.followup.news import choose
from live.store.centre import access
from live.store.leases import Leases
from live.store.tables import absence, account, channel, outbox, question, shift, staff_contact
from live.store.tables import news as rows
from live.store.transaction import Store
from live.views.news import own_news
from live.workers.followup.news import News
from tests.support.departments import keep_departments
from tests.support.rooms import Show, Tickets, clock_of

ADDRESS = "https://live.example"
OLGA = By("Ольга", "admin")
NOBODY = Actor("Программа", frozenset(Role))


class Centre:
    """A department with two executors, and a coordinator: it is noon. What was before is told to nobody."""

    def __init__(self, store: Store, **mail: str) -> None:
        clock_of(store).set("2026-11-24 12:00:00+04:00")
        self.store, self.show, self.board = store, Show(store).on_air(), Tickets(store)
        self.department = f"Отдел {uuid.uuid4().hex[:6]}"
        with store.write() as tx:
            for table in (absence, shift, staff_contact):
                tx.connection.execute(table.delete())
            tx.connection.execute(update(channel).values(paused=True))
            tx.connection.execute(update(account).values(active=False))  # Other tests' people are called alike.
        mail = mail or {"host": "127.0.0.1", "sender": "line@example.org", "security": "none"}
        self.mail = self.show.channel("mail", **mail)
        self.anna, self.petr = self.person("Анна Петрова", "executor"), self.person("Пётр", "executor")
        self.irina = self.person("Ирина", "coordinator", None)
        keep_departments(store)
        self.tick()
        with store.write() as tx:
            tx.connection.execute(update(rows).values(due_at=None))

    def person(self, name: str, role: str, department: str | None = "") -> Actor:
        login = f"works-{uuid.uuid4().hex[:8]}"
        home = self.department if department == "" else department
        with self.store.write() as tx:
            made = access.add_account(tx, login, name, "-", [role], 0, home, f"{login}@example.org")
        return Actor(name, frozenset({Role(role)}), f"user:{made}", home)

    def ticket(self, department: str | None = None, by: Actor = NOBODY) -> str:
        number = self.show.asked()
        made = self.show.do("question.ticket", number, department=department or self.department, by=by)
        return str(made["ticket"])

    def assign(self, number: str, owner: Actor | None, by: Actor | None = None, department: str | None = None) -> None:
        with self.store.read() as connection:
            login = access.accounts(connection, [owner.account or 0])[0].login if owner else None
        fields = {"owner_login": login} if login else {}
        self.board.do("ticket.assign", number, department=department or self.department, by=by or self.irina, **fields)

    def owned(self, owner: Actor | None = None) -> str:
        """A ticket that somebody has for long: nothing of it waits to be told."""
        number = self.ticket()
        self.assign(number, owner or self.anna)
        self.later()
        return number

    def tick(self, address: str = ADDRESS) -> None:
        News(self.store, Leases(self.store), address).tick()

    def later(self, **time: float) -> list[tuple[str, str]]:
        """Who was written to by then (a minute, if nothing is said), and the first line of what."""
        before = len(self.letters())
        self.tick()
        clock_of(self.store).pass_(**(time or {"minutes": 1}))
        self.tick()
        return [(to, text.splitlines()[0]) for to, text in self.letters()[before:]]

    def letters(self) -> list[tuple[str, str]]:
        with self.store.read() as connection:
            people = {row.email: row.name for row in access.all_accounts(connection)}
            mine = select(outbox).where(outbox.c.channel_id == self.mail).order_by(outbox.c.id)
            return [(people.get(row.address, row.address), row.text) for row in connection.execute(mine)]

    def seen(self, whom: Actor) -> list[tuple[Kind, str | None]]:
        """What stands on a person's page, the first first."""
        found = own_news(self.store, whom.account or 0).listed
        return [(one.kind, one.ticket) for one in reversed(found)]

    def unread(self, whom: Actor) -> int:
        return own_news(self.store, whom.account or 0).unread

    def chooses(self, whom: Actor, pace: Pace = Pace.AT_ONCE, **facts: Any) -> None:
        usual: dict[str, Any] = {"kinds": list(Kind), "by_ways": WAYS, "quiet": True}
        choose(self.store, whom.account or 0, pace=pace, by=whom, **{**usual, **facts})

    def away(self, whom: Actor) -> None:
        now = clock_of(self.store).now
        add_absence(self.store, whom.account or 0, now - timedelta(hours=1), now + timedelta(days=3), OLGA)

    def rate(self, number: str, stars: int) -> None:
        self.board.do("ticket.resolve", number, answer="Починили", by=NOBODY)
        self.tick()
        residents.rate(self.store, self._code(number), number, stars, "")

    def not_solved(self, number: str) -> None:
        self.board.do("ticket.resolve", number, answer="Починили", by=NOBODY)
        residents.not_solved(self.store, self._code(number), number, "Не починили")

    def _code(self, number: str) -> str:
        asked = select(question.c.code).where(question.c.id == self.board.row(number).question_id)
        with self.store.read() as connection:
            return str(connection.execute(asked).scalar_one())


class Killed(BaseException):
    """The process dies here."""


@contextmanager
def dies_at(store: Store, statement: int) -> Iterator[None]:
    """The process dies before it sends this statement; what its transaction did is undone, as after a kill."""
    left = [statement]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    engine = store.database.engine()
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)
