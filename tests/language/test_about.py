"""What two questions are about, and how alike that makes them."""

from __future__ import annotations

import pytest

from live.language.about import About, about, about_question, likeness

HOUSE = "В доме по улице Ленина, дом 5 третий день нет отопления, батареи холодные"
PLACE = "Когда отремонтируют разбитую дорогу к районной больнице и поставят освещение"


def alike(one: str, other: str) -> float:
    return likeness(about(one), about(other))


def test_a_question_is_as_like_itself_as_can_be() -> None:
    assert alike(HOUSE, HOUSE) == pytest.approx(1)
    assert likeness(about(PLACE, "Липовка"), about(PLACE, "Липовка")) == pytest.approx(1)


@pytest.mark.parametrize(
    "other",
    [
        HOUSE.replace("дом 5", "дом 7"),
        HOUSE.replace("дом 5", "дом 5 корпус 2"),
        HOUSE.replace("Ленина", "Мира"),
        HOUSE.replace("улице Ленина, дом 5", "нашей улице"),
        "В городе Инза на улице Ленина, дом 5 третий день нет отопления",
    ],
    ids=["number", "building", "street", "no house", "settlement"],
)
def test_another_house_is_never_the_same(other: str) -> None:
    here = HOUSE if "Инза" not in other else HOUSE.replace("В доме", "В городе Барыш в доме")
    assert alike(here, other) == 0


@pytest.mark.parametrize(
    "other",
    [
        "Батареи холодные, третий день нет отопления, ул. Ленина, д. 5",
        "Ленина 5, нет отопления третий день, холодные батареи".replace("Ленина 5", "ул Ленина 5"),
    ],
)
def test_a_house_is_known_however_it_is_written(other: str) -> None:
    assert alike(HOUSE, other) > 0.9


def test_of_one_house_the_words_decide() -> None:
    assert 0.6 < alike(HOUSE, "Улица Ленина, дом 5: когда поставят скамейку у подъезда?") < 0.8


def test_the_address_itself_is_not_compared_as_words() -> None:
    assert not {"ленин", "улица", "дом"} & set(about(HOUSE).weights)


def test_without_a_house_few_words_say_too_little() -> None:
    assert likeness(about("Нет света", "Липовка"), about("Нет света", "Липовка")) == 0


def test_a_place_that_both_have_and_is_another_parts_them() -> None:
    assert likeness(about(PLACE, "Липовка"), about(PLACE, "Сосновка")) == 0


@pytest.mark.parametrize("place", ["Липовка", None])
def test_without_a_house_or_a_place_nothing_is_the_same(place: str | None) -> None:
    assert likeness(about(PLACE, place), about(PLACE)) == 0


def test_one_street_is_a_place_too() -> None:
    street = f"Улица Мира: {PLACE}"
    assert alike(street, street) == pytest.approx(1)
    assert alike(street, street.replace("Мира", "Садовая")) == 0


def test_without_a_house_another_word_is_another_question() -> None:
    assert likeness(about(PLACE, "Липовка"), about(f"{PLACE} и светофоры", "Липовка")) < 0.8


def test_it_does_not_matter_which_of_two_is_asked_for() -> None:
    one, other = about(HOUSE), about("Ул. Ленина 5, холодные батареи, дети болеют")
    assert likeness(one, other) == likeness(other, one)


def test_a_wording_for_air_that_puts_the_house_right_is_what_it_is_about() -> None:
    assert about_question(HOUSE, "Улица Ленина, дом 15: почему холодно?", None).house.endswith("|15")


def test_a_wording_for_air_in_other_words_changes_nothing() -> None:
    assert about_question(HOUSE, "Почему в доме третий день холодно?", None) == about(HOUSE)


@pytest.mark.parametrize("text", ["", "🙂", "?" * 4000, "no heat " * 500, "ул. Ленина, 5", "\n\n"])
def test_whatever_stands_in_a_text_is_read(text: str) -> None:
    found = about(text)
    assert isinstance(found, About)
    assert 0 <= likeness(found, found) <= 1
