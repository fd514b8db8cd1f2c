"""Bringing a file in: only what is new, for all time; a bad row sinks no other; nothing is lost unsaid."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from live.admin.lists import save_list
from live.desk.import_file import AT_ONCE, Account, bring_in, the_centre
from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.domain.people import By
from live.domain.refused import Refused
from live.files.columns import recognised
from live.files.reader import open_table
from live.files.rows import Centre, RowParser
from live.store.transaction import Store
from live.views.admin.lists import whole_list
from tests.support.rooms import Show

Bring = Callable[..., Account]


@pytest.fixture
def bring(show: Show) -> Bring:
    """`bring(text, …)`: a CSV of these rows is brought into the show."""

    def brought(*rows: str, head: str = "номер обращения;текст;тема;место;дата", into: Show = show) -> Account:
        table = open_table(io.BytesIO("\n".join([head, *rows]).encode()))
        centre: Centre = the_centre(show.store)
        parser = RowParser(
            "вопросы.csv", table.columns, recognised(table.columns), ZoneInfo("Europe/Ulyanovsk"), centre
        )
        return bring_in(parser.lines(table.rows), into.id, partial(receive_group, show.store))

    return brought


def sums(account: Account) -> tuple[int, int, int, int]:
    return sum(account.created.values()), account.repeated, account.changed, account.refused


def test_the_same_file_again_adds_nothing_and_a_longer_one_what_is_new(show: Show, bring: Bring) -> None:
    rows = [f"И-{n};Вопрос {n};Дороги;Сосновка;24.11.2026" for n in range(AT_ONCE + 50)]
    assert sums(bring(*rows)) == (250, 0, 0, 0)
    assert sums(bring(*rows)) == (0, 250, 0, 0)
    assert sums(bring("И-999;Новый;;;", *rows)) == (1, 250, 0, 0)
    assert show.broadcast.last_number == 251


def test_without_ids_the_same_words_twice_in_a_file_are_two_questions(show: Show, bring: Bring) -> None:
    once = partial(bring, head="текст;автор")
    assert sums(once("Нет воды;", "Нет воды;", "Нет воды;Анна")) == (3, 0, 0, 0)
    assert sums(once("Нет воды;Анна", "Нет воды;", "Нет воды;", "Нет воды;")) == (1, 3, 0, 0)


def test_a_row_sorted_anew_is_the_same_question(show: Show, bring: Bring) -> None:
    bring("1;Когда?;Дороги;Сосновка;24.11.2026")
    assert sums(bring("1;Когда?;ЖКХ;Таволжанка;24.11.2026")) == (0, 1, 0, 0)
    assert show.view(1)["topic"] == "Дороги"


def test_other_words_under_a_known_number_are_told_and_change_nothing(show: Show, bring: Bring) -> None:
    bring("1;Когда?;;;")
    account = bring("1;Где?;;;", "2;Кто?;;;", "2;Куда?;;;")
    assert sums(account) == (1, 0, 2, 0)
    assert [(problem.row, problem.changed) for problem in account.problems] == [(2, True), (4, True)]
    assert [show.view(number)["text"] for number in (1, 2)] == ["Когда?", "Кто?"]


def test_a_bad_row_sinks_no_other(show: Show, bring: Bring) -> None:
    account = bring("1;Когда?;;;позавчера", "2;;;;", "3;Где?;;;")
    assert sums(account) == (1, 0, 0, 2)
    assert [problem.row for problem in account.problems] == [2, 3]


def test_a_question_keeps_its_row_whole_and_bears_the_centres_names(show: Show, bring: Bring) -> None:
    save_list(show.store, "localities", whole_list(show.store, "localities").version, [
        {"name": "Сосновка", "also": []}
    ], By("Ольга", "admin"))  # fmt: skip
    head = "Номер инцидента;Группа тем;Тема;Населённый пункт;Улица;Текст инцидента"
    bring("И-1;дороги;Ямы;с. Сосновка;Ленина;Когда?", "И-2;;Разное;хутор Дальний;;Где?", head=head)
    first, second = show.view(1), show.view(2)
    assert (first["source"], first["topic"], first["locality"]) == ("file", "Дороги", "Сосновка")
    assert (second["topic"], second["locality"]) == ("Разное", "хутор Дальний")
    original = show.row(1).original
    assert (original["file"], original["row"], original["cells"]["Улица"]) == ("вопросы.csv", 2, "Ленина")


def test_a_file_for_another_broadcast_is_told_apart(show: Show, bring: Bring) -> None:
    other = Show(show.store).on_air()
    bring("1;Когда?;;;")
    assert sums(bring("1;Когда?;;;", into=other)) == (1, 0, 0, 0)


def test_what_a_broadcast_does_not_take_its_standing_one_has(store: Store, show: Show, bring: Bring) -> None:
    standing = Show(store, Kind.STANDING)
    late = Show(store, standing_id=standing.id).on_air()
    late.do("broadcast.close_intake")
    account = bring("1;Когда?;;;", into=late)
    assert dict(account.created) == {standing.slug: 1}


def test_a_broadcast_that_takes_nothing_says_so(show: Show, bring: Bring) -> None:
    show.do("broadcast.close_intake")
    with pytest.raises(Refused) as caught:
        bring("1;Когда?;;;")
    assert caught.value.code == "closed" and show.broadcast.last_number == 0
