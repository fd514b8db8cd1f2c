"""The line between shows: the clock of its questions, and how they are finished without the air."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from live.desk.receive import Receipt, Result, receive_group
from live.domain.broadcast import Kind
from live.store.followup import tickets as stored_tickets
from live.store.ids import question_id
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.support.rooms import Json, Show, clock_of

WRITTEN: Json = {"as": "written"}
UNNEEDED: Json = {"as": "none"}

TUESDAY = "2026-11-24 09:00:00+04:00"
"""An hour after the district begins to work."""


@pytest.fixture
def line(clocked: Store) -> Iterator[Show]:
    clock_of(clocked).set(TUESDAY)
    made = Show(clocked, Kind.STANDING)
    yield made
    assert made.books().wrong == []


def local(text: str) -> str:
    """A moment of the district's clock, as a view has it."""
    moment = datetime.fromisoformat(f"2026-{text}:00+04:00").astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def times(show: Show, number: int) -> tuple[str | None, str | None]:
    view = show.view(number)
    return view["react_due"], view["resolve_due"]


def stored(result: Result) -> Receipt:
    assert isinstance(result, Receipt), result
    return result


ASKED = [
    (None, "11-24 11:00", "11-24 17:00"),
    ("2026-11-24 08:10:00+04:00", "11-24 10:10", "11-24 16:10"),
    ("2026-11-23 16:30:00+04:00", "11-24 09:30", "11-24 15:30"),
    ("2026-11-21 12:00:00+04:00", "11-23 10:00", "11-23 16:00"),
    ("2027-11-24 08:10:00+04:00", "11-24 11:00", "11-24 17:00"),
    ("2016-11-24 08:10:00+04:00", "10-26 10:00", "10-26 16:00"),
]
"""When the network says that it was asked, and by hand when it is to be taken up and resolved: 2 and 8 hours of work
from then on, from now for a date to come, from thirty days ago for one that nobody believes (a Sunday, 25 October)."""


@pytest.mark.parametrize(("asked", "react", "resolve"), ASKED)
def test_the_clock_starts_when_the_resident_wrote_and_never_later_than_it_came(
    line: Show, asked: str | None, react: str, resolve: str
) -> None:
    at = datetime.fromisoformat(asked).astimezone(UTC) if asked else None
    number = line.asked(asked_at=at)
    assert times(line, number) == (local(react), local(resolve))


def test_many_at_once_have_each_its_own_clock(line: Show) -> None:
    now = line.store.clock()
    arrivals = [line.arrival(f"Вопрос {n}", asked_at=now - timedelta(minutes=n)) for n in range(3)]
    results = receive_group(line.store, arrivals)
    found = [times(line, stored(one).number or 0)[0] for one in results]
    assert found == [local("11-24 11:00"), local("11-24 10:59"), local("11-24 10:58")]


def test_a_question_by_hand_has_a_clock_too(line: Show) -> None:
    assert times(line, line.do("question.add", text="Нет воды")["number"])[0] == local("11-24 11:00")


def test_a_shows_question_has_none(line: Show) -> None:
    show = Show(line.store).on_air()
    number = show.asked()
    assert times(show, number) == (None, None)
    show.do("question.decline", number, reason="spam")
    assert show.view(number)["reacted_at"] is None


def test_what_comes_after_a_show_has_the_clock_of_its_line(line: Show) -> None:
    show = Show(line.store, standing_id=line.id).on_air()
    show.wrapped()
    [receipt] = show.receive("Нет воды")
    assert stored(receipt).broadcast == line.slug
    assert times(line, stored(receipt).number or 0)[0] == local("11-24 11:00")


REACTIONS: dict[str, dict[str, Any]] = {
    "question.ticket": {},
    "question.decline": {"reason": "spam"},
    "question.finish": {"as": "none"},
    "question.note": {"for": "head", "text": "Справка"},
}


@pytest.mark.parametrize("verb", REACTIONS)
def test_the_first_act_of_a_person_is_the_reaction(line: Show, verb: str) -> None:
    number = line.asked()
    line.clock.pass_(minutes=5)
    line.do(verb, number, **REACTIONS[verb])
    assert line.view(number)["reacted_at"] == local("11-24 09:05")


