"""What a person parts from a stack for good, two at once, how stacks are listed, and what is counted of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from live.admin.language.stacks import save_threshold
from live.desk.author_changes import author_changed
from live.domain.question import State
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.language import stacks
from live.store.tables import question
from live.store.transaction import Store
from tests.desk.stacked import BY, ELSEWHERE, HOUSE, LEAVES, OTHER, alike, listed, standing
from tests.support.rooms import Show

# What a person parts


def test_what_was_parted_never_comes_back_onto_that_stack(show: Show) -> None:
    numbers = [show.asked(HOUSE, external_id=f"p-{n}-{show.id}") for n in range(3)]
    show.stacked()
    show.do("question.unstack", numbers[2])
    author_changed(show.store, show.origin, f"p-2-{show.id}", ELSEWHERE)
    author_changed(show.store, show.origin, f"p-2-{show.id}", HOUSE)
    show.stacked()
    assert standing(show, *numbers) == [(True, 1), (True, 0), (False, 0)]


def test_the_first_of_a_stack_can_be_parted_and_gathers_others_of_its_own(show: Show) -> None:
    numbers = alike(show, 3)
    show.do("question.unstack", numbers[0])
    fourth = show.asked(HOUSE)
    show.stacked()
    views = [show.view(number) for number in (*numbers, fourth)]
    assert [view["stacked"] for view in views] in ([1, 1, 0, 0], [0, 2, 0, 0])
    assert views[0]["stack"] is None or views[0]["stack"] != views[1]["stack"]


def test_it_is_told_with_who_said_so(show: Show) -> None:
    numbers = alike(show, 2)
    since = show.head
    show.do("question.unstack", numbers[1])
    told = [(e.type, e.question, e.by_name) for e in show.events(since)]
    assert told == [("question.unstacked", numbers[1], "Анна"), ("question.restacked", numbers[0], None)]


def test_what_stands_on_no_stack_cannot_be_parted(show: Show) -> None:
    number = show.asked(HOUSE)
    refused = show.refused("illegal", "question.unstack", number)
    assert str(refused) == f"Question {number} is on no stack."


@pytest.mark.parametrize("state", sorted(set(State) - {State.NEW, State.TRANSFERRED}))
def test_only_a_new_one_is_parted(show: Show, state: State) -> None:
    ways: dict[State, Callable[[int], object]] = {
        State.SHORTLISTED: lambda n: LEAVES["shortlist"](show, n),
        State.ON_AIR: lambda n: LEAVES["take"](show, n),
        State.ANSWERED: lambda n: (LEAVES["take"](show, n), show.do("question.answer", n)),
        State.DECLINED: lambda n: LEAVES["decline"](show, n),
        State.MERGED: lambda n: LEAVES["merge"](show, n),
        State.TICKETED: lambda n: LEAVES["ticket"](show, n),
        State.BLOCKED: lambda n: LEAVES["block"](show, n),
    }
    author = Author("Гость", f"vk:7{show.id}", f"https://vk.com/id7{show.id}")
    numbers = [show.asked(HOUSE, author=author if n == 0 else None) for n in range(2)]
    show.stacked()
    ways[state](numbers[0])
    show.refused("illegal", "question.unstack", numbers[0])


def test_of_two_who_part_it_at_once_one_is_told_that_it_has_changed(show: Show) -> None:
    numbers = alike(show, 3)
    version = show.row(numbers[1]).version

    def part() -> str:
        try:
            show.do("question.unstack", numbers[1], version=version)
        except Refused as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as both:
        told = sorted(one.result() for one in [both.submit(part) for _ in range(2)])
    assert told == ["conflict", "done"]
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]


def test_of_two_who_merge_it_at_once_nobody_is_lost(show: Show) -> None:
    numbers = alike(show, 6)
    seen = [{"question": number, "version": show.row(number).version} for number in numbers[1:]]

    def merge() -> int:
        answer = show.do("questions.bulk", do="question.merge", questions=seen, into=numbers[0])
        return sum(one["ok"] for one in answer["results"])

    with ThreadPoolExecutor(2) as both:
        done = [one.result() for one in [both.submit(merge) for _ in range(2)]]
    assert sum(done) == 5
    assert show.view(numbers[0])["askers"] == 6
    assert standing(show, numbers[0]) == [(False, 0)]


# Lists


def test_a_list_of_what_is_shown_leaves_the_covered_out(show: Show) -> None:
    numbers, alone = alike(show, 4), show.asked("Когда приедет цирк?")
    shown = listed(show, states=("new",), shown=True)
    assert shown["numbers"] == [alone, numbers[0]] and shown["total"] == 2
    assert listed(show, states=("new",))["total"] == 5


def test_all_of_one_stack_are_listed(show: Show) -> None:
    numbers = alike(show, 4)
    show.asked("Когда приедет цирк?")
    stack = show.view(numbers[0])["stack"]
    found = listed(show, stack=stack)
    assert found["numbers"] == numbers[::-1] and found["total"] == 4


def test_pages_of_what_is_shown_follow_one_another(show: Show) -> None:
    alike(show, 4)
    others = [show.asked(f"Когда приедет цирк {letter}?") for letter in "абвг"]
    first = listed(show, states=("new",), shown=True, limit=3)
    second = listed(show, states=("new",), shown=True, limit=3, before=first["next"])
    assert first["numbers"] + second["numbers"] == [*others[::-1], 1]
    assert (first["total"], second["next"]) == (5, None)


def test_in_other_states_nothing_is_left_out(show: Show) -> None:
    numbers = alike(show, 3)
    for number in numbers:
        show.do("question.decline", number, reason="spam")
    assert listed(show, states=("declined",), shown=True)["total"] == 3
    assert len(listed(show, states=("declined",), shown=True)["numbers"]) == 3


def test_its_history_tells_of_the_stack_and_not_of_each_count(show: Show) -> None:
    numbers = alike(show, 4)
    types = [[one["type"] for one in show.page(number)["history"]] for number in numbers[:2]]
    assert "question.restacked" not in types[0]
    assert "question.stacked" in types[1]


# The books


def test_what_was_put_there_and_what_was_parted_is_counted(show: Show, store: Store) -> None:
    with store.read() as connection:
        before = stacks.counted(connection)
    numbers = alike(show, 4)
    show.do("question.unstack", numbers[0])
    show.do("question.unstack", numbers[1])
    with store.read() as connection:
        now = stacks.counted(connection)
    assert (now[0] - before[0], now[1] - before[1]) == (3, 2)


@pytest.mark.parametrize("written", ["0.79", "1.01", "", "много", "nan"])
def test_a_likeness_out_of_bounds_is_refused(store: Store, written: str) -> None:
    with pytest.raises(Refused) as caught:
        save_threshold(store, written, BY)
    assert str(caught.value) == "The likeness is a number from 0.8 to 1.0."


def test_no_question_stands_where_it_was_never_put(show: Show, store: Store) -> None:
    alike(show, 2)
    show.asked(OTHER)
    show.stacked()
    with store.read() as connection:
        mine = select(func.count()).where(question.c.broadcast_id == show.id, question.c.stack.is_not(None))
        assert connection.execute(mine).scalar_one() == 2
