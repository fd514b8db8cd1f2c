"""Stresses of the centre's names: found in every form of a word, and nowhere else."""

from __future__ import annotations

import pytest

from live.language.speech.stresses import Stresses, has_stress, listed_words

CASES = [
    # listed, text, the text as it is read
    ("Та́волжанка", "В Таволжанке нет воды", "В Та́волжанке нет воды"),
    ("Т+аволжанка", "Жители Таволжанки и Таволжанкой", "Жители Та́волжанки и Та́волжанкой"),
    ("Нага́ткино", "у Нагаткина, в Нагаткине, Нагаткино", "у Нага́ткина, в Нага́ткине, Нага́ткино"),
    ("Лесна́я", "На Лесной и на лесной поляне", "На Лесной и на лесной поляне"),
    ("Садо́вая", "На Садовой, по Садовую", "На Садо́вой, по Садо́вую"),
    ("Садо́вая", "садовая скамейка", "садовая скамейка"),
    ("Кузьмина́", "Кузьмина и Кузьмину", "Кузьмина́ и Кузьмину"),
    ("каза́рма", "Казарма и казармы", "Каза́рма и каза́рмы"),
    ("Петро́в", "Петров, Петрову, Петровым, Петровка", "Петро́в, Петро́ву, Петро́вым, Петровка"),
    ("Большо́е Нага́ткино", "Большое Нагаткино", "Большо́е Нага́ткино"),
    ("Нага́ткино", "Старое Нагаткино-на-Свияге", "Старое Нага́ткино-на-Свияге"),
    ("Озёрки", "Озёрки", "Озёрки"),
    ("Озёрки", "В Озерках и ОЗЕРКАХ", "В Озёрках и ОЗЁРКАХ"),
    ("Бер+ёзовка", "Березовка и Берёзовка", "Берёзовка и Берёзовка"),
    ("Бер+езовка", "Берёзовка и Березовка", "Берёзовка и Бере́зовка"),
    ("О́зерки", "Озёрки и Озерки", "Озёрки и О́зерки"),
    ("трёхпру́дный", "Трехпрудный и трёхпрудного", "Трехпру́дный и трёхпру́дного"),
    ("К+узино", "Кузин в Кузине", "Кузин в Ку́зине"),
    ("ТА́РХАНЫ", "ТАРХАНЫ", "ТА́РХАНЫ"),
    ("Ви́нновка", "Винно́вка сказал редактор", "Винно́вка сказал редактор"),
    ("Ур", "Урожай", "Урожай"),
]


@pytest.mark.parametrize(("line", "text", "read"), CASES)
def test_a_stress_stands_in_every_form_with_the_same_beginning(line: str, text: str, read: str) -> None:
    assert Stresses([line]).put_into(text) == read


def test_of_two_words_the_one_that_is_more_like_it_counts() -> None:
    both = Stresses(["Петро́в", "Пе́тровка"])
    assert both.put_into("Петровке и Петрову") == "Пе́тровке и Петро́ву"


def test_nothing_is_listed_and_nothing_changes() -> None:
    assert Stresses([]).put_into("Таволжанка") == "Таволжанка"


def test_a_name_is_known_by_its_ё_or_its_mark() -> None:
    assert listed_words("Большие Озёрки у Свияги") == [("Озёрки", 2)]
    assert not has_stress("Озерки")


def test_without_its_accents_the_text_is_what_it_was() -> None:
    text = "В Таволжанке, на Садовой 5; Нагаткино!"
    read = Stresses(["Та́волжанка", "Садо́вая", "Нага́ткино"]).put_into(text)
    assert read != text
    assert read.replace("\u0301", "") == text


@pytest.mark.parametrize("line", ["Тав+о+лжанка", "Т́аволжанка", "Тав+лжанка", "Таволжанка+", "+", "Та́во́лжанка"])
def test_a_stress_is_one_and_at_a_vowel(line: str) -> None:
    with pytest.raises(ValueError):
        listed_words(line)
