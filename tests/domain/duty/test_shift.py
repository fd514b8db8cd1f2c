"""Who is told: the one on duty, the former until the note is confirmed, and nobody in an empty shift's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.duty.shift import (
    MOST_WEEKS,
    Pattern,
    Shift,
    check_confirm,
    check_hand_over,
    check_take,
    check_times,
    nobody_between,
    on_duty,
    span_of,
    whom,
)
from live.domain.refused import Refused

DAY = datetime(2026, 11, 24, tzinfo=UTC)
IRINA, PETR, OLGA = 1, 2, 3


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def shift(id_: int, person: int | None, begins: float, ends: float, *topics: str, **more: object) -> Shift:
    made = Shift(id_, person, at(begins), at(ends), frozenset(topics))
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


DAYTIME = shift(1, IRINA, 8, 20)
EVENING = shift(2, PETR, 20, 32)


def taken(one: Shift, by: int | None = None, **more: object) -> Shift:
    return replace(one, taken_by=by or one.person, **more)  # type: ignore[arg-type]  # fields by name


CASES: list[tuple[str, list[Shift], float, list[int]]] = [
    ("before the first nobody is", [DAYTIME], 7.99, []),
    ("who has not taken it is told all the same", [DAYTIME], 8, [IRINA]),
    ("its end is not its own", [DAYTIME], 20, []),
    ("who has taken it early is told at once", [taken(DAYTIME)], 7.5, [IRINA]),
    ("who stands in is told", [taken(DAYTIME, OLGA)], 12, [OLGA]),
    ("an empty one tells nobody", [shift(1, None, 8, 20)], 12, []),
    ("an empty one that somebody took", [taken(shift(1, None, 8, 20), OLGA)], 12, [OLGA]),
    ("the next untaken: the former goes on", [taken(DAYTIME), EVENING], 20.5, [IRINA]),
    ("neither was ever taken: the planned one", [DAYTIME, EVENING], 20.5, [PETR]),
    ("the next taken, no note left: the next", [taken(DAYTIME), taken(EVENING)], 20.5, [PETR]),
    ("the next taken early: the former to the end", [taken(DAYTIME), taken(EVENING)], 19.5, [IRINA]),
    ("handed over, not taken", [taken(DAYTIME, handed=True), EVENING], 21, [IRINA]),
    ("handed over, taken, not confirmed", [taken(DAYTIME, handed=True), taken(EVENING)], 21, [IRINA]),
    ("confirmed", [taken(DAYTIME, handed=True, relieved=True), taken(EVENING)], 19.9, [PETR]),
    ("the next is over as well", [taken(DAYTIME, handed=True), EVENING], 32, []),
    ("the next is empty: nobody stays for it", [taken(DAYTIME), shift(2, None, 20, 32)], 21, []),
    ("a gap of hours between them", [taken(DAYTIME), shift(2, PETR, 22, 32)], 21, []),
    ("one that runs beside it follows nothing", [taken(DAYTIME), shift(2, PETR, 12, 24)], 13, [IRINA, PETR]),
    (
        "other topics follow nothing",
        [taken(shift(1, IRINA, 8, 20, "ЖКХ")), shift(2, PETR, 20, 32, "Дороги")],
        21,
        [PETR],
    ),
]
"""Why, the shifts, the hour of the day, and who is told: worked by hand."""


@pytest.mark.parametrize(("shifts", "hour", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_is_on_duty(shifts: list[Shift], hour: float, told: list[int]) -> None:
    assert [one.holder for one in on_duty(shifts, at(hour))] == told


def test_who_is_away_is_not_told() -> None:
    assert on_duty([DAYTIME], at(12), {IRINA}) == []


def test_a_former_who_is_away_keeps_nobody_from_being_told() -> None:
    assert [one.id for one in on_duty([taken(DAYTIME, handed=True), taken(EVENING)], at(21), {IRINA})] == [2]


@pytest.mark.parametrize(
    ("topic", "place", "told"),
    [
        ("ЖКХ", None, [IRINA, OLGA]),
        ("Дороги", None, [PETR, OLGA]),
        (None, "Сосновка", [OLGA]),
        ("Дороги", "Ундоры", [PETR, OLGA]),
    ],
)
def test_whose_topic_it_is(topic: str | None, place: str | None, told: list[int]) -> None:
    both = [shift(1, IRINA, 8, 20, "ЖКХ"), shift(2, PETR, 8, 20, "Дороги", "Мосты"), shift(3, OLGA, 8, 20)]
    assert whom(both, at(12), topic, place) == told


def test_whose_place_it_is() -> None:
    here = shift(1, IRINA, 8, 20, places=frozenset({"Сосновка"}))
    assert (whom([here], at(12), "ЖКХ", "Сосновка"), whom([here], at(12), "ЖКХ", None)) == ([IRINA], [])


def test_one_who_stands_two_shifts_is_told_once() -> None:
    assert whom([DAYTIME, shift(2, IRINA, 8, 20, "ЖКХ")], at(12), "ЖКХ", None) == [IRINA]


TOPICS = ("ЖКХ", "Дороги")


@st.composite
def shifts_(draw: st.DrawFn, id_: int) -> Shift:
    begins, length = draw(st.integers(0, 40)), draw(st.integers(1, 16))
    person = draw(st.none() | st.integers(1, 4))
    topics = draw(st.lists(st.sampled_from(TOPICS), max_size=2))
    made = shift(id_, person, begins / 2, (begins + length) / 2, *topics)
    if not draw(st.booleans()):
        return made
    return taken(made, draw(st.integers(1, 4)), handed=draw(st.booleans()), relieved=draw(st.booleans()))


@st.composite
def rosters(draw: st.DrawFn) -> list[Shift]:
    return [draw(shifts_(n)) for n in range(draw(st.integers(0, 7)))]


@given(rosters(), st.integers(0, 120), st.sampled_from((None, *TOPICS)), st.frozensets(st.integers(1, 4)))
def test_whatever_the_roster_a_question_that_a_present_shift_covers_is_told_to_somebody(
    roster: list[Shift], quarter: int, topic: str | None, absent: frozenset[int]
) -> None:
    now = at(quarter / 4)
    told = whom(roster, now, topic, None, absent)
    there = [
        one
        for one in roster
        if one.covers(topic, None) and one.begins <= now < one.ends and not one.relieved and one.holder is not None
    ]
    if any(one.holder not in absent for one in there):
        assert told
    holders = {one.holder for one in roster if one.covers(topic, None)}
    assert len(set(told)) == len(told) and set(told) <= holders - absent


@given(rosters(), st.integers(0, 120))
def test_nobody_is_told_before_their_shift_or_after_another_has_relieved_them(
    roster: list[Shift], quarter: int
) -> None:
    now = at(quarter / 4)
    for one in on_duty(roster, now):
        assert not one.relieved and (one.begins <= now or one.taken_by is not None)
        if now >= one.ends:
            assert any(other.follows(one) and now < other.ends for other in roster)


@given(rosters(), st.integers(0, 120))
def test_the_gaps_are_where_the_roster_has_nobody(roster: list[Shift], quarter: int) -> None:
    now, gaps = at(quarter / 4), nobody_between(roster, at(0), at(30))
    planned = any(one.holder is not None and one.begins <= now < one.ends for one in roster)
    if now < at(30):
        assert planned != any(begins <= now < ends for begins, ends in gaps)


def test_an_absence_is_a_gap() -> None:
    away = [(IRINA, at(10), at(12))]
    assert nobody_between([DAYTIME], at(8), at(20), away) == [(at(10), at(12))]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as wrong:
        act()
    return str(wrong.value)


def test_what_was_taken_is_not_taken_again_and_says_by_whom() -> None:
    assert "Ирина" in refused(lambda: check_take(taken(DAYTIME), at(9), "Ирина"))


@pytest.mark.parametrize(("hour", "sentence"), [(6.9, "too early"), (20, "is over")])
def test_a_shift_is_taken_in_its_time(hour: float, sentence: str) -> None:
    check_take(DAYTIME, at(7), None)
    assert sentence in refused(lambda: check_take(DAYTIME, at(hour), None))


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (DAYTIME, "take it first"),
        (taken(DAYTIME, PETR), "Пётр"),
        (taken(DAYTIME, relieved=True), "handed over already"),
    ],
)
def test_only_who_stands_it_hands_it_over(one: Shift, sentence: str) -> None:
    assert sentence in refused(lambda: check_hand_over(one, IRINA, "Пётр"))


@pytest.mark.parametrize(
    ("former", "mine", "sentence"),
    [
        (taken(DAYTIME), [taken(EVENING)], "not handed over"),
        (taken(DAYTIME, handed=True), [EVENING], "Take your shift first"),
        (taken(DAYTIME, handed=True, relieved=True), [taken(EVENING)], "Ольга"),
        (taken(DAYTIME, PETR, handed=True), [taken(EVENING)], "who stands the next"),
        (
            taken(shift(1, IRINA, 8, 20, "ЖКХ"), handed=True),
            [taken(shift(2, PETR, 8, 20, "Дороги"))],
            "Take your shift",
        ),
    ],
)
def test_only_who_stands_another_confirms(former: Shift, mine: list[Shift], sentence: str) -> None:
    assert sentence in refused(lambda: check_confirm(former, mine, PETR, "Ольга"))


@pytest.mark.parametrize(("begins", "ends"), [(8, 8), (9, 8), (0, 37)])
def test_a_shift_has_a_length_that_somebody_can_stand(begins: float, ends: float) -> None:
    with pytest.raises(Refused):
        check_times(at(begins), at(ends))


ULYANOVSK = ZoneInfo("Europe/Ulyanovsk")


def test_a_pattern_is_repeated_for_its_weeks_and_over_midnight() -> None:
    nights = Pattern(date(2026, 11, 25), frozenset({0, 2}), time(20), time(8), weeks=2)
    spans = [f"{begins:%d.%m %H}–{ends:%d.%m %H}" for begins, ends in nights.times(ULYANOVSK)]
    assert spans == ["25.11 20–26.11 08", "30.11 20–01.12 08", "02.12 20–03.12 08"]


def test_a_pattern_can_be_for_every_second_week() -> None:
    mondays = Pattern(date(2026, 11, 23), frozenset({0}), time(8), time(20), weeks=4, every=2)
    assert [begins.day for begins, _ in mondays.times(ULYANOVSK)] == [23, 7]


@pytest.mark.parametrize(("weekdays", "weeks"), [(set(), 1), ({0}, 0), ({0}, MOST_WEEKS + 1)])
def test_a_pattern_without_days_or_end_is_refused(weekdays: set[int], weeks: int) -> None:
    with pytest.raises(Refused):
        Pattern(date(2026, 11, 23), frozenset(weekdays), time(8), time(20), weeks).times(ULYANOVSK)


def test_a_shift_that_ends_no_later_than_it_begins_ends_on_the_next_day() -> None:
    begins, ends = span_of(date(2026, 11, 24), time(20), time(20), ULYANOVSK)
    assert ends - begins == timedelta(days=1)
