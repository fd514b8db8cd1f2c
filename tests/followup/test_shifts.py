"""A shift on both databases: taken once, handed over with a note, and until that is read the former is told."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from live.admin.lists import save_list
from live.admin.shifts.absence import add_absence, end_absence
from live.admin.shifts.roster import Planned, add_pattern, add_shift, change_shift, remove_shift
from live.domain.broadcast import Kind
from live.domain.duty.shift import Pattern
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.store import log
from live.store.centre import access, lists, shifts
from live.store.commands import BUS
from live.store.ids import TICKETS_LOG
from live.store.tables import absence, handover, shift
from live.store.transaction import Store
from live.views.duty import duty_view
from live.views.feed.sections.section import Reader
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from live.workers.followup.shifts import tell_who_is_on_duty
from tests.support.rooms import Json, Show, clock_of, clocked

__all__ = ["clocked"]

OLGA = By("Ольга", "admin")
NOTE = "Прорыв на Речной: ждём водоканал до 21:00."


class Centre(Show):
    """A line between shows, with Irina by day and Petr by night; it is half past seven in the morning."""

    def __init__(self, store: Store) -> None:
        clock_of(store).set("2026-11-24 07:30:00+04:00")
        super().__init__(store, Kind.STANDING)
        self.irina, self.petr, self.anna = (self.person(name) for name in ("Ирина", "Пётр", "Анна"))
        self.day = self.shift("08:00", "20:00", self.irina)
        self.night = self.shift("20:00", "08:00", self.petr)

    def person(self, name: str, *roles: str) -> int:
        login = f"duty-{uuid.uuid4().hex[:8]}"
        with self.store.write() as tx:
            return access.add_account(tx, login, name, "-", roles or ("moderator",), email=f"{login}@example.org")

    def moment(self, hour: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00")

    def span(self, begins: str, ends: str) -> tuple[datetime, datetime]:
        first, last = self.moment(begins), self.moment(ends)
        return first, last + (timedelta(days=1) if last <= first else timedelta(0))

    def shift(self, begins: str, ends: str, person: int | None, *topics: str) -> int:
        return add_shift(self.store, *self.span(begins, ends), Planned(person, topics), OLGA)

    def at(self, hour: str, days: int = 0) -> None:
        self.clock.now = self.moment(hour) + timedelta(days=days)

    def act(self, account: int, verb: str, shift: int, **fields: Any) -> None:
        with self.store.read() as connection:
            [row] = access.accounts(connection, [account])
        actor = Actor(row.name, frozenset({Role.MODERATOR}), f"user:{account}")
        body = {"id": str(uuid.uuid4()), "type": f"shift.{verb}", "shift": shift, **fields}
        BUS.perform(self.store, self.slug, body, actor)

    def no(self, account: int, verb: str, shift: int, **fields: Any) -> Refused:
        with pytest.raises(Refused) as refused:
            self.act(account, verb, shift, **fields)
        return refused.value

    @property
    def duty(self) -> Json:
        """As the screens are told, once the clock was looked at."""
        tell_who_is_on_duty(self.store)
        with self.store.read() as connection:
            return dict(duty_view(connection, 20))

    @property
    def told(self) -> list[str]:
        return [one["who"] for one in self.duty["now"] if one["told"]]


@pytest.fixture
def centre(clocked: Store) -> Centre:
    with clocked.write() as tx:
        for table in (absence, handover, shift):
            tx.connection.execute(table.delete())
    return Centre(clocked)


def test_the_clock_alone_brings_who_is_on_duty_to_every_screen(centre: Centre) -> None:
    assert (centre.told, centre.duty["coming"][0]["who"]) == ([], "Ирина")
    head = centre.head
    centre.at("08:00")
    [now] = centre.duty["now"]
    assert (now["who"], now["taken"], now["told"]) == ("Ирина", False, True)
    assert centre.types()[-1] == "duty.changed" and centre.head == head + 1
    tell_who_is_on_duty(centre.store)
    assert centre.head == head + 1


def test_a_shift_goes_over_when_its_note_was_confirmed_and_not_before(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    centre.at("19:50")
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    centre.act(centre.petr, "take", centre.night)
    assert centre.told == ["Ирина"]
    centre.at("20:30")
    assert centre.told == ["Ирина"]
    assert [(note["by"], note["text"]) for note in centre.duty["notes"]] == [("Ирина", NOTE)]
    centre.act(centre.petr, "confirm", centre.day)
    assert (centre.told, centre.duty["notes"]) == (["Пётр"], [])


def test_of_two_who_take_the_same_the_second_is_told_who_was_first(centre: Centre) -> None:
    centre.act(centre.anna, "take", centre.day)
    assert "Анна" in str(centre.no(centre.irina, "take", centre.day))
    assert centre.duty["now"][0]["instead_of"] == "Ирина"


def test_of_two_at_the_same_moment_one_has_it(centre: Centre) -> None:
    start, said = threading.Barrier(2), list[str]()

    def take(account: int) -> None:
        start.wait()
        try:
            centre.act(account, "take", centre.day)
            said.append("taken")
        except Refused as refused:
            said.append(refused.code)

    both = [threading.Thread(target=take, args=(one,)) for one in (centre.irina, centre.anna)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == ["illegal", "taken"]


def test_an_empty_shift_is_a_gap_until_somebody_takes_it(centre: Centre) -> None:
    remove_shift(centre.store, centre.day, OLGA)
    empty = centre.shift("08:00", "20:00", None)
    centre.at("09:00")
    assert (centre.told, centre.duty["now"][0]["who"], centre.duty["kept"]) == ([], None, True)
    centre.act(centre.anna, "take", empty)
    assert centre.told == ["Анна"]


def test_without_a_note_the_next_who_takes_theirs_is_on_duty_at_once(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    centre.at("20:10")
    centre.act(centre.petr, "take", centre.night)
    assert centre.told == ["Пётр"]


def test_a_note_can_be_left_a_moment_after_the_end(centre: Centre) -> None:
    remove_shift(centre.store, centre.night, OLGA)
    centre.act(centre.irina, "take", centre.day)
    centre.at("20:30")
    assert [(one["who"], one["told"]) for one in centre.duty["now"]] == [("Ирина", False)]
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    assert ([note["text"] for note in centre.duty["notes"]], centre.duty["now"]) == ([NOTE], [])


def test_who_takes_a_shift_of_other_topics_relieves_nobody(centre: Centre) -> None:
    remove_shift(centre.store, centre.night, OLGA)
    first = centre.shift("06:00", "07:45", centre.anna, "ЖКХ")
    change_shift(centre.store, centre.day, *centre.span("08:00", "20:00"), Planned(centre.irina, ["Дороги"]), OLGA)
    centre.act(centre.anna, "take", first)
    centre.at("08:00")
    centre.act(centre.irina, "take", centre.day)
    assert [(one["who"], one["taken"]) for one in centre.duty["now"]] == [("Анна", True), ("Ирина", True)]
    assert centre.told == ["Ирина"]


def test_a_place_is_one_of_the_centres_list(centre: Centre) -> None:
    with centre.store.read() as connection:
        version = lists.read(connection, "localities").version
    save_list(centre.store, "localities", version, [{"name": "Сосновка", "also": []}], OLGA)
    try:
        planned = Planned(centre.anna, places=["сосновка"])
        made = add_shift(centre.store, *centre.span("09:00", "10:00"), planned, OLGA)
        with centre.store.read() as connection:
            assert shifts.get(connection, made).places == ["Сосновка"]
        with pytest.raises(Refused) as refused:
            add_shift(centre.store, *centre.span("11:00", "12:00"), Planned(centre.anna, places=["Соснофка"]), OLGA)
        assert refused.value.code == "invalid"
    finally:
        save_list(centre.store, "localities", version + 1, [], OLGA)


def test_who_goes_on_confirms_nothing_of_their_own(centre: Centre) -> None:
    change_shift(centre.store, centre.night, *centre.span("20:00", "08:00"), Planned(centre.irina), OLGA)
    centre.act(centre.irina, "take", centre.day)
    centre.at("19:55")
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    centre.act(centre.irina, "take", centre.night)
    assert (centre.told, centre.duty["notes"]) == (["Ирина"], [])


def test_a_note_is_written_again_until_it_was_confirmed(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    centre.act(centre.irina, "hand_over", centre.day, note="Черновик")
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    assert [note["text"] for note in centre.duty["notes"]] == [NOTE]


def test_who_may_not_hand_over_or_confirm_is_told_why(centre: Centre) -> None:
    assert centre.no(centre.irina, "hand_over", centre.day, note=NOTE).code == "illegal"
    centre.act(centre.irina, "take", centre.day)
    assert "Ирина" in str(centre.no(centre.petr, "hand_over", centre.day, note=NOTE))
    assert centre.no(centre.petr, "confirm", centre.day).code == "illegal"
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    assert centre.no(centre.petr, "confirm", centre.day).code == "illegal"
    assert centre.no(centre.petr, "take", centre.night).code == "illegal"
    assert centre.no(centre.petr, "take", 10**9).code == "not_found"


def test_a_key_takes_no_shift(centre: Centre) -> None:
    key = Actor("Программа", frozenset({Role.MODERATOR}), "key:1")
    body = {"id": str(uuid.uuid4()), "type": "shift.take", "shift": centre.day}
    with pytest.raises(Refused) as refused:
        BUS.perform(centre.store, centre.slug, body, key)
    assert refused.value.code == "illegal"


def test_the_log_holds_no_note(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    assert all(not event.data for event in centre.events() if event.type == "duty.changed")


def test_the_board_hears_of_it_and_an_executor_reads_no_note(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    centre.act(centre.irina, "hand_over", centre.day, note=NOTE)
    with centre.store.read() as connection:
        board = log.position(connection, TICKETS_LOG).broadcast
        seen = [snapshot(connection, board, SCREENS["tickets"], Reader(of))["duty"] for of in (None, "ЖКХ")]
    assert [len(duty["notes"]) for duty in seen] == [1, 0]
    assert [duty["now"][0]["who"] for duty in seen] == ["Ирина", "Ирина"]


def test_a_show_has_no_duty(centre: Centre) -> None:
    centre.at("09:00")
    show = Show(centre.store).on_air()
    with centre.store.read() as connection:
        assert snapshot(connection, show.broadcast, SCREENS["desk"])["duty"]["kept"] is False


# The roster


def wrong(centre: Centre, begins: str, ends: str, person: int | None, days: int = 0) -> str:
    first, last = centre.moment(begins), centre.moment(ends) + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        add_shift(centre.store, first, last, Planned(person), OLGA)
    return refused.value.code


def test_a_shift_that_nobody_can_stand_is_refused(centre: Centre) -> None:
    assert wrong(centre, "12:00", "11:00", centre.anna) == "invalid"
    assert wrong(centre, "12:00", "11:00", centre.anna, days=3) == "invalid"
    assert wrong(centre, "05:00", "06:00", centre.anna) == "invalid"
    assert wrong(centre, "12:00", "13:00", 10**8) == "invalid"
    assert wrong(centre, "12:00", "13:00", centre.person("Исполнитель", "executor")) == "invalid"
    assert wrong(centre, "12:00", "13:00", centre.irina) == "conflict"


def test_two_are_on_duty_at_once_with_other_topics(centre: Centre) -> None:
    centre.shift("08:00", "20:00", centre.anna, "ЖКХ")
    centre.at("09:00")
    assert sorted(centre.told) == ["Анна", "Ирина"]


def test_a_pattern_plans_all_or_nothing(centre: Centre) -> None:
    every_day = Pattern(centre.moment("12:00").date() + timedelta(days=2), frozenset(range(7)), *HOURS, weeks=2)
    assert add_pattern(centre.store, every_day, Planned(centre.anna), OLGA) == 11
    with pytest.raises(Refused) as refused:
        add_pattern(centre.store, every_day, Planned(centre.anna), OLGA)
    assert refused.value.code == "conflict"


HOURS = (datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 18).time())


def test_what_was_taken_stays_in_the_roster(centre: Centre) -> None:
    centre.act(centre.irina, "take", centre.day)
    with pytest.raises(Refused) as refused:
        remove_shift(centre.store, centre.day, OLGA)
    assert refused.value.code == "illegal"
    remove_shift(centre.store, centre.night, OLGA)
    assert centre.duty["coming"] == []


# Absences


def test_who_is_away_is_not_on_duty_and_is_again_when_back(centre: Centre) -> None:
    away = add_absence(centre.store, centre.irina, centre.moment("09:00"), centre.moment("18:00"), OLGA)
    centre.at("10:00")
    assert (centre.told, centre.duty["now"][0]["away"]) == ([], True)
    end_absence(centre.store, away, OLGA)
    centre.at("10:01")
    assert centre.told == ["Ирина"]


def test_an_absence_that_makes_no_sense_is_refused(centre: Centre) -> None:
    def code(begins: str, ends: str, person: int) -> str:
        with pytest.raises(Refused) as refused:
            add_absence(centre.store, person, centre.moment(begins), centre.moment(ends), OLGA)
        return refused.value.code

    assert code("12:00", "11:00", centre.irina) == "invalid"
    assert code("05:00", "06:00", centre.irina) == "invalid"
    assert code("12:00", "13:00", 10**8) == "invalid"
    add_absence(centre.store, centre.irina, centre.moment("12:00"), centre.moment("14:00"), OLGA)
    assert code("13:00", "15:00", centre.irina) == "conflict"


def test_nobody_ends_the_absence_of_another_on_their_own_page(centre: Centre) -> None:
    away = add_absence(centre.store, centre.irina, centre.moment("12:00"), centre.moment("14:00"), OLGA)
    with pytest.raises(Refused) as refused:
        end_absence(centre.store, away, OLGA, own=centre.petr)
    assert refused.value.code == "not_found"
