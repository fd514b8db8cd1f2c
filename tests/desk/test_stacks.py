"""Stacks of like questions: who comes onto one, who is on top, what is told of it, and what a person parts for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from live.admin.language.stacks import save_threshold
from live.desk.author_changes import author_changed
from live.domain.broadcast import Kind
from live.domain.people import By
from live.domain.question import State
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.ids import question_id
from live.store.language import stacks
from live.store.show import rehearsal
from live.store.tables import question, stack_place
from live.store.transaction import Store
from live.views.questions.listing import Filter, numbers_page
from live.views.screens import SCREENS
from live.workers.language.stacking import place_some
from tests.support.rooms import Show

HOUSE = "В доме по улице Ленина, дом 5 третий день нет отопления, батареи холодные, в подъезде темно"
SAME = "Третий день нет отопления, батареи холодные, в подъезде темно! Улица Ленина, д. 5."
ELSEWHERE = "В доме по улице Ленина, дом 7 третий день нет отопления, батареи холодные, в подъезде темно"
OTHER = "Улица Ленина, дом 5: когда поставят скамейку у детской площадки и покрасят качели?"
NO_HOUSE = "Когда наконец отремонтируют разбитую дорогу к районной больнице и поставят освещение?"

BY = By("Ольга", "admin")


def standing(show: Show, *numbers: int) -> list[tuple[bool, int]]:
    """Of each question whether it shares a stack, and how many stand under it."""
    views = [show.view(number) for number in numbers]
    return [(view["stack"] is not None, view["stacked"]) for view in views]


def alike(show: Show, many: int, text: str = HOUSE) -> list[int]:
    """The numbers of so many like questions on one stack."""
    numbers = [show.asked(text) for _ in range(many)]
    show.stacked()
    return numbers


def listed(show: Show, **wanted: Any) -> dict[str, Any]:
    with show.store.read() as connection:
        return dict(numbers_page(connection, show.broadcast, SCREENS["desk"], Filter(**wanted)))


@pytest.fixture
def usual(store: Store) -> Iterator[None]:
    yield
    save_threshold(store, "0.9", BY)


# Who comes onto a stack


def test_two_questions_of_one_house_in_like_words_share_a_stack(show: Show) -> None:
    first, second = show.asked(HOUSE), show.asked(SAME)
    show.stacked()
    assert standing(show, first, second) == [(True, 1), (True, 0)]


def test_another_house_never_shares_it(show: Show) -> None:
    numbers = [show.asked(HOUSE), show.asked(ELSEWHERE)]
    show.stacked()
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_other_words_of_one_house_do_not_share_it(show: Show) -> None:
    numbers = [show.asked(HOUSE), show.asked(OTHER)]
    show.stacked()
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_without_a_house_the_same_words_share_it(show: Show) -> None:
    assert standing(show, *alike(show, 2, NO_HOUSE)) == [(True, 1), (True, 0)]


def test_without_a_house_another_place_never_shares_it(show: Show) -> None:
    numbers = [show.asked(NO_HOUSE, locality=place) for place in ("Липовка", "Сосновка")]
    show.stacked()
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_few_words_without_a_house_are_nobody_s_double(show: Show) -> None:
    assert standing(show, *alike(show, 2, "Нет света")) == [(False, 0)] * 2


def test_those_that_come_one_after_the_other_share_it(show: Show) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(show.asked(HOUSE))
        show.stacked()
    assert standing(show, *numbers) == [(True, 2), (True, 0), (True, 0)]


def test_another_broadcast_has_its_own(show: Show, store: Store) -> None:
    number, other = show.asked(HOUSE), Show(store).on_air()
    there = other.asked(HOUSE)
    show.stacked()
    assert standing(show, number) + standing(other, there) == [(False, 0)] * 2


def test_the_centre_says_how_like_they_must_be(show: Show, store: Store, usual: None) -> None:
    save_threshold(store, "1", BY)
    numbers = [show.asked(HOUSE), show.asked(SAME + " Просим помочь")]
    show.stacked()
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_nothing_of_a_question_changes_but_where_it_is_shown(show: Show) -> None:
    number = show.asked(HOUSE)
    show.understood()
    before = show.view(number)
    alike(show, 2)
    now = show.view(number)
    assert {name: now[name] for name in now if now[name] != before[name]} == {"stack": now["stack"], "stacked": 2}
    assert now["state"] == "new" and now["version"] == 1


def test_it_is_told_by_nobody(show: Show) -> None:
    show.asked(HOUSE), show.asked(HOUSE)
    show.understood()
    since = show.head
    show.stacked()
    told = [(e.type, e.question, e.by_name) for e in show.events(since)]
    assert told == [("question.stacked", 2, None), ("question.restacked", 1, None)]


def test_what_is_in_the_list_gathers_further_ones_among_the_new(show: Show) -> None:
    first, second = alike(show, 2)
    show.do("question.shortlist", first)
    third = show.asked(HOUSE)
    show.stacked()
    assert standing(show, first, second, third) == [(False, 0), (True, 1), (True, 0)]


def test_what_is_decided_gathers_nobody(show: Show) -> None:
    first = show.asked(HOUSE)
    show.do("question.decline", first, reason="spam")
    assert standing(show, *alike(show, 1)) == [(False, 0)]


def test_what_broke_is_set_aside_and_the_others_are_placed(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [show.asked(HOUSE) for _ in range(3)]
    show.understood()
    put = stacks.put

    def broken(connection: Any, id_: int, *facts: Any) -> None:
        if id_ == question_id(show.id, numbers[1]):
            raise ValueError("this one is broken")
        put(connection, id_, *facts)

    monkeypatch.setattr(stacks, "put", broken)
    place_some(show.store)
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]


# Who is on top


LEAVES: dict[str, Callable[[Show, int], object]] = {
    "shortlist": lambda show, number: show.do("question.shortlist", number),
    "decline": lambda show, number: show.do("question.decline", number, reason="spam"),
    "ticket": lambda show, number: show.do("question.ticket", number),
    "merge": lambda show, number: show.do("question.merge", number, into=show.asked("Когда приедет цирк?")),
    "block": lambda show, number: show.do("question.block", number, reason="Спам"),
    "take": lambda show, number: (show.do("question.shortlist", number), show.do("question.take", number)),
    "parted": lambda show, number: show.do("question.unstack", number),
    "edited": lambda show, number: show.do("question.edit", number, air_text=ELSEWHERE),
    "author": lambda show, number: author_changed(show.store, show.origin, f"m-{number}-{show.id}", OTHER),
}


@pytest.mark.parametrize("way", LEAVES)
@pytest.mark.parametrize("which", [0, 1, 2], ids=["top", "second", "last"])
def test_whichever_leaves_the_next_is_on_top_and_told_of(show: Show, way: str, which: int) -> None:
    numbers = []
    for n in range(1, 4):
        contact = Author("Гость", f"vk:{n}{show.id}", f"https://vk.com/id{n}{show.id}")
        numbers.append(show.asked(HOUSE, author=contact, external_id=f"m-{n}-{show.id}"))
    show.stacked()
    leaving, left = numbers[which], [number for number in numbers if number != numbers[which]]
    since = show.head
    LEAVES[way](show, leaving)
    assert standing(show, *left) == [(True, 1), (True, 0)]
    assert standing(show, leaving) == [(False, 0)]
    assert {leaving, left[0]} <= {e.question for e in show.events(since)}


@pytest.mark.parametrize(
    ("away", "back"),
    [("decline", "question.restore"), ("shortlist", "question.return")],
)
def test_whichever_comes_back_is_on_its_stack_again(show: Show, away: str, back: str) -> None:
    numbers = alike(show, 3)
    LEAVES[away](show, numbers[0])
    since = show.head
    show.do(back, numbers[0])
    assert standing(show, *numbers) == [(True, 2), (True, 0), (True, 0)]
    assert {numbers[0], numbers[1]} <= {e.question for e in show.events(since)}


def test_what_is_split_off_is_on_its_stack_again(show: Show) -> None:
    numbers = alike(show, 3)
    show.do("question.merge", numbers[1], into=numbers[0])
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]
    show.do("question.split", numbers[1])
    assert standing(show, *numbers) == [(True, 2), (True, 0), (True, 0)]


def test_one_that_is_left_alone_stands_on_none(show: Show) -> None:
    numbers = alike(show, 2)
    show.do("question.decline", numbers[0], reason="spam")
    assert standing(show, numbers[1]) == [(False, 0)]


def test_a_wrap_takes_all_of_it_and_back_again(show: Show) -> None:
    numbers = alike(show, 3)
    show.wrapped()
    assert [show.view(number)["state"] for number in numbers] == ["ticketed"] * 3
    assert standing(show, *numbers) == [(False, 0)] * 3
    show.do("broadcast.unwrap", reason="Завершили по ошибке")
    assert standing(show, *numbers) == [(True, 2), (True, 0), (True, 0)]


def test_what_is_handed_over_leaves_it(show: Show, store: Store) -> None:
    standing_line = Show(store, Kind.STANDING)
    numbers = alike(show, 3)
    show.do("question.transfer", numbers[0], to=standing_line.slug)
    assert standing(show, *numbers) == [(False, 0), (True, 1), (True, 0)]


def test_a_rehearsal_that_is_reset_leaves_nothing_of_it(store: Store) -> None:
    show = Show(store)
    show.do("broadcast.open")
    numbers = alike(show, 2)
    with store.write() as tx:
        tx.lock(show.id)
        rehearsal.remove(tx, show.id, numbers)
    with store.read() as connection:
        kept = select(func.count()).where(stack_place.c.question_id == question_id(show.id, numbers[1]))
        assert connection.execute(kept).scalar_one() == 0


# Words that change


def test_a_wording_for_air_that_names_the_same_house_leaves_it_there(show: Show) -> None:
    numbers = alike(show, 2)
    show.do("question.edit", numbers[0], air_text="Улица Ленина, 5: почему третий день холодно?")
    assert standing(show, *numbers) == [(True, 1), (True, 0)]


def test_another_place_takes_it_off(show: Show) -> None:
    numbers = [show.asked(NO_HOUSE, locality="Липовка") for _ in range(2)]
    show.stacked()
    show.do("question.classify", numbers[0], locality="Сосновка")
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_a_place_that_nobody_had_said_leaves_it_there(show: Show) -> None:
    numbers = alike(show, 2, NO_HOUSE)
    show.do("question.classify", numbers[0], locality="Сосновка")
    assert standing(show, *numbers) == [(True, 1), (True, 0)]


def test_an_author_s_other_words_find_another_stack(show: Show) -> None:
    numbers = [show.asked(text, external_id=f"w-{n}-{show.id}") for n, text in enumerate((HOUSE, HOUSE, ELSEWHERE))]
    show.stacked()
    author_changed(show.store, show.origin, f"w-0-{show.id}", ELSEWHERE)
    show.stacked()
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]


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
