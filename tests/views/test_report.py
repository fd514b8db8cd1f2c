"""The report of a show: every question counted once, how fast it went, and when each was on air."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.transaction import Store
from live.views.report import airings, totals
from live.views.report import show as report
from live.views.report.show import Report, Reports
from tests.support.rooms import Clock, Show

OUTCOMES = ("answered", "declined", "merged", "ticketed", "open")


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (airings, totals, report):
        monkeypatch.setattr(module, "SLICE", 3)


@pytest.fixture
def clock(clocked: Store) -> Clock:
    assert isinstance(clocked.clock, Clock)
    clocked.clock.set("2026-11-24T12:00:10+04:00")
    return clocked.clock


@pytest.fixture
def show(clocked: Store, clock: Clock) -> Show:
    return Show(clocked).on_air()


def reported(show: Show) -> Report:
    return Reports(show.store).of(show.slug)


def test_nothing_is_reported_as_nothing(show: Show) -> None:
    told = reported(show)
    assert set(told["totals"].values()) == {0}
    assert (told["timeline"], told["promises"], told["minutes"], told["by_topic"]) == ([], [], [], [])
    assert told["reactions"]["touched"] == {"questions": 0, "median": None, "p90": None}


def test_an_unknown_broadcast_has_none(clocked: Store) -> None:
    with pytest.raises(Refused, match="nowhere"):
        Reports(clocked).of("nowhere")


def test_every_question_ends_as_one_thing(show: Show) -> None:
    answered, declined, merged = show.answered(), show.asked(), show.asked()
    show.do("question.decline", declined, reason="spam")
    show.do("question.merge", merged, into=answered)
    show.do("question.ticket", show.asked())
    show.taken()
    show.asked()
    totals = reported(show)["totals"]
    assert {name: totals[name] for name in OUTCOMES} == {**dict.fromkeys(OUTCOMES, 1), "open": 2}
    assert totals["received"] == sum(totals[name] for name in OUTCOMES) == 6


def test_what_was_listed_and_aired_is_counted_whatever_became_of_it(show: Show) -> None:
    show.answered()
    show.do("question.decline", show.shortlisted(), reason="spam")
    back = show.taken()
    show.do("question.return", back)
    show.wrapped()
    totals = reported(show)["totals"]
    assert (totals["shortlisted"], totals["aired"], totals["answered"], totals["ticketed"]) == (3, 2, 1, 1)


def test_what_the_desk_added_is_told_apart(show: Show) -> None:
    show.asked()
    show.do("question.add", text="С места")
    assert (reported(show)["totals"]["added"], reported(show)["totals"]["received"]) == (1, 2)


def test_by_source_topic_and_place_the_most_first_and_the_nameless_last(show: Show) -> None:
    show.receive("а", "б", source="vk", topic="Дороги", locality="Сосновка")
    show.receive("в", source="ok", topic="Вода")
    show.receive(*"гдежз", source="form")
    told = reported(show)
    assert [(one["name"], one["received"]) for one in told["by_source"]] == [("form", 5), ("vk", 2), ("ok", 1)]
    assert [(one["name"], one["received"]) for one in told["by_topic"]] == [("Дороги", 2), ("Вода", 1), (None, 5)]
    assert [(one["name"], one["received"]) for one in told["by_locality"]] == [("Сосновка", 2), (None, 6)]


def test_declined_by_reason_the_most_first(show: Show) -> None:
    for reason in ("spam", "abuse", "spam"):
        show.do("question.decline", show.asked(), reason=reason)
    assert [(one["reason"], one["questions"]) for one in reported(show)["declined"]] == [("spam", 2), ("abuse", 1)]


def test_by_minute_what_came_and_what_was_taken_to_air(show: Show, clock: Clock) -> None:
    show.receive("а", "б")
    clock.pass_(minutes=2)
    show.taken("в")
    assert reported(show)["minutes"] == [
        {"at": "2026-11-24T08:00:00.000Z", "received": 2, "aired": 0},
        {"at": "2026-11-24T08:02:00.000Z", "received": 1, "aired": 1},
    ]


def test_how_fast_it_went_by_the_log(show: Show, clock: Clock) -> None:
    for wait in (10, 20, 90):
        number = show.asked()
        clock.pass_(seconds=wait)
        head: dict[str, Any] = {"for": "head"}
        show.do("question.note", number, text="Проверено", **head)
        clock.pass_(seconds=5)
        show.do("question.shortlist", number)
    clock.pass_(seconds=100)
    show.do("question.take", number)
    reactions = reported(show)["reactions"]
    assert reactions["touched"] == {"questions": 3, "median": 20, "p90": 90}
    assert reactions["shortlisted"] == {"questions": 3, "median": 25, "p90": 95}
    assert reactions["aired"] == {"questions": 1, "median": 100, "p90": 100}


def test_every_turn_on_air_has_its_timecode_and_its_length(show: Show, clock: Clock) -> None:
    first = show.shortlisted("Когда починят мост?", author=Author("Анна П.", "vk:1"), locality="Сосновка")
    clock.pass_(seconds=65)
    show.do("question.take", first)
    clock.pass_(seconds=40)
    show.do("question.return", first)
    clock.pass_(seconds=5)
    show.do("question.take", first)
    clock.pass_(seconds=120)
    show.do("question.answer", first, fully=False)
    show.taken("Вода")
    turns = [(one["number"], one["offset"], one["seconds"], one["ended"]) for one in reported(show)["timeline"]]
    assert turns == [(1, 65, 40, "returned"), (1, 110, 120, "answered"), (2, 230, None, None)]
    assert (reported(show)["timeline"][0]["author"], reported(show)["timeline"][0]["locality"]) == (
        "Анна П.",
        "Сосновка",
    )


def test_nobodys_contact_is_in_it(show: Show) -> None:
    show.do("question.take", show.shortlisted(author=Author("Анна П.", "tel:+79000000000")))
    assert "79000000000" not in str(reported(show))


def test_promises_are_told_with_their_tickets_after_the_wrap(show: Show) -> None:
    number = show.answered()
    show.do("question.promise", number, promise="Починим", due="2026-12-01", department="Отдел дорог")
    [before] = reported(show)["promises"]
    show.wrapped()
    [after] = reported(show)["promises"]
    assert (before["ticket"], before["due"], before["department"]) == (None, "2026-12-01", "Отдел дорог")
    assert (after["ticket"], after["state"]) == (show.tickets()[0].number, "open")


def test_tickets_are_counted_by_department_kind_and_state(show: Show) -> None:
    for _ in range(2):
        show.do("question.ticket", show.asked(), department="ЖКХ")
    show.asked()
    show.wrapped()
    assert reported(show)["tickets"] == [
        {"department": "ЖКХ", "kind": "unanswered", "state": "open", "tickets": 2},
        {"department": None, "kind": "unanswered", "state": "open", "tickets": 1},
    ]


def test_it_is_made_anew_only_when_something_has_happened(show: Show) -> None:
    reports = Reports(show.store)
    show.asked()
    first = reports.of(show.slug)
    assert reports.of(show.slug)["minutes"] is first["minutes"]
    show.asked()
    assert reports.of(show.slug)["totals"]["received"] == 2


def test_what_is_kept_of_it_says_what_counting_anew_would(show: Show, clock: Clock) -> None:
    reports = Reports(show.store)

    def same() -> bool:
        clock.pass_(seconds=40)
        told, anew = reports.of(show.slug), reported(show)
        return {**told, "at": None} == {**anew, "at": None}

    for number in range(1, 9):
        show.asked(topic=("ЖКХ", "Дороги", None)[number % 3], locality="Сосновка" if number % 2 else None)
    assert same()
    story: list[tuple[str, int, dict[str, Any]]] = [
        ("question.shortlist", 2, {}),
        ("question.take", 2, {}),
        ("question.answer", 2, {"fully": True}),
        ("question.classify", 1, {"topic": "Связь"}),
        ("question.merge", 4, {"into": 1}),
        ("question.decline", 8, {"reason": "spam"}),
        ("question.promise", 2, {"promise": "Починим"}),
        ("question.reopen", 2, {}),
        ("question.take", 2, {}),
    ]
    for type_, number, fields in story:
        show.do(type_, number, **fields)
        assert same(), type_
    show.receive("Нет света", "Нет воды")
    assert same()
    show.wrapped()
    assert same()


def test_what_has_not_changed_is_not_counted_again(show: Show) -> None:
    show.receive(*["Нет воды"] * 40)
    reports = Reports(show.store)
    statements: list[str] = []
    engine = show.store.database._reader

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    def counting() -> int:
        statements.clear()
        reports.of(show.slug)
        return sum("FROM question" in statement for statement in statements)

    listen(engine, "before_cursor_execute", noted)
    try:
        whole = counting()
        show.do("question.decline", 5, reason="spam")
        assert 0 < counting() < whole // 2
        assert counting() == 0
    finally:
        remove(engine, "before_cursor_execute", noted)
