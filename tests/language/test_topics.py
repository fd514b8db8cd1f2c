"""Topics by their key words: in any form, phrases, beginnings, and which of several is first."""

from __future__ import annotations

import pytest

from live.language.lemmas import lemmas
from live.language.topics import Topics

OWN = Topics(
    [
        ("Дороги", ("дорога", "яма", "асфальт", "очистка снега")),
        ("Дети", ("Детский сад", "школа", "ребёнок")),
        ("Газ", ("газ", "газифи*", "подключение газа")),
        ("Дворы", ("детская площадка", "двор", "площадка")),
        ("Вода", ("вода", "колонка", "яма")),
    ]
)


def guess(text: str) -> list[str]:
    return OWN.guess(lemmas(text))


@pytest.mark.parametrize("text", ["нет дороги", "ДОРОГА", "по дорогам не пройти", "дорогу размыло"])
def test_a_key_word_speaks_in_any_form(text: str) -> None:
    assert guess(text) == ["Дороги"]


def test_ё_is_е() -> None:
    assert guess("ребенок") == guess("ребёнок") == ["Дети"]


@pytest.mark.parametrize("text", ["место в детском саду", "детский, наш сад", "о детских садах"])
def test_a_phrase_speaks_where_its_words_stand_near_in_order(text: str) -> None:
    assert guess(text) == ["Дети"]


@pytest.mark.parametrize("text", ["сад детский", "детский", "сад", "детский врач принимает раз в месяц, а у нас сад"])
def test_a_phrase_says_nothing_otherwise(text: str) -> None:
    assert guess(text) == []


def test_a_beginning_speaks_for_all_that_begin_so() -> None:
    assert guess("газификация") == guess("газифицировать") == ["Газ"]
    assert guess("газета") == []


def test_a_phrase_counts_more_than_a_word() -> None:
    assert guess("ребёнок упал на детской площадке") == ["Дворы", "Дети"]


def test_what_speaks_for_several_topics_counts_less() -> None:
    assert guess("яма и школа") == ["Дети", "Дороги", "Вода"]


def test_of_equals_the_first_in_the_centres_order_is_first() -> None:
    assert guess("двор, школа, дорога") == ["Дороги", "Дети", "Дворы"]


def test_the_same_word_again_adds_nothing() -> None:
    assert guess("вода вода вода, школа") == ["Дети", "Вода"]


def test_at_most_five_are_offered() -> None:
    many = Topics([(str(n), ("вода",)) for n in range(9)])
    assert many.guess(lemmas("вода")) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("text", ["", "???", "Здравствуйте", "ё"])
def test_what_says_nothing_has_no_topic(text: str) -> None:
    assert guess(text) == []


def test_odd_key_words_do_no_harm() -> None:
    odd = Topics([("А", ("", "*", " * ", "!?", "вода*", "–")), ("Б", ())])
    assert odd.guess(lemmas("водаканал и вода")) == ["А"]
    assert Topics([]).guess("вода") == []
