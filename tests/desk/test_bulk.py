"""One move on many questions."""

from __future__ import annotations

from typing import Any

from live.domain.people import Actor, Role
from tests.support.rooms import Show


def bulk(show: Show, do: str, rows: list[tuple[int, int]], **fields: Any) -> list[dict[str, Any]]:
    chosen = [{"question": number, "version": version} for number, version in rows]
    answer: dict[str, Any] = show.do("questions.bulk", do=do, questions=chosen, **fields)
    return list(answer["results"])


def test_a_stale_row_sinks_no_other_and_results_keep_the_order(show: Show) -> None:
    first, stale, last = (show.asked() for _ in range(3))
    show.do("question.classify", stale, topic="ЖКХ")
    results = bulk(show, "question.decline", [(first, 1), (stale, 1), (last, 1)], reason="spam")
    assert [result["ok"] for result in results] == [True, False, True]
    assert (results[1]["question"], results[1]["error"]["code"]) == (stale, "conflict")
    assert [show.row(n).state for n in (first, stale, last)] == ["declined", "new", "declined"]


def test_a_refused_row_leaves_neither_event_nor_ticket(show: Show) -> None:
    number, gone = show.asked(), show.asked()
    show.do("question.decline", gone, reason="spam")
    since = show.head
    bulk(show, "question.ticket", [(gone, 2), (number, 1)])
    assert [e.question for e in show.events(since)] == [number]
    assert len(show.tickets()) == 1
    assert show.books().balances


def test_the_same_row_twice_is_moved_once(show: Show) -> None:
    number = show.asked()
    results = bulk(show, "question.shortlist", [(number, 1), (number, 1)])
    assert [result["ok"] for result in results] == [True, False]


def test_many_are_shortlisted_in_the_order_given(show: Show) -> None:
    numbers = [show.asked() for _ in range(4)]
    order = [numbers[place] for place in (2, 0, 3, 1)]
    bulk(show, "question.shortlist", [(number, 1) for number in order])
    assert show.shortlist() == order


def test_many_are_merged_into_one(show: Show) -> None:
    root, *others = (show.asked() for _ in range(4))
    results = bulk(show, "question.merge", [(number, 1) for number in others], into=root)
    assert all(result["ok"] for result in results)
    assert show.view(root)["askers"] == 4


def test_what_is_not_for_many_is_invalid(show: Show) -> None:
    number = show.shortlisted()
    rows = [{"question": number, "version": 2}]
    show.refused("invalid", "questions.bulk", do="question.take", questions=rows)
    show.refused("invalid", "questions.bulk", do="questions.bulk", questions=rows)


def test_a_wrong_field_changes_no_row(show: Show) -> None:
    rows = [{"question": show.asked(), "version": 1}]
    show.refused("invalid", "questions.bulk", do="question.decline", questions=rows, colour="red")
    show.refused("invalid", "questions.bulk", do="question.decline", questions=[], reason="spam")


def test_the_roles_of_the_move_hold_for_many_too(show: Show) -> None:
    rows = [{"question": show.asked(), "version": 1}]
    presenter = Actor("Ведущий", frozenset({Role.PRESENTER}))
    show.refused("forbidden", "questions.bulk", by=presenter, do="question.decline", questions=rows, reason="spam")
