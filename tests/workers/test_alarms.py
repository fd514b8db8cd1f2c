"""Questions of the line between shows that are near their time or over it: told once each, to the desk and by mail."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.store.centre import access, lists
from live.store.database import Database
from live.store.leases import Leases
from live.store.tables import channel, outbox
from live.store.transaction import Store
from live.views.questions.listing import Filter, numbers_page
from live.views.screens import SCREENS
from live.workers.alarms import Alarms
from tests.support.rooms import Clock, Json, Show, clock_of, clocked

UNNEEDED: Json = {"as": "none"}

__all__ = ["clocked"]

NOTE: dict[str, Any] = {"for": "head", "text": "Справка"}

MORNING = "2026-11-24 08:00:00+04:00"
"""When the district begins to work: what is asked now is to be taken up by 10:00 and resolved by 16:00."""


class Line(Show):
    """A line between shows, in a centre that writes to its coordinator."""

    def __init__(self, store: Store) -> None:
        clock_of(store).set(MORNING)
        super().__init__(store, Kind.STANDING, title="Постоянная линия")
        login = f"coordinator-{uuid.uuid4().hex[:6]}"
        self.address = f"{login}@example.org"
        with store.write() as tx:
            access.add_account(tx, login, "Координатор", "-", ["coordinator"], self.id, None, self.address)
            tx.connection.execute(update(channel).values(paused=True))
        self.mail = self.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")

    def at(self, hour: str) -> list[tuple[int, str, str]]:
        """What was told at this hour of the district, of which question."""
        self.clock.now = datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00").astimezone(UTC)
        before = self.head
        Alarms(self.store, Leases(self.store)).tick()
        told = [event for event in self.events(before) if event.type == "question.escalated"]
        return [(event.question, event.data["clock"], event.data["step"]) for event in told]

    def letters(self) -> list[str]:
        with self.store.read() as connection:
            mine = select(outbox).where(outbox.c.channel_id == self.mail).order_by(outbox.c.id)
            return [row.text for row in connection.execute(mine)]

    def listed(self, alarm: str) -> list[int]:
        with self.store.read() as connection:
            return numbers_page(connection, self.broadcast, SCREENS["desk"], Filter(alarm=alarm))["numbers"]


@pytest.fixture
def line(clocked: Store) -> Line:
    keep_calendar(clocked, spans=[{"opens": "08:00", "closes": "17:00"}])
    return Line(clocked)


DAY = [
    ("09:29", []),
    ("09:30", [("reaction", "near")]),
    ("10:00", [("reaction", "over")]),
    ("11:00", [("reaction", "chief")]),
    ("13:59", []),
    ("14:00", [("resolution", "near")]),
    ("16:00", [("resolution", "over")]),
    ("17:00", [("resolution", "chief")]),
]
"""By hand: the last quarter of two hours and of eight, the end of each, and an hour of work after it."""


def test_each_step_is_told_at_its_hour_and_once(line: Line) -> None:
    number = line.asked()
    for hour, steps in DAY:
        assert line.at(hour) == [(number, *step) for step in steps], hour
        assert line.at(hour) == []


def test_what_was_told_is_not_told_again_after_a_restart(line: Line) -> None:
    line.asked()
    line.at("10:00")
    again = Store(Database(line.store.database.url), "of-the-tests", Clock(line.store.clock()))
    before = line.head
    Alarms(again, Leases(again)).tick()
    again.database.close()
    assert line.head == before


def test_what_somebody_has_taken_up_is_not_told_to_be_late_with_that(line: Line) -> None:
    number = line.asked()
    line.do("question.note", number, **NOTE)
    assert line.at("11:00") == []
    assert line.at("14:00") == [(number, "resolution", "near")]


def test_of_what_is_decided_nothing_is_told(line: Line) -> None:
    line.do("question.finish", line.asked(), **UNNEEDED)
    line.do("question.decline", line.asked(), reason="spam")
    assert line.at("17:00") == []


def test_a_shows_question_has_no_alarm(line: Line) -> None:
    show = Show(line.store).on_air()
    show.do("question.transfer", show.asked(), to=line.slug)
    line.do("question.transfer", 1, to=show.slug)
    line.at("17:00")
    assert "question.escalated" not in show.types()


def test_the_coordinator_is_written_to_once_of_all_that_is_long_over(line: Line) -> None:
    first, second = line.asked(topic="Дороги", locality="Сосновка"), line.asked()
    line.at("10:00")
    assert line.letters() == []
    line.at("11:00")
    line.at("11:05")
    [letter] = line.letters()
    assert letter.splitlines()[0] == "Срок прошёл, вопросов: 2 — Постоянная линия"
    assert f"№ {first}: срок реакции прошёл — 24.11.2026 10:00 (Дороги, Сосновка)" in letter
    assert f"№ {second}: срок реакции прошёл — 24.11.2026 10:00" in letter


def test_of_many_at_once_one_letter_tells(line: Line) -> None:
    count = 120
    receive_group(line.store, [line.arrival(f"Вопрос {n}") for n in range(count)])
    assert len(line.at("11:00")) == 2 * count
    [letter] = line.letters()
    assert letter.splitlines()[0] == f"Срок прошёл, вопросов: {count} — Постоянная линия"
    assert f"и ещё {count - 50}" in letter


def test_without_mail_the_desk_is_told_all_the_same(line: Line) -> None:
    with line.store.write() as tx:
        tx.connection.execute(update(channel).values(paused=True))
    number = line.asked()
    assert line.at("11:00") == [(number, "reaction", "over"), (number, "reaction", "chief")]
    assert line.letters() == []


def test_the_view_and_the_list_say_what_is_near_and_what_is_over(line: Line) -> None:
    late, near = line.asked(), line.asked()
    line.at("09:30")
    assert (line.listed("near"), line.listed("over")) == ([near, late], [])
    line.do("question.note", near, **NOTE)
    line.at("10:00")
    assert (line.view(late)["alarm"], line.view(near)["alarm"]) == ("over", None)
    assert (line.listed("near"), line.listed("over")) == ([], [late])
    line.do("question.ticket", late)
    assert (line.view(late)["alarm"], line.listed("over")) == (None, [])


def test_a_line_in_retirement_keeps_no_other_from_being_told(line: Line) -> None:
    retired = Show(line.store, Kind.STANDING)
    retired.do("broadcast.archive")
    number = line.asked()
    assert line.at("09:30") == [(number, "reaction", "near")]


def keep_calendar(store: Store, **facts: object) -> None:
    with store.read() as connection:
        present = lists.read(connection, "calendar")
    with store.write() as tx:
        lists.save(tx, "calendar", present.version, [{**present.items[0], **facts}], "Ольга")


def test_a_changed_calendar_moves_the_times_of_what_is_open_and_of_nothing_else(line: Line) -> None:
    open_one, decided = line.asked(), line.asked()
    line.do("question.decline", decided, reason="spam")
    before = line.view(decided)["resolve_due"]
    lunch = [{"opens": "08:00", "closes": "09:00"}, {"opens": "10:00", "closes": "18:00"}]
    keep_calendar(line.store, spans=lunch)
    assert line.at("09:30") == []
    assert line.view(open_one)["react_due"] == "2026-11-24T07:00:00.000Z"
    assert line.view(decided)["resolve_due"] == before
    assert [event.question for event in line.events() if event.type == "question.retold"] == [open_one]
    head = line.head
    assert line.at("09:31") == [] and line.head == head


def test_what_was_told_stands_though_the_time_moves_away(line: Line) -> None:
    number = line.asked()
    line.at("10:00")
    keep_calendar(line.store, spans=[{"opens": "09:30", "closes": "18:00"}])
    assert line.at("11:15") == []
    assert line.at("12:30") == [(number, "reaction", "chief")]