def test_a_topic_that_is_set_is_no_reaction(line: Show) -> None:
    number = line.asked()
    line.do("question.classify", number, topic="Дороги")
    assert line.view(number)["reacted_at"] is None


def test_a_second_act_does_not_move_the_reaction(line: Show) -> None:
    number = line.asked()
    line.do("question.decline", number, reason="spam")
    line.clock.pass_(minutes=5)
    line.do("question.restore", number)
    assert line.view(number)["reacted_at"] == local("11-24 09:00")


def test_a_merge_is_a_reaction_to_what_is_merged_alone(line: Show) -> None:
    root, other = line.asked(), line.asked()
    line.do("question.merge", other, into=root)
    assert [bool(line.view(number)["reacted_at"]) for number in (root, other)] == [False, True]


# How it ends


@pytest.mark.parametrize("how", ["written", "none"])
def test_it_is_finished_without_the_air_and_counts_as_answered(line: Show, how: str) -> None:
    number = line.asked()
    line.do("question.finish", number, **{**WRITTEN, "as": how})
    view = line.view(number)
    assert (view["state"], view["how"], view["answer"]) == ("answered", how, None)
    assert line.events()[-1].type == "question.finished" and line.events()[-1].data == {"as": how}
    assert line.books().states == {"answered": 1}


def test_a_finish_is_taken_back(line: Show) -> None:
    number = line.asked()
    line.do("question.finish", number, **WRITTEN)
    line.do("question.unfinish", number)
    assert (line.view(number)["state"], line.view(number)["how"]) == ("new", None)


def test_on_a_show_nothing_is_finished_without_the_air(line: Show) -> None:
    show = Show(line.store).on_air()
    number = show.asked()
    said = show.refused("illegal", "question.finish", number, **WRITTEN)
    assert "answered on air" in str(said)
    show.refused("illegal", "question.unfinish", show.answered())


def test_many_are_finished_at_once(line: Show) -> None:
    numbers = [line.asked() for _ in range(3)]
    refs = [{"question": number, "version": 1} for number in numbers]
    answer = line.do("questions.bulk", do="question.finish", questions=refs, **UNNEEDED)
    assert [one["ok"] for one in answer["results"]] == [True] * 3


def test_what_a_show_answered_was_answered_on_air(line: Show) -> None:
    show = Show(line.store).on_air()
    assert show.view(show.answered())["how"] == "air"


def test_a_resident_is_told_how_it_was_answered(line: Show) -> None:
    number = line.asked()
    line.do("question.finish", number, **WRITTEN)
    assert track(line.store, line.row(number).code)["how"] == "written"


# Its ticket


def test_a_ticket_takes_its_questions_clock_over(line: Show) -> None:
    asked = datetime.fromisoformat("2026-11-23 16:00:00+04:00")
    number = line.asked(asked_at=asked)
    line.clock.pass_(hours=3)
    line.do("question.ticket", number)
    row = line.tickets()[0]
    assert row.clock_from == asked.astimezone(UTC)
    assert row.reaction_due == datetime.fromisoformat("2026-11-24 09:00:00+04:00")
    assert row.resolution_due == datetime.fromisoformat("2026-11-24 15:00:00+04:00")


def test_a_shows_ticket_begins_when_it_is_made(line: Show) -> None:
    show = Show(line.store).on_air()
    number = show.asked(asked_at=datetime.fromisoformat("2026-11-23 16:00:00+04:00"))
    show.do("question.ticket", number)
    row = show.tickets()[0]
    assert (row.clock_from, row.created_at) == (None, line.store.clock())
    assert row.reaction_due == datetime.fromisoformat("2026-11-24 11:00:00+04:00")


def test_a_ticket_that_is_taken_back_leaves_the_questions_clock(line: Show) -> None:
    number = line.asked()
    before = times(line, number)
    line.do("question.ticket", number)
    line.do("question.recall", number)
    assert times(line, number) == before
    with line.store.read() as connection:
        assert stored_tickets.of_questions(connection, [question_id(line.id, number)]) == []
