"""What questions about the same are called: a phrase of their own words, and nobody's name."""

from __future__ import annotations

import pytest

from live.language.naming.names import named, without
from live.language.naming.phrases import phrases
from live.language.naming.readings import read

WATER = ("Когда дадут горячую воду", "Третий день нет горячей воды", "Горячую воду отключили без предупреждения")

SAID = {
    "горячая вода": WATER,
    "вечерний автобус": ("Почему отменили вечерний автобус?", "Вечерний автобус опять не пришёл", "Верните автобус!"),
    "ямы на дороге": ("Ямы на дороге", "На дороге у школы ямы", "Ямы на дороге, ездить нельзя"),
    "детская площадка": ("Ремонт детской площадки", "На детской площадке темно", "Детская площадка сломана"),
    "уборка снега": ("Плохая уборка снега", "Уборка снега не ведётся", "Когда начнётся уборка снега?"),
    "нет света": ("Нет света в посёлке", "Второй день света нет", "Нет света! Когда дадут?"),
    "не горит фонарь": ("Не горит фонарь у школы", "Фонарь не горит", "Второй день не горит фонарь"),
    "мусор не вывозят": ("Мусор не вывозят", "Опять не вывозят мусор", "Почему мусор не вывозят?"),
    "грязная парадная": ("Грязная парадная", "В грязной парадной темно", "Парадная грязная, грязная парадная!"),
}


def of(*texts: str) -> str:
    """Their name where every word is as rare as every other."""
    return named(texts, lambda lemma: 1.0)


@pytest.mark.parametrize("name", SAID)
def test_a_name_is_a_phrase_that_they_share(name: str) -> None:
    assert of(*SAID[name]) == name


def test_a_phrase_of_which_two_words_do_not_agree_is_none() -> None:
    said = {phrase.said for phrase in phrases(read("Асфальт снегом работу писали третий отопления"), {})}
    assert all(len(words) == 1 for words in said)


@pytest.mark.parametrize("word", ["третий", "писали", "просим", "наш", "понедельник", "проблема", "два", "12"])
def test_no_name_holds_an_ordinal_a_word_of_writing_or_one_that_is_said_of_anything(word: str) -> None:
    assert of(*[f"{word} подъезд, {word} отопление"] * 3) in ("отопление, подъезд", "подъезд, отопление")


@pytest.mark.parametrize("word", ["Иванова", "Сергей", "Петрович", "Роман", "Димитровград", "Бррукоз", "89001234567"])
def test_no_name_holds_a_person_a_place_or_what_no_dictionary_knows(word: str) -> None:
    asked = (f"{word}: нет горячей воды", f"Горячей воды нет, {word}", f"{word} пишет: нет горячей воды")
    assert of(*asked) == "нет горячей воды"


def test_what_has_a_capital_within_a_sentence_is_somebodys_name() -> None:
    assert of(*["Просит Вера, нет воды"] * 3) == "нет воды"


def test_whoever_is_greeted_is_no_name() -> None:
    greetings = ("Уважаемый глава района! ", "Здравствуйте, студия. ", "Добрый день, уважаемый глава района. ")
    assert of(*[f"{one}Автобус опоздал" for one in greetings]) == of(*["Автобус опоздал"] * 3) != ""


def test_that_there_is_no_sense_in_it_is_no_name() -> None:
    assert of(*["Звоним, толку нет. Автобус опоздал"] * 3) == of(*["Автобус опоздал"] * 3)


def test_a_street_and_a_house_are_no_name() -> None:
    assert of(*["улица, дом, корпус, автобус"] * 6) == "автобус"


def test_no_name_holds_a_word_that_one_question_alone_has() -> None:
    assert of("ржавая горячая вода", "горячая вода", "горячая вода") == "горячая вода"


def test_what_is_denied_is_not_called_as_if_it_were_so() -> None:
    assert "горит фонарь" not in {" ".join(phrase.said) for phrase in phrases(read("Фонарь, не горит фонарь"), {})}


def test_of_a_word_that_may_be_two_the_one_counts_that_the_others_say() -> None:
    assert of("Ямы на дороге", "Яма на дороге", "Яма на дороге") == "яма на дороге"


def test_a_noun_alone_is_a_name_once_enough_share_it() -> None:
    few = ("Автобус опаздывает", "Автобус переполнен", "Автобус сломался")
    assert of(*few) == ""
    assert of(*few, "Автобус грязный", "Автобус старый", "Автобус дорогой") == "автобус"


def test_where_no_phrase_is_shared_two_nouns_are_the_name() -> None:
    assert of("Лифт стоит, подъезд тёмный", "Подъезд без ремонта, лифт сломан", "Лифт!") == "лифт, подъезд"


def test_two_nouns_are_called_by_the_phrase_that_has_both_where_there_is_one() -> None:
    asked = ("Мусор на газоне", "Мусор на газоне", "Газон, мусор", "Мусор! Газон!", "Мусор: газон")
    assert of(*asked) == "мусор на газоне"


def test_a_name_that_others_have_is_not_given_again() -> None:
    asked = ("горячей воды в школе нет",) * 3
    first = named(asked, lambda lemma: 1.0)
    assert first and named(asked, lambda lemma: 1.0, {first}) not in ("", first)


def test_a_name_has_four_words_at_most() -> None:
    long = "Неудовлетворительное состояние старой детской площадки около новой кирпичной школы"
    assert 2 <= len(of(long, long, long).split()) <= 4


@pytest.mark.parametrize("text", ["", "🙂", "x" * 4000, "Kogda dadut vodu", "112", "и не", "нет", "не горит", "𗀀"])
def test_odd_texts_have_no_name_and_break_nothing(text: str) -> None:
    assert of(text, text, text) == ""


@pytest.mark.parametrize(
    ("texts", "left"),
    [(["ямы"], "яма"), (["дороги"], "на дороге"), (["яма, дорога"], "яма на дороге"), ([], "")],
)
def test_a_preposition_goes_with_the_word_behind_it(texts: list[str], left: str) -> None:
    assert without("яма на дороге", texts) == left


def test_of_a_list_the_other_word_stays() -> None:
    assert without("лифт, подъезд", ["в подъезде темно"]) == "подъезд"
