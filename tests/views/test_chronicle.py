"""The chronicle of the air: every turn with its times, what was answered in it, and whom that has reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import live.admin.broadcasts  # noqa: F401 - its handler registers with the bus
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.report.chronicle import Chronicle, Turn
from tests.support.rooms import Clock, Show, clock_of

BEGINS = "2026-11-24T18:00:00+04:00"


@pytest.fixture
def clock(clocked: Store) -> Clock:
    clock_of(clocked).set(BEGINS)
    return clock_of(clocked)


@pytest.fixture
def show(clocked: Store, clock: Clock) -> Show:
    return Show(clocked).on_air()


def told(show: Show, plain: bool = True) -> Chronicle:
    return Queries(show.store).chronicle(show.slug, plain=plain)


def turn(show: Show, number: int) -> Turn:
    """The only turn of a question."""
    [found] = [one for one in told(show).turns if one.number == number]
    return found


def on_air(show: Show, clock: Clock, seconds: int, **answer: Any) -> int:
    """A question that was answered after so many seconds on air."""
    number = show.taken()
    clock.pass_(seconds=seconds)
    show.do("question.answer", number, **answer)
    return number


def test_before_the_air_there_is_nothing(clocked: Store, clock: Clock) -> None:
    show = Show(clocked)
    show.do("broadcast.open")
    assert (told(show).turns, told(show).aired) == ([], None)


def test_each_turn_has_its_times_and_what_was_answered(show: Show, clock: Clock) -> None:
    clock.pass_(minutes=5)
    number = on_air(show, clock, 90, summary="Мост откроют")
    one = turn(show, number)
    assert (one.offset, one.seconds, one.ended, one.said, one.fully) == (300, 90, "answered", "Мост откроют", True)
    assert one.end is not None and one.end - one.start == timedelta(seconds=90)


def test_an_answer_that_lasts_has_no_end(show: Show, clock: Clock) -> None:
    one = turn(show, show.taken())
    assert (one.end, one.seconds, one.ends_it, one.said) == (None, None, False, None)


def test_a_show_that_goes_on_over_midnight_is_counted_on(show: Show, clock: Clock) -> None:
    clock.set("2026-11-24T23:59:50+04:00")
    number = on_air(show, clock, 30)
    assert (turn(show, number).offset, turn(show, number).seconds) == (21_590, 30)


def test_of_a_question_on_air_twice_the_last_turn_has_the_answer(show: Show, clock: Clock) -> None:
    number = show.taken()
    clock.pass_(seconds=20)
    show.do("question.return", number)
    clock.pass_(seconds=40)
    show.do("question.take", number)
    clock.pass_(seconds=10)
    show.do("question.answer", number, summary="Мост откроют")
    turns = told(show).turns
    assert [(one.offset, one.ended, one.ends_it, one.again, one.said) for one in turns] == [
        (0, "returned", False, False, None),
        (60, "answered", True, True, "Мост откроют"),
    ]


def test_what_was_reopened_is_not_answered_yet(show: Show, clock: Clock) -> None:
    number = on_air(show, clock, 10, summary="Мост")
    show.do("question.reopen", number)
    assert (turn(show, number).ends_it, turn(show, number).said) == (False, None)


def test_an_answer_that_was_written_later_stands_there_with_its_version(show: Show, clock: Clock) -> None:
    number = on_air(show, clock, 10)
    show.do("question.summarise", number, summary="Мост откроют")
    assert (turn(show, number).said, turn(show, number).version) == ("Мост откроют", show.row(number).version)


def test_who_writes_reads_it_as_it_was_written_others_with_masks(show: Show, clock: Clock) -> None:
    on_air(show, clock, 10, summary="Звоните +7 900 123-45-00")
    [plain], [masked] = told(show).turns, told(show, plain=False).turns
    assert plain.said == "Звоните +7 900 123-45-00"
    assert masked.said is not None and "123-45-00" not in masked.said


def test_everybody_who_asked_the_same_is_to_be_reached(show: Show, clock: Clock) -> None:
    root, merged = show.taken(), show.asked()
    show.do("question.merge", merged, into=root)
    show.do("question.answer", root)
    assert (turn(show, root).reached.asked, turn(show, root).reached.had) == (2, 0)


@pytest.mark.parametrize(
    ("starts", "place"),
    [(None, "0h5m0s"), ("2026-11-24T17:50:00+04:00", "0h15m0s"), ("2026-11-24T18:30:00+04:00", "0h0m0s")],
)
def test_each_turn_leads_to_its_place_in_the_recording(
    show: Show, clock: Clock, starts: str | None, place: str
) -> None:
    clock.pass_(minutes=5)
    number = on_air(show, clock, 10)
    show.do("broadcast.edit", recording="https://vkvideo.ru/video-1_2", recording_starts=starts)
    assert turn(show, number).link == f"https://vkvideo.ru/video-1_2?t={place}"


def test_without_an_address_there_is_no_link(show: Show, clock: Clock) -> None:
    assert turn(show, on_air(show, clock, 10)).link is None
