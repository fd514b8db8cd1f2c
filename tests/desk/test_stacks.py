"""Stacks of like questions: who comes onto one, who is on top, what is told of it, and what a person parts for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from live.admin.language.stacks import save_threshold
from live.desk.author_changes import author_changed
from live.domain.broadcast import Kind
from live.domain.submission import Author
from live.store.ids import question_id
from live.store.language import placing
from live.store.language.placing import Place
from live.store.show import rehearsal
from live.store.tables import stack_place
from live.store.transaction import Store
from live.workers.language import stacking
from live.workers.language.stacking import place_some
from tests.desk.stacked import BY, ELSEWHERE, HOUSE, LEAVES, NO_HOUSE, OTHER, SAME, alike, standing
from tests.support.rooms import Show


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


def test_without_a_house_the_same_words_of_one_place_share_it(show: Show) -> None:
    assert standing(show, *alike(show, 2, NO_HOUSE, locality="Липовка")) == [(True, 1), (True, 0)]


def test_without_a_house_or_a_place_nobody_is_a_double(show: Show) -> None:
    assert standing(show, *alike(show, 2, NO_HOUSE)) == [(False, 0)] * 2


def test_without_a_house_another_place_never_shares_it(show: Show) -> None:
    numbers = [show.asked(NO_HOUSE, locality=place) for place in ("Липовка", "Сосновка")]
    show.stacked()
    assert standing(show, *numbers) == [(False, 0)] * 2


def test_few_words_without_a_house_are_nobody_s_double(show: Show) -> None:
    assert standing(show, *alike(show, 2, "Нет света", locality="Липовка")) == [(False, 0)] * 2


def test_those_that_come_one_after_the_other_share_it(show: Show) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(show.asked(HOUSE))
        show.stacked()
    assert standing(show, *numbers) == [(True, 2), (True, 0), (True, 0)]


def test_after_three_weeks_it_is_a_trouble_that_has_come_again(clocked: Store) -> None:
    show = Show(clocked).on_air()
    first = show.asked(HOUSE)
    show.stacked()
    show.clock.pass_(days=20)
    second = show.asked(HOUSE)
    show.stacked()
    assert standing(show, first, second) == [(True, 1), (True, 0)]
    show.clock.pass_(days=22)
    third = show.asked(HOUSE)
    show.stacked()
    assert standing(show, first, second, third) == [(True, 1), (True, 0), (False, 0)]


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


def test_what_is_on_air_is_placed_before_what_was_imported_elsewhere(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stacking, "AT_ONCE", 2)
    line, show = Show(store, Kind.STANDING), Show(store).on_air()
    imported = [line.asked(HOUSE) for _ in range(4)]
    numbers = [show.asked(HOUSE) for _ in range(2)]
    line.understood()
    place_some(store)
    assert standing(show, *numbers) == [(True, 1), (True, 0)]
    assert standing(line, *imported) == [(False, 0)] * 4
    show.stacked()
    assert standing(line, *imported) == [(True, 3), (True, 0), (True, 0), (True, 0)]


def test_of_several_that_come_at_once_whoever_is_on_top_is_told_of_once(show: Show) -> None:
    numbers = [show.asked(HOUSE) for _ in range(4)]
    show.understood()
    since = show.head
    show.stacked()
    told = [(e.type, e.question) for e in show.events(since)]
    assert told == [*(("question.stacked", number) for number in numbers[1:]), ("question.restacked", numbers[0])]


def test_what_broke_is_set_aside_and_the_others_are_placed(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [show.asked(HOUSE) for _ in range(3)]
    show.understood()
    put = placing.put

    def broken(connection: Any, places: Sequence[Place], at: datetime) -> None:
        if question_id(show.id, numbers[1]) in [one.id for one in places]:
            raise ValueError("this one is broken")
        put(connection, places, at)

    monkeypatch.setattr(placing, "put", broken)
    place_some(show.store)
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]


# Who is on top


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


def test_of_one_house_another_settlement_s_name_leaves_it_there(show: Show) -> None:
    numbers = alike(show, 2)
    show.do("question.classify", numbers[0], locality="Сосновка")
    assert standing(show, *numbers) == [(True, 1), (True, 0)]


def test_an_author_s_other_words_find_another_stack(show: Show) -> None:
    numbers = [show.asked(text, external_id=f"w-{n}-{show.id}") for n, text in enumerate((HOUSE, HOUSE, ELSEWHERE))]
    show.stacked()
    author_changed(show.store, show.origin, f"w-0-{show.id}", ELSEWHERE)
    show.stacked()
    assert standing(show, *numbers) == [(True, 1), (False, 0), (True, 0)]
