"""The sentence of an answer given on air reaches every asker once: with its notice, or when an editor sends it."""

from __future__ import annotations

from typing import Any

import pytest

import live.admin.broadcasts  # noqa: F401 - its handler registers with the bus
from live.domain.followup.notice import Kind
from live.language.default_notices import TEXTS
from live.store.followup import notices
from live.store.transaction import Store
from tests.followup.noticing import Noticing

SAID = "Мост откроют в декабре"


@pytest.fixture
def town(clocked: Store) -> Noticing:
    return Noticing(clocked)


def answered(town: Noticing, number: int, **fields: Any) -> int:
    for verb in ("shortlist", "take"):
        town.show.do(f"question.{verb}", number)
    town.show.do("question.answer", number, **fields)
    return number


def alike(town: Noticing) -> tuple[int, int, int]:
    """A question and two that were merged into it."""
    root, one, other = (town.quiet_arrival() for _ in range(3))
    town.merged(root, one, other)
    return root, one, other


def told(town: Noticing, *, later: dict[str, float] | None = None) -> list[tuple[str, int]]:
    """What is told of the answer by then, and to whom."""
    found = town.after(**(later or {"minutes": 1}))
    return sorted((kind, number) for kind, numbers in found for number in numbers if kind in ("answered", "summary"))


def reached(town: Noticing, number: int) -> tuple[int, int]:
    with town.store.read() as connection:
        found = notices.reached(connection, town.show.id, [number])[number]
    return found.had, found.asked


def test_what_was_written_with_the_answer_goes_to_everybody_with_its_notice(town: Noticing) -> None:
    root, one, other = alike(town)
    answered(town, root, summary=SAID)
    assert told(town) == [("answered", number) for number in (root, one, other)]
    assert all(SAID in row.text for row in town.sent() if row.notice == "answered")
    assert reached(town, root) == (3, 3)


def test_what_is_written_within_the_minute_is_in_it_too(town: Noticing) -> None:
    number = answered(town, town.quiet_arrival())
    town.show.do("question.summarise", number, summary=SAID)
    assert told(town) == [("answered", number)] and SAID in town.text()


def test_what_is_written_later_is_told_to_nobody_by_itself(town: Noticing) -> None:
    number = answered(town, town.quiet_arrival())
    assert told(town) == [("answered", number)]
    town.show.do("question.summarise", number, summary=SAID)
    assert told(town, later={"hours": 1}) == []
    assert reached(town, number) == (0, 1)


def test_an_editor_sends_it_to_everybody_who_has_not_had_it_once(town: Noticing) -> None:
    root, one, other = alike(town)
    answered(town, root)
    assert len(told(town)) == 3
    town.show.do("question.summarise", root, summary=SAID)
    for _ in range(2):
        town.show.do("question.send_answer", root)
    assert told(town) == [("summary", number) for number in (root, one, other)]
    assert all(SAID in row.text for row in town.sent() if row.notice == "summary")
    town.show.do("question.summarise", root, summary="Мост откроют в январе")
    town.show.do("question.send_answer", root)
    assert told(town, later={"hours": 1}) == []
    assert reached(town, root) == (3, 3)


def test_who_had_it_with_the_notice_does_not_get_it_again(town: Noticing) -> None:
    number = answered(town, town.quiet_arrival(), summary=SAID)
    assert told(town) == [("answered", number)]
    town.show.do("question.send_answer", number)
    assert told(town, later={"hours": 1}) == []


def test_who_joined_afterwards_is_sent_it(town: Noticing) -> None:
    root = answered(town, town.quiet_arrival(), summary=SAID)
    assert told(town) == [("answered", root)]
    late = town.quiet_arrival()
    town.merged(root, late)
    assert reached(town, root) == (1, 2)
    town.show.do("question.send_answer", root)
    assert told(town) == [("summary", late)]


def test_a_notice_whose_words_do_not_hold_it_has_not_told_it(town: Noticing) -> None:
    words = {kind.value: text for kind, text in TEXTS.items()}
    town.choose(texts={**words, Kind.ANSWERED.value: "На ваш вопрос № {номер} ответили."})
    number = answered(town, town.quiet_arrival(), summary=SAID)
    assert told(town) == [("answered", number)] and SAID not in town.text()
    town.show.do("question.send_answer", number)
    assert told(town) == [("summary", number)] and SAID in town.text()


def test_a_notice_that_waits_for_the_morning_will_hold_it(town: Noticing) -> None:
    town.choose(quiet=("22:00", "08:00"))
    number = town.quiet_arrival()
    town.at("22:30")
    answered(town, number)
    assert told(town) == []
    town.show.do("question.summarise", number, summary=SAID)
    town.show.do("question.send_answer", number)
    assert told(town, later={"hours": 10}) == [("answered", number)]
    assert SAID in town.text()


def test_what_is_taken_out_before_the_minute_is_over_is_not_sent(town: Noticing) -> None:
    number = answered(town, town.quiet_arrival())
    told(town)
    town.show.do("question.summarise", number, summary=SAID)
    town.show.do("question.send_answer", number)
    town.show.do("question.summarise", number, summary="")
    assert told(town) == []


def test_a_centre_that_tells_nobody_of_answers_may_still_send_this(town: Noticing) -> None:
    town.choose(on=(Kind.ARRIVED, Kind.SUMMARY))
    number = answered(town, town.quiet_arrival(), summary=SAID)
    assert told(town) == []
    town.show.do("question.send_answer", number)
    assert told(town) == [("summary", number)]


def test_the_notice_leads_to_the_moment_of_the_recording(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("broadcast.edit", recording="https://vkvideo.ru/video-1_2")
    town.show.do("question.shortlist", number)
    town.after(minutes=1)
    aired = town.show.broadcast.aired_at
    town.show.do("question.take", number)
    at = int((town.show.clock.now - aired).total_seconds())
    town.show.do("question.answer", number, summary=SAID)
    assert told(town) == [("answered", number)]
    assert f"Запись ответа: https://vkvideo.ru/video-1_2?t=0h{at // 60}m{at % 60}s" in town.text()


def test_without_a_recording_its_line_is_left_out(town: Noticing) -> None:
    answered(town, town.quiet_arrival(), summary=SAID)
    told(town)
    assert "Запись" not in town.text() and "{" not in town.text()
