"""Alarms of the line between shows and the duty: each once, to the right person; the night waits for the morning."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.shifts.absence import add_absence
from live.admin.shifts.night import save_night
from live.admin.shifts.roster import Planned, add_shift
from live.domain.broadcast import Kind
from live.domain.people import Actor, By, Role
from live.store.centre import access, lists
from live.store.commands import BUS
from live.store.followup import held
from live.store.followup import outbox as outgoing
from live.store.leases import Leases
from live.store.tables import (
    absence,
    account,
    centre_list,
    channel,
    handover,
    held_alarm,
    outbox,
    question,
    shift,
    staff_contact,
)
from live.store.transaction import Store
from live.workers.alarms import Alarms
from live.workers.escalate import Escalation
from live.workers.followup.shifts import Shifts
from tests.support.rooms import Show, Tickets, clock_of, clocked

__all__ = ["clocked"]

OLGA = By("Ольга", "admin")


class Watch(Show):
    """A line round the clock, with Irina by day and Petr by night; it is eight in the morning."""

    def __init__(self, store: Store) -> None:
        clock_of(store).set("2026-11-24 08:00:00+04:00")
        with store.write() as tx:
            for table in (held_alarm, absence, handover, shift, staff_contact):
                tx.connection.execute(table.delete())
            tx.connection.execute(centre_list.delete().where(centre_list.c.name.in_(["calendar", "night"])))
            tx.connection.execute(update(channel).values(paused=True))
            tx.connection.execute(update(account).values(active=False))
            tx.connection.execute(update(question).values(react_due=None))  # Other tests' clocks stand.
            present = lists.read(tx.connection, "calendar")
            lists.save(tx, "calendar", 0, [{**present.items[0], "round_the_clock": True}], "Ольга")
        super().__init__(store, Kind.STANDING, title="Постоянная линия")
        self.irina, self.petr = self.person("Ирина"), self.person("Пётр")
        self.chief = self.person("Координатор", "coordinator")
        self.mail = self.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
        self.day = self.shift("08:00", "20:00", self.irina)
        self.night = self.shift("20:00", "08:00", self.petr)

    def person(self, name: str, role: str = "moderator", **facts: Any) -> int:
        login = f"duty-{uuid.uuid4().hex[:8]}"
        with self.store.write() as tx:
            return access.add_account(tx, login, name, "-", [role], email=f"{login}@example.org", **facts)

    def moment(self, hour: str, days: int = 0) -> datetime:
        return datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00") + timedelta(days=days)

    def shift(self, begins: str, ends: str, person: int | None, *topics: str, days: int = 0) -> int:
        first, last = self.moment(begins, days), self.moment(ends, days)
        last += timedelta(days=1) if last <= first else timedelta(0)
        return add_shift(self.store, first, last, Planned(person, topics), OLGA)

    def at(self, hour: str, days: int = 0) -> list[tuple[str, str]]:
        """Who was written to by then, and the first line of what."""
        before = len(self.letters())
        self.clock.now = self.moment(hour, days)
        Shifts(self.store).tick()
        Alarms(self.store, Leases(self.store)).tick()
        return [(to, text.splitlines()[0].partition(" —")[0]) for to, text in self.letters()[before:]]

    def letters(self) -> list[tuple[str, str]]:
        """Who was written to, and what."""
        with self.store.read() as connection:
            people = {row.email: row.name for row in access.all_accounts(connection)}
            mine = select(outbox).where(outbox.c.address.is_not(None)).order_by(outbox.c.id)
            return [(people.get(row.address, row.address), row.text) for row in connection.execute(mine)]

    def acts(self, account_id: int, verb: str, number: int, **fields: Any) -> None:
        actor = Actor("Дежурный", frozenset({Role.MODERATOR}), f"user:{account_id}")
        body = {"id": str(uuid.uuid4()), "type": f"shift.{verb}", "shift": number, **fields}
        BUS.perform(self.store, self.slug, body, actor)

    def to(self) -> list[list[int]]:
        return [event.data["to"] for event in self.events() if event.type == "question.escalated"]


@pytest.fixture
def watch(clocked: Store) -> Watch:
    return Watch(clocked)


NEAR, OVER = "Подходит срок, вопросов: 1", "Срок прошёл, вопросов: 1"


def test_an_alarm_comes_to_the_one_on_duty_once_and_then_to_the_coordinator(watch: Watch) -> None:
    watch.asked()
    assert watch.at("09:29") == []
    assert watch.at("09:30") == [("Ирина", NEAR)]
    assert watch.at("09:31") == []
    assert watch.at("10:00") == [("Ирина", OVER)]
    assert watch.at("11:00") == [("Координатор", OVER)]
    assert watch.at("11:01") == []
    assert watch.to() == [[watch.irina], [watch.irina], []]


def test_whose_topic_it_is_is_told_and_where_nobody_is_the_coordinator(watch: Watch) -> None:
    with watch.store.write() as tx:
        tx.connection.execute(shift.delete())
    watch.shift("08:00", "20:00", watch.irina, "ЖКХ")
    watch.shift("08:00", "20:00", watch.petr, "Дороги")
    for topic in ("ЖКХ", "Дороги", "Транспорт"):
        watch.asked(topic=topic)
    assert sorted(watch.at("09:30")) == [("Ирина", NEAR), ("Координатор", NEAR), ("Пётр", NEAR)]


def test_until_the_note_was_confirmed_the_former_is_told(watch: Watch) -> None:
    watch.acts(watch.irina, "take", watch.day)
    watch.clock.now = watch.moment("19:30")
    watch.asked()
    watch.acts(watch.irina, "hand_over", watch.day, note="Ждём водоканал")
    watch.acts(watch.petr, "take", watch.night)
    assert watch.at("21:00") == [("Ирина", NEAR)]
    watch.acts(watch.petr, "confirm", watch.day)
    assert watch.at("21:30") == [("Пётр", OVER)]


def test_at_night_only_what_is_to_wake_them_does_and_one_letter_tells_the_rest(watch: Watch) -> None:
    watch.shift("08:00", "20:00", watch.irina, days=1)
    watch.clock.now = watch.moment("21:00")
    first, second = watch.asked(), watch.asked()
    assert watch.at("22:30") == []
    assert watch.at("23:00") == [("Пётр", "Срок прошёл, вопросов: 2")]
    assert [row for row in watch.at("00:00", days=1) if row[0] != "Координатор"] == []
    watch.clock.now = watch.moment("03:00", days=1)
    watch.do("question.decline", first, reason="spam")
    assert watch.at("04:00", days=1) == []  # Resolution is over at five; that it is near waits.
    assert watch.at("07:00", days=1)[:1] == [("Пётр", "За ночь накопилось, сроков: 2")]
    [text] = [text for _, text in watch.letters() if text.startswith("За ночь")]
    assert f"№ {second}: срок реакции подходит" in text and f"№ {first}" not in text
    assert [one for one in watch.at("08:30", days=1) if one[1].startswith("За ночь")] == []


def test_the_mornings_letter_goes_to_who_is_on_duty_by_then(watch: Watch) -> None:
    watch.shift("06:00", "20:00", watch.irina, days=1)
    with watch.store.write() as tx:
        tx.connection.execute(shift.delete().where(shift.c.id == watch.night))
    watch.clock.now = watch.moment("21:00")
    watch.asked()
    watch.at("22:30")
    assert ("Ирина", "За ночь накопилось, сроков: 1") in watch.at("07:00", days=1)


def test_what_was_dealt_with_in_the_night_needs_no_letter(watch: Watch) -> None:
    watch.clock.now = watch.moment("21:00")
    number = watch.asked()
    watch.at("22:30")
    watch.do("question.decline", number, reason="spam")
    assert watch.at("07:00", days=1) == []
    with watch.store.read() as connection:
        assert connection.execute(select(held_alarm)).first() is None


def test_the_centre_chooses_what_wakes(watch: Watch) -> None:
    save_night(watch.store, 0, "22:00", "07:00", ["reaction.near"], OLGA)
    watch.clock.now = watch.moment("21:00")
    watch.asked()
    assert watch.at("22:30") == [("Пётр", NEAR)]
    assert watch.at("23:00") == []


def test_one_who_dies_between_has_told_all_or_nothing(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.asked()

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outgoing, "queue_notice", die)
        with pytest.raises(Killed):
            watch.at("09:30")
    assert watch.letters() == [] or watch.letters()[-1][0] != "Ирина"
    assert "question.escalated" not in watch.types()
    assert watch.at("09:30") == [("Ирина", NEAR)]


def test_a_morning_that_dies_between_tells_it_once(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.clock.now = watch.moment("21:00")
    watch.asked()
    watch.at("22:30")

    class Killed(BaseException):
        pass

    def die(_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(held, "clear", die)
        with pytest.raises(Killed):
            watch.at("07:00", days=1)
    told = [one for one in watch.at("07:00", days=1) if one[1].startswith("За ночь")]
    assert told == [("Пётр", "За ночь накопилось, сроков: 1")]
    assert [one for one in watch.at("07:01", days=1) if one[1].startswith("За ночь")] == []


def test_many_at_once_are_one_letter_to_each(watch: Watch) -> None:
    for n in range(130):
        watch.asked(f"Вопрос {n}")
    assert watch.at("09:30") == [("Ирина", "Подходит срок, вопросов: 130")]


def test_a_bot_that_was_bound_tells_it_too(watch: Watch) -> None:
    bot = watch.channel("telegram", secret="s", token="1:t")
    closed = watch.store.keyring.close("staff contact", "telegram:77")
    facts = {"account_id": watch.irina, "channel_id": bot, "contact": closed, "bound_at": watch.store.clock()}
    with watch.store.write() as tx:
        tx.connection.execute(staff_contact.insert().values(**facts))
    watch.asked()
    assert sorted(watch.at("09:30")) == [("telegram:77", NEAR), ("Ирина", NEAR)]


def test_an_absent_persons_tickets_and_situations_go_over_once(watch: Watch) -> None:
    tickets = Tickets(watch.store)
    igor = watch.person("Игорь", "executor", department="ЖКХ")
    number = str(watch.do("question.ticket", watch.asked(), department="ЖКХ")["ticket"])
    with watch.store.read() as connection:
        [row] = access.accounts(connection, [igor])
    tickets.do("ticket.assign", number, department="ЖКХ", owner_login=row.login)
    matter = watch.do("matter.open", title="Прорыв", owner="Игорь", questions=[watch.asked()])["matter"]
    add_absence(watch.store, igor, watch.moment("09:00"), watch.moment("18:00"), OLGA)
    assert watch.at("08:30") == []
    assert watch.at("09:00") == [("Ирина", "Отсутствует до 24.11.2026 18:00: Игорь")]
    assert (tickets.row(number).owner, tickets.row(number).department) == (None, "ЖКХ")
    assert tickets.events(number)[-1].type == "ticket.assigned"
    assert watch.letters()[-1][1].splitlines()[2:] == [
        f"поручение {number}: вернулось в ведомство без исполнителя",
        f"ситуация № {matter}: «Прорыв» теперь на вас",
    ]
    assert watch.at("09:01") == []


def test_an_absent_owners_deadline_is_told_to_the_one_on_duty(watch: Watch) -> None:
    tickets = Tickets(watch.store)
    igor = watch.person("Игорь", "executor", department="ЖКХ")
    number = str(watch.do("question.ticket", watch.asked(), department="ЖКХ")["ticket"])
    with watch.store.read() as connection:
        [row] = access.accounts(connection, [igor])
    tickets.do("ticket.assign", number, department="ЖКХ", owner_login=row.login)
    add_absence(watch.store, igor, watch.moment("08:30"), watch.moment("18:00"), OLGA)
    watch.clock.now = watch.moment("14:30")  # Nobody has looked at the absence yet.
    Escalation(watch.store, Leases(watch.store)).tick()
    told = [event.data["to"] for event in tickets.events(number) if event.type == "ticket.escalated"]
    assert told == ["Ирина"]
