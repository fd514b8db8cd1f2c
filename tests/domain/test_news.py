"""News of work: what an event is news of, when it still is, whom a note names, and when a person hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.duty.night import Night
from live.domain.followup.news import SETTLES, Choice, Kind, Moment, Pace, Person, Work, moments, named, still_holds
from live.domain.ticket import State

ZONE = ZoneInfo("Europe/Ulyanovsk")
NIGHT = Night(time(22), time(7))
ANNA, PETR, IRINA = (
    Person(1, "petrova", "Анна Петрова"),
    Person(2, "p.semenov", "Пётр"),
    Person(3, "ira", "Ирина Лебедева"),
)
PEOPLE = (ANNA, PETR, IRINA)


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "to", "asked"),
    [
        ("@petrova, посмотрите смету", [1], []),
        ("Смету смотрит @Анна Петрова.", [1], []),
        ("Смету смотрит @петрова анна.", [1], []),
        ("@Пётр и @Ирина Лебедева, к вам", [2, 3], []),
        ("@Петр, к вам", [2], []),
        ("Ждём: @p.semenov.", [2], []),
        ("@petrova? Когда будет смета", [], [1]),
        ("@petrova, и ещё раз: @petrova?", [], [1]),
        ("@Анна Петрова? и @ira", [3], [1]),
        ("Писать на petrova@example.org", [], []),
        ("На чай @ира зовёт", [], []),
        ("@ petrova", [], []),
        ("@petrovasemenova", [], []),
        ("@@petrova", [], []),
        ("", [], []),
    ],
)
def test_a_note_names_by_login_or_by_name_and_asks_with_a_question_mark(
    text: str, to: list[int], asked: list[int]
) -> None:
    found = named(text, PEOPLE)
    assert (list(found.to), list(found.asked)) == (to, asked)


def test_a_name_that_two_have_names_both_and_its_writer_is_left_out() -> None:
    found = named("@Анна Петрова, к вам", [*PEOPLE, Person(4, "other", "Анна Петрова")])
    assert sorted(found.to) == [1, 4]
    assert list(found.without([1]).to) == [4]
    assert found.without([1]).facts() == {"to": [4]}


@settings(deadline=None)
@given(
    st.text(max_size=12), st.lists(st.sampled_from(["@petrova", "@Анна Петрова", "@ira?", "@", " ", "?"]), max_size=8)
)
def test_any_text_names_nobody_twice_and_nobody_unknown(text: str, parts: list[str]) -> None:
    found = named(text.join(parts), PEOPLE)
    assert len(found.all) == len(set(found.all))
    assert set(found.all) <= {1, 2, 3}


def test_an_assignment_is_news_to_who_has_it_and_to_who_had_it() -> None:
    before = {"department": "ЖКХ", "from": "ЖКХ", "owner_before": 7}
    told = [Moment(Kind.TAKEN_BACK, ["ПЛ-1"], [7]), Moment(Kind.ASSIGNED, ["ПЛ-1"])]
    assert moments("ticket.assigned", "ПЛ-1", before) == told
    assert moments("ticket.taken", "ПЛ-1", {"department": "ЖКХ"}) == [Moment(Kind.ASSIGNED, ["ПЛ-1"], [])]


def test_a_ticket_that_is_nobodys_is_no_news_and_a_slice_of_a_wrap_is_news_of_each() -> None:
    assert moments("ticket.opened", "ПЛ-1", {"department": None}) == []
    facts = {"tickets": ["ПЛ-1", "ПЛ-2"], "departments": {"ЖКХ": 2}}
    assert moments("tickets.opened", None, facts) == [Moment(Kind.ASSIGNED, ["ПЛ-1", "ПЛ-2"])]


@pytest.mark.parametrize(("stars", "news"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_bad_mark_alone_is_news(stars: int, news: bool) -> None:
    found = moments("ticket.rated", "ПЛ-1", {"department": "ЖКХ", "stars": stars})
    assert found == ([Moment(Kind.BAD_MARK, ["ПЛ-1"])] if news else [])


WORK = Work("assigned", "ЖКХ", "Анна", 1, None)


def test_a_part_is_news_to_who_is_asked_and_to_who_has_asked() -> None:
    facts = {"department": "ЖКХ", "part": 3, "of": "Дороги"}
    of = "Дороги"
    assert moments("ticket.part_asked", "ПЛ-1", facts) == [Moment(Kind.PART_ASKED, ["ПЛ-1"], None, of)]
    assert moments("ticket.part_asked", "ПЛ-1", {**facts, "to": 7}) == [Moment(Kind.PART_ASKED, ["ПЛ-1"], [7], of)]
    assert moments("ticket.part_given", "ПЛ-1", facts) == [Moment(Kind.PART_GIVEN, ["ПЛ-1"])]
    told = [Moment(Kind.PART_DECLINED, ["ПЛ-1"]), Moment(Kind.PART_DECLINED, ["ПЛ-1"], [9])]
    assert moments("ticket.part_declined", "ПЛ-1", {**facts, "asked_by": 9}) == told
    assert moments("ticket.part_dropped", "ПЛ-1", facts) == []


@pytest.mark.parametrize(
    ("kind", "work", "holds"),
    [
        (Kind.ASSIGNED, WORK, True),
        (Kind.ASSIGNED, replace(WORK, owner_id=2), False),
        (Kind.ASSIGNED, replace(WORK, state="resolved"), False),
        (Kind.ASSIGNED, replace(WORK, owner=None, owner_id=None), True),
        (Kind.ASSIGNED, replace(WORK, owner=None, owner_id=None, department="Дороги"), False),
        (Kind.ASSIGNED, replace(WORK, owner="Прораб", owner_id=None), False),
        (Kind.TAKEN_BACK, WORK, False),
        (Kind.TAKEN_BACK, replace(WORK, owner_id=2), True),
        (Kind.REOPENED, WORK, True),
        (Kind.REOPENED, replace(WORK, state="closed"), False),
        (Kind.RETURNED, WORK, True),
        (Kind.RETURNED, replace(WORK, state="resolved"), False),
        (Kind.BAD_MARK, replace(WORK, state="resolved", rating=2), True),
        (Kind.BAD_MARK, replace(WORK, state="resolved", rating=4), False),
        (Kind.NAMED, replace(WORK, owner_id=2, state="closed"), True),
        (Kind.PART_ASKED, replace(WORK, asked_of=frozenset({"ЖКХ"})), True),
        (Kind.PART_ASKED, replace(WORK, asked_of=frozenset({"Дороги"})), False),
        (Kind.PART_ASKED, replace(WORK, asked_of=frozenset({"ЖКХ"}), state="closed"), False),
        (Kind.PART_GIVEN, WORK, True),
        (Kind.PART_GIVEN, replace(WORK, state="resolved"), False),
        (Kind.PART_DECLINED, replace(WORK, state="resolved"), False),
    ],
)
def test_what_has_moved_on_is_told_by_its_last_state(kind: Kind, work: Work, holds: bool) -> None:
    assert still_holds(kind, work, 1, "ЖКХ") is holds


def test_the_department_itself_is_told_of_a_ticket_whose_owner_has_no_account() -> None:
    work = replace(WORK, owner="Прораб", owner_id=None)
    assert still_holds(Kind.ASSIGNED, work, None, "ЖКХ")
    assert not still_holds(Kind.ASSIGNED, WORK, None, "ЖКХ")


@pytest.mark.parametrize(
    ("pace", "quiet", "happened", "told"),
    [
        (Pace.AT_ONCE, True, "12:00", at("12:00") + SETTLES),
        (Pace.AT_ONCE, True, "23:00", at("07:00") + timedelta(days=1)),
        (Pace.AT_ONCE, True, "03:00", at("07:00")),
        (Pace.AT_ONCE, False, "23:00", at("23:00") + SETTLES),
        (Pace.MORNING, True, "07:59", at("08:00")),
        (Pace.MORNING, True, "08:00", at("08:00") + timedelta(days=1)),
        (Pace.EVENING, True, "12:00", at("17:00")),
        (Pace.EVENING, False, "22:30", at("17:00") + timedelta(days=1)),
    ],
)
def test_a_letter_goes_at_once_or_with_the_others_and_not_at_night(
    pace: Pace, quiet: bool, happened: str, told: datetime
) -> None:
    assert Choice(pace=pace, quiet=quiet).due(at(happened), NIGHT, ZONE) == told


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
CHOICES = st.builds(Choice, pace=st.sampled_from(Pace), quiet=st.booleans())


@settings(deadline=None)
@given(CHOICES, MOMENTS)
def test_no_letter_goes_before_what_it_tells_of_later_than_a_day_after_it_or_in_a_quiet_night(
    choice: Choice, happened: datetime
) -> None:
    due = choice.due(happened, NIGHT, ZONE)
    assert happened < due <= happened + timedelta(days=1, hours=1)
    assert not (choice.quiet and NIGHT.is_on(due, ZONE))


@settings(deadline=None)
@given(st.builds(Choice, st.frozensets(st.sampled_from(Kind)), st.frozensets(st.sampled_from(["mail", "max"]))))
def test_a_choice_is_kept_as_it_was_made(choice: Choice) -> None:
    assert Choice.of_item(choice.as_item()) == choice


def test_a_kind_that_is_new_since_a_choice_is_told() -> None:
    item = {**Choice(frozenset({Kind.ASSIGNED})).as_item(), "not": ["named"]}
    assert Choice.of_item(item).kinds == frozenset(Kind) - {Kind.NAMED}


def test_every_state_of_a_ticket_is_one_that_news_know() -> None:
    assert {still_holds(Kind.ASSIGNED, replace(WORK, state=one.value), 1, "ЖКХ") for one in State} == {True, False}
