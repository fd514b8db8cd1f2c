"""A topic or a place that is asked about more than usual: told once, to whose business it is."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.shifts.roster import Planned, add_shift
from live.domain.broadcast import Kind
from live.domain.people import By
from live.store.centre import access
from live.store.tables import account, channel, outbox, rise
from live.store.transaction import Store
from live.views.report.rises import rises_of
from live.workers.followup.rises import Rises
from tests.support.rooms import Show, clock_of, clocked

__all__ = ["clocked"]

ADDRESS = "https://live.example"
NOONS = (datetime(2026, 11, 24, 8, tzinfo=UTC) + timedelta(days=100 * n) for n in itertools.count())
"""Each test has a day of its own: what others have asked is long ago."""


class Line(Show):
    """A line between shows in a centre without a roster, whose coordinator has an address."""

    def __init__(self, store: Store) -> None:
        self.noon = clock_of(store).now = next(NOONS)
        super().__init__(store, Kind.STANDING, title="Постоянная линия")
        login = f"coordinator-{uuid.uuid4().hex[:6]}"
        self.address = f"{login}@example.org"
        with store.write() as tx:
            tx.connection.execute(rise.delete())
            tx.connection.execute(update(channel).values(paused=True))
            access.add_account(tx, login, "Координатор", "-", ["coordinator"], self.id, None, self.address)
        self.mail = self.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
        self.topic, self.place = f"ЖКХ {self.id}", f"Сосновка {self.id}"

    def ask(self, many: int, **fields: Any) -> None:
        for _ in range(many):
            self.asked(**{"topic": self.topic, **fields})

    def weeks_before(self, many: int, weeks: int = 8) -> None:
        """So many asked in the same hour of each of these weeks."""
        for week in range(weeks, 0, -1):
            self.clock.now = self.noon - timedelta(weeks=week, minutes=30)
            self.ask(many)
        self.clock.now = self.noon

    def tick(self) -> list[str]:
        """The first lines of the letters that it wrote."""
        before = len(self._letters())
        Rises(self.store, ADDRESS).tick()
        return [text.splitlines()[0] for text in self._letters()[before:]]

    def on_duty(self, topic: str) -> str:
        """The address of somebody who is on duty for a topic now."""
        login = f"duty-{uuid.uuid4().hex[:8]}"
        with self.store.write() as tx:
            person = access.add_account(tx, login, login, "-", ["moderator"], email=f"{login}@example.org")
        hours = (self.noon - timedelta(hours=4), self.noon + timedelta(hours=4))
        add_shift(self.store, *hours, Planned(person, [topic]), By("Ольга", "admin"))
        return f"{login}@example.org"

    def _letters(self) -> list[str]:
        with self.store.read() as connection:
            mine = select(outbox).where(outbox.c.channel_id == self.mail).order_by(outbox.c.id)
            return [row.text for row in connection.execute(mine) if row.address == self.address]


@pytest.fixture
def line(clocked: Store) -> Line:
    return Line(clocked)


def test_a_topic_that_nobody_asked_about_before_is_told_of_once(line: Line) -> None:
    line.ask(5)
    assert line.tick() == [f"Растёт: {line.topic}"]
    line.ask(5)
    assert line.tick() == []
    [risen] = rises_of(line.store)
    assert (risen.kind, risen.name, risen.many, risen.usual) == ("topic", line.topic, 5, 0.0)


def test_the_desks_of_the_lines_ring_once_and_name_those_on_duty(line: Line) -> None:
    person = line.on_duty(line.topic)
    line.ask(5)
    line.tick()
    line.tick()
    [event] = [event for event in line.events() if event.type == "duty.alarmed"]
    with line.store.read() as connection:
        account_id = connection.execute(select(account.c.id).where(account.c.email == person)).scalar_one()
    assert event.data == {"kind": "topic", "about": line.topic, "many": 5, "usual": 0.0, "to": [account_id]}


def test_what_is_usual_for_its_hour_is_told_to_nobody(line: Line) -> None:
    line.weeks_before(4)
    line.ask(10)  # 4 + 3·2 = 10, and it is not more.
    assert line.tick() == []
    line.ask(1)
    assert line.tick() == [f"Растёт: {line.topic}"]


def test_a_place_is_told_of_as_a_topic_is(line: Line) -> None:
    line.ask(6, topic=None, locality=line.place)
    assert line.tick() == [f"Растёт: {line.place}"]


def test_it_is_told_again_after_six_hours(line: Line) -> None:
    line.ask(5)
    assert len(line.tick()) == 1
    line.clock.pass_(hours=5, minutes=59)
    line.ask(6)
    assert line.tick() == []
    line.clock.pass_(minutes=2)
    assert line.tick() == [f"Растёт: {line.topic}"]


def test_what_came_more_than_an_hour_ago_does_not_count(line: Line) -> None:
    line.ask(3)
    line.clock.pass_(minutes=61)
    line.ask(4)
    assert line.tick() == []


def test_a_rehearsal_and_a_practice_raise_no_alarm(line: Line) -> None:
    line.ask(9, origin="rehearsal")
    practice = Show(line.store, Kind.PRACTICE, slug=f"practice_moderator_{line.id}_abc")
    for _ in range(9):
        practice.asked(topic=line.topic)
    assert line.tick() == []


def test_the_letter_says_how_many_and_where_to_look(line: Line) -> None:
    line.ask(7)
    line.tick()
    assert line._letters()[-1] == (
        f"Растёт: {line.topic}\n\nЗа последний час обращений: 7, обычно в это время ни одного.\n"
        f"Показатели: {ADDRESS}/figures"
    )


def test_those_on_duty_whose_business_it_is_are_told_and_then_no_coordinator(line: Line) -> None:
    mine, theirs = line.on_duty(line.topic), line.on_duty("Дороги")
    line.ask(5)
    assert line.tick() == []
    with line.store.read() as connection:
        told = {row.address for row in connection.execute(select(outbox).where(outbox.c.channel_id == line.mail))}
    assert mine in told and theirs not in told


def test_two_processes_write_one_letter(line: Line) -> None:
    line.ask(5)
    workers = [Rises(line.store, ADDRESS), Rises(line.store, ADDRESS)]
    for one in (*workers, *workers):
        one.tick()
    assert len(line._letters()) == 1


def test_it_leaves_the_page_after_a_day_and_the_table_after_a_month(line: Line) -> None:
    line.ask(5)
    line.tick()
    line.clock.pass_(hours=25)
    assert rises_of(line.store) == []
    line.clock.pass_(days=30)
    line.ask(5)
    line.tick()
    with line.store.read() as connection:
        assert len(connection.execute(select(rise)).all()) == 1
