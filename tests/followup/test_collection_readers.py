"""What a collection's reader says by their link, and what may be kept of a collection."""

from __future__ import annotations

import pytest

from live.admin import departments
from live.domain.refused import Refused
from live.followup.collections import keeping, reading
from live.followup.collections.sending import remind
from live.store.transaction import Store
from live.views.admin.departments import one_department
from live.views.collections import pages
from tests.followup.collecting import BASE, OLGA, Collecting, code_of


@pytest.fixture
def centre(clocked: Store) -> Collecting:
    return Collecting(clocked)


# What its reader says


def test_confirming_twice_is_confirming_once(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    reading.confirm(centre.store, centre.token(number), None)
    first = centre.readings(number)[0].read_at
    centre.clock.pass_(hours=1)
    reading.confirm(centre.store, centre.token(number), None)
    assert centre.readings(number)[0].read_at == first is not None


def test_who_has_not_read_is_reminded_once_a_working_day_later(centre: Collecting) -> None:
    number = centre.made(rhythm="by_hand")
    centre.send(number)
    remind_at = centre.readings(number)[0].remind_at
    centre.clock.pass_(hours=23)
    centre.tick()
    assert len(centre.letters()) == 1
    centre.clock.now = remind_at
    centre.tick()
    centre.tick()
    assert len(centre.letters()) == 2 and "не прочитана" in centre.letters()[1][1].splitlines()[0]
    assert not remind(centre.store, centre.readings(number)[0].id, BASE)


def test_who_has_read_is_not_reminded(centre: Collecting) -> None:
    number = centre.made(rhythm="by_hand")
    centre.send(number)
    reading.confirm(centre.store, centre.token(number), None)
    centre.clock.pass_(days=10)
    centre.tick()
    assert len(centre.letters()) == 1


def test_an_answer_is_kept_and_counts_as_read(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    reading.answer(centre.store, centre.token(number), "Засыплем до пятницы", None)
    [mine] = centre.readings(number)
    assert mine.answer == "Засыплем до пятницы" and mine.read_at is not None


@pytest.mark.parametrize("words", ["", "  \n", "ы" * 10_000, "Засып\x00лем"])
def test_an_answer_that_is_none_is_refused_with_a_sentence(centre: Collecting, words: str) -> None:
    number = centre.made()
    centre.send(number)
    with pytest.raises(Refused) as refused:
        reading.answer(centre.store, centre.token(number), words, None)
    assert code_of(refused) == "invalid" and centre.readings(number)[0].answer is None


def test_an_answer_in_use_stands(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    reading.answer(centre.store, centre.token(number), "До пятницы", None)
    reader = centre.readings(number)[0].id
    reading.take_answer(centre.store, number, 1, reader, "note", "ПЛ-2026-000001", OLGA)
    with pytest.raises(Refused) as refused:
        reading.answer(centre.store, centre.token(number), "До субботы", None)
    assert code_of(refused) == "illegal"
    with pytest.raises(Refused) as refused:
        pages.answer_of(centre.store, number, 1, reader)
    assert code_of(refused) == "illegal"


def test_who_is_handed_it_reads_by_a_link_of_their_own(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    reading.hand_on(centre.store, centre.token(number), centre.water, "", BASE, None)
    first, second = centre.readings(number)
    assert first.read_at is not None and (second.handed_from, second.department) == (first.id, centre.water_name)
    (_, _), (address, text) = centre.letters()
    assert address.startswith("water-") and f"Подборку вам передали: {centre.chief}." in text
    reading.confirm(centre.store, centre.token(number, 1), None)
    assert centre.readings(number)[1].read_at is not None


def test_it_is_not_handed_on_to_oneself(centre: Collecting) -> None:
    """Neither as the department whose chief it is, nor by name."""
    number = centre.made()
    centre.send(number)
    for official in ("", centre.chief):
        with pytest.raises(Refused) as refused:
            reading.hand_on(centre.store, centre.token(number), centre.roads, official, BASE, None)
        assert code_of(refused) == "invalid"
    assert len(centre.readings(number)) == 1


def test_who_has_it_is_not_handed_it_again(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    reading.hand_on(centre.store, centre.token(number), centre.water, "", BASE, None)
    with pytest.raises(Refused) as refused:
        reading.hand_on(centre.store, centre.token(number), centre.water, "", BASE, None)
    assert code_of(refused) == "illegal" and len(centre.letters()) == 2


@pytest.mark.parametrize("token", ["", "no-such-token", "2345-6789-abcd"])
def test_a_wrong_token_opens_nothing(centre: Collecting, token: str) -> None:
    for act in (
        lambda: pages.read_by(centre.store, token),
        lambda: reading.confirm(centre.store, token, None),
        lambda: reading.hand_on(centre.store, token, centre.water, "", BASE, None),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == "not_found"


def test_a_deleted_collections_link_opens_nothing_and_nobody_is_reminded(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    token = centre.token(number)
    keeping.remove(centre.store, number, centre.row(number).version, OLGA)
    with pytest.raises(Refused) as refused:
        pages.read_by(centre.store, token)
    assert code_of(refused) == "not_found"
    centre.clock.pass_(days=10)
    centre.tick()
    assert len(centre.letters()) == 1


# What may be kept


@pytest.mark.parametrize(
    "given",
    [
        {"title": " "},
        {"title": "Д" * 201},
        {"department": ""},
        {"official": "Никто"},
        {"rhythm": "hourly"},
        {"weekday": 7},
        {"hour": 24},
        {"topics": ["Нет такой темы"]},
        {"localities": ["Нет такого села"]},
        {"topics": [f"Тема {n}" for n in range(201)]},
    ],
)
def test_what_is_wrong_with_a_collection_gets_a_sentence(centre: Collecting, given: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        centre.made(**given)
    assert code_of(refused) == "invalid"


def test_a_stale_change_is_refused(centre: Collecting) -> None:
    number = centre.made()
    version = centre.row(number).version
    keeping.pause(centre.store, number, version, OLGA)
    with pytest.raises(Refused) as refused:
        keeping.change(centre.store, number, version, keeping.Given("Иначе", centre.roads), OLGA)
    assert code_of(refused) == "conflict"


def test_whoever_answers_by_now_is_sent_what_was_for_an_official_who_left(centre: Collecting) -> None:
    number = centre.made(official=centre.deputy)
    view = one_department(centre.store, centre.roads)
    chief = departments.Official("Новый начальник", "", "new@example.org")
    departments.change(
        centre.store, centre.roads, view.version, departments.Given(centre.roads_name, chief=chief), OLGA
    )
    centre.send(number)
    assert [one.name for one in centre.readings(number)] == ["Новый начальник"]
