"""Street and house out of what people write: the same house however it is written."""

from __future__ import annotations

import pytest

from live.language.addresses import Address, address_of, houses_of

HOUSES = {
    "улица Ленина, дом 5": ("ленин", "5"),
    "ул. Ленина, д.5": ("ленин", "5"),
    "на улице ленина 5 нет воды": ("ленин", "5"),
    "На Ленина, д. 5, кв. 12": ("ленин", "5"),
    "Лесной проспект, дом 61, корпус 3, литера Д": ("лесной", "61к3"),
    "На Лесном проспекте 61 корп. 3 нет света": ("лесной", "61к3"),
    "Большая Садовая улица, 12а": ("больший садовый", "12а"),
    "Щербаков переулок, дом 1-3": ("щербаков", "1-3"),
    "3-я Советская улица, дом 9/2": ("3 советский", "9/2"),
    "улица 40 лет Победы, 7": ("40 год победа", "7"),
    "бульвар имени Победы, 7": ("победа", "7"),
    "Вишерская улица, дом 10": ("вишерск", "10"),
    "на Вишерской улице у дома 10": ("вишерск", "10"),
    "посёлок Шушары, территория Ленсоветовский, дом 25": ("ленсоветовск", "25"),
    "Муринская дорога, дом 14, корпус 2": ("муринск", "14к2"),
    "в доме 5 по улице Ленина": ("ленин", "5"),
    "В доме 5, корпус 2, по улице Ленина уже неделю темно": ("ленин", "5к2"),
    "у д. 5 на Лесном пр. яма": ("лесной", "5"),
    "На улице Мира темно у дома 7": ("мир", "7"),
    "улица Ленина, дом 5, на улице Мира дом 7": ("ленин", "5"),
}


@pytest.mark.parametrize("text", HOUSES)
def test_a_house_is_found_however_it_is_written(text: str) -> None:
    found = address_of(text)
    assert found is not None
    assert (found.street, found.house) == HOUSES[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂",
        "Во дворе дома нет света",
        "Нет воды с 5 утра",
        "Нам 12 лет обещают дорогу",
        "Плохие дороги. 5 лет жду.",
        "x" * 4000,
    ],
)
def test_where_no_house_is_named_none_is_found(text: str) -> None:
    found = address_of(text)
    assert found is None or not found.house


def test_a_street_alone_is_no_house() -> None:
    assert address_of("На Приморском шоссе яма") == Address("приморский", "")
    assert not Address("приморский", "").is_same_house(Address("приморский", ""))


@pytest.mark.parametrize("text", ["На улице темно", "На улице в темноте страшно", "По улице не пройти"])
def test_what_no_street_is_called_is_no_street(text: str) -> None:
    assert address_of(text) is None


def test_of_two_streets_each_has_its_own_house() -> None:
    found = houses_of("Улица Ленина, дом 5, улица Мира, дом 7 и Лесной проспект")
    assert [(one.street, one.house) for one in found] == [("ленин", "5"), ("мир", "7")]


def test_a_number_beyond_the_sentence_is_of_no_house() -> None:
    found = address_of("Когда сделают улицу Мира? 5 лет жду")
    assert found is not None and not found.house


def test_what_was_told_apart_counts_before_the_text() -> None:
    found = address_of("улица Мира, дом 1", "На улице Ленина 5 яма")
    assert found is not None and (found.street, found.house) == ("мир", "1")
    assert address_of(None, "На улице Ленина 5 яма") == Address("ленин", "5")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("улица Ленина, дом 5, литера Б", "б"),
        ("Ленина ул., д. 5 лит. Б, кв. 3", "б"),
        ("улица Ленина, дом 5, корпус 1, строение 2", "с2"),
        ("улица Ленина, дом 5, строение 2", ""),
        ("улица Ленина, дом 5, б", ""),
    ],
)
def test_which_building_of_one_number_is_read_where_it_is_said(text: str, part: str) -> None:
    found = address_of(text)
    assert found is not None and found.part == part


def test_buildings_of_one_number_are_two_houses_where_both_are_said() -> None:
    one, other, silent = (address_of(f"улица Ленина, дом 5{part}") for part in (", литера А", ", литера Б", ""))
    assert one and other and silent
    assert not one.is_same_house(other)
    assert one.is_same_house(silent) and silent.is_same_house(other)


def test_settlements_part_houses_where_both_name_one() -> None:
    here, there, silent = (
        address_of(f"{place}улица Ленина, дом 5") for place in ("село Ольховка, ", "город Бор, ", "")
    )
    assert here and there and silent
    assert not here.is_same_house(there)
    assert here.is_same_house(silent) and silent.is_same_house(there)
