"""The rundown and the air: one question at a time, and what leaves it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.rooms import Show


def previous(show: Show, number: int, as_: str) -> dict[str, Any]:
    return {"previous": {"question": number, "version": show.row(number).version, "as": as_}}


def test_a_question_goes_to_air_with_its_graphic_and_the_time_is_kept(show: Show) -> None:
    number = show.taken()
    view = show.view(number)
    assert (view["state"], view["graphic"]) == ("on_air", True)
    assert view["moved"]["by"] == "Анна"


def test_a_second_one_needs_a_word_about_the_first(show: Show) -> None:
    first, second = show.taken(), show.shortlisted()
    assert str(first) in str(show.refused("illegal", "question.take", second))


def test_the_first_one_is_answered_in_the_same_breath(show: Show) -> None:
    first, second = show.taken(), show.shortlisted()
    since = show.head
    show.do("question.take", second, **previous(show, first, "answered"))
    assert [(e.type, e.question) for e in show.events(since)] == [
        ("question.answered", first),
        ("question.taken", second),
    ]
    assert show.view(first)["answer"] == {"summary": None, "fully": True}
    assert show.view(first)["graphic"] is False


def test_the_first_one_goes_back_to_its_place(show: Show) -> None:
    first, second, third = (show.shortlisted() for _ in range(3))
    show.do("question.take", first)
    show.do("question.take", third, **previous(show, first, "returned"))
    assert show.shortlist() == [first, second]


def test_a_stale_word_about_the_first_changes_nothing(show: Show) -> None:
    first, second = show.taken(), show.shortlisted()
    stale = {"previous": {"question": first, "version": 1, "as": "answered"}}
    show.refused("conflict", "question.take", second, **stale)
    assert [show.row(n).state for n in (first, second)] == ["on_air", "shortlisted"]


def test_a_word_about_one_that_is_not_on_air_is_a_conflict(show: Show) -> None:
    first, second, third = show.taken(), show.shortlisted(), show.shortlisted()
    show.refused("conflict", "question.take", third, **previous(show, second, "returned"))
    show.do("question.answer", first)
    show.refused("conflict", "question.take", third, **previous(show, first, "returned"))


def test_questions_go_to_air_only_while_the_broadcast_is(show: Show) -> None:
    early = Show(show.store)
    early.do("broadcast.open")
    early.refused("illegal", "question.take", early.shortlisted())


def test_a_return_from_air_can_say_its_place(show: Show) -> None:
    first, second, third = (show.shortlisted() for _ in range(3))
    show.do("question.take", first)
    show.do("question.return", first, before=third)
    assert show.shortlist() == [second, first, third]


def test_what_is_listed_meanwhile_does_not_get_the_place_of_what_is_on_air(show: Show) -> None:
    aired = show.taken()
    meanwhile = show.shortlisted()
    show.do("question.return", aired)
    assert show.row(aired).rank < show.row(meanwhile).rank
    assert show.shortlist() == [aired, meanwhile]


def test_a_move_changes_the_place_alone(show: Show) -> None:
    first, second, third = (show.shortlisted() for _ in range(3))
    show.do("question.move", third, before=first)
    show.do("question.move", first)
    assert show.shortlist() == [third, second, first]


def test_a_move_before_itself_is_a_conflict(show: Show) -> None:
    number = show.shortlisted()
    show.refused("conflict", "question.move", number, before=number)


def test_an_answer_that_is_not_full_leaves_a_ticket_for_the_rest(show: Show) -> None:
    number = show.answered(fully=False, summary="Сделаем в мае")
    [ticket] = show.tickets()
    assert ticket.kind == "rest"
    assert show.view(number)["answer"] == {"summary": "Сделаем в мае", "fully": False}
    assert show.books().balances


def test_a_full_answer_leaves_no_ticket(show: Show) -> None:
    show.answered()
    assert show.tickets() == []


def test_a_reopened_question_forgets_its_answer_and_gets_one_ticket_for_the_rest(show: Show) -> None:
    number = show.answered(fully=False)
    show.do("question.reopen", number)
    assert show.view(number)["answer"] is None
    show.do("question.take", number)
    show.do("question.answer", number, fully=False)
    assert len(show.tickets()) == 1


def test_after_the_wrap_nothing_is_reopened(show: Show) -> None:
    number = show.answered()
    show.wrapped()
    show.refused("illegal", "question.reopen", number)


@pytest.mark.parametrize("verb", ["show", "clear"])
def test_a_graphic_needs_a_question_on_air(show: Show, verb: str) -> None:
    show.refused("illegal", f"graphic.{verb}")


def test_a_graphic_is_cleared_and_shown_without_touching_the_version(show: Show) -> None:
    number = show.taken()
    version = show.row(number).version
    show.do("graphic.clear")
    assert show.view(number)["graphic"] is False
    show.do("graphic.show")
    assert (show.view(number)["graphic"], show.row(number).version) == (True, version)


def test_the_head_takes_a_question_and_promises(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.want", number)
    show.do("question.promise", number, promise="Отремонтируем", department="Дороги", due="2026-12-01")
    show.do("question.promise", number, promise="Осветим")
    view = show.view(number)
    assert view["wanted"] is True
    assert [{name: one[name] for name in one if name != "promise"} for one in view["promises"]] == [
        {"text": "Отремонтируем", "department": "Дороги", "due": "2026-12-01", "by": "Анна"},
        {"text": "Осветим", "department": None, "due": None, "by": "Анна"},
    ]


def test_a_promise_that_is_no_date_is_invalid(show: Show) -> None:
    show.refused("invalid", "question.promise", show.shortlisted(), promise="Скоро", due="завтра")


def test_the_presenter_acknowledges_a_message_once(show: Show) -> None:
    message = show.do("presenter.message", text="Осталось пять минут")["message"]
    show.do("presenter.acknowledge", message=message)
    first = show.message(message).acknowledged_at
    show.do("presenter.acknowledge", message=message)
    assert show.message(message).acknowledged_at == first is not None


def test_another_broadcasts_message_is_not_found(show: Show) -> None:
    message = Show(show.store).on_air().do("presenter.message", text="Тише")["message"]
    show.refused("not_found", "presenter.acknowledge", message=message)


def test_the_time_on_air_begins_once(show: Show) -> None:
    aired = show.broadcast.aired_at
    show.do("broadcast.close_intake")
    assert show.broadcast.aired_at == aired is not None


def test_a_closed_intake_is_opened_again(show: Show) -> None:
    show.do("broadcast.close_intake")
    assert not show.broadcast.intake_open
    show.do("broadcast.open_intake")
    assert show.broadcast.intake_open
