"""Topics by their key words: in any form, phrases, beginnings, and which of several is first."""

from __future__ import annotations

import pytest

from live.language.default_topics import TOPICS
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
    assert guess("колонка, двор, школа, дорога") == ["Вода", "Дороги", "Дети", "Дворы"]


def test_the_same_word_again_adds_nothing() -> None:
    assert guess("газ, вода вода вода, дорога") == ["Газ", "Дороги", "Вода"]


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


DEFAULT = Topics(TOPICS)

BEGINNERS = {
    "Третий день нет холодной воды, трубы ржавые": "ЖКХ",
    "В подъезде не работает лифт": "ЖКХ",
    "Дорогу до села развезло, автомобили вязнут": "Дороги",
    "Во дворе сломали детскую площадку": "Благоустройство",
    "Последний автобус отменили, с работы не уехать": "Общественный транспорт",
    "За оврагом стихийная свалка": "Мусор/Свалки/ТКО",
    "Когда к нам приедет фельдшер?": "Здравоохранение/Медицина",
    "Будут ли места в детском саду?": "Образование",
    "Положено ли пособие многодетной семье?": "Социальное обслуживание и защита",
    "Сколько ждать газификации?": "Газ и топливо",
    "Опять отключили свет, напряжение скачет": "Электроснабжение",
    "Интернет еле дышит, вышки нет": "Связь и телевидение",
    "Стая бродячих собак у рынка": "Безопасность",
    "В реку сливают сточные воды": "Экология",
    "Застройщик бросил стройку": "Строительство и архитектура",
    "Закрылся последний магазин": "Торговля",
    "Клуб на замке, концертов нет": "Культура",
    "Зальют ли каток?": "Физическая культура и спорт",
    "В МФЦ очередь за справкой": "МФЦ «Мои документы»",
    "Поддержат ли малый бизнес?": "Экономика и бизнес",
    "На кладбище нет мест": "Погребение и похоронное дело",
    "Как оформить аренду земельного участка?": "Государственная собственность",
    "Крысы одолели": "Роспотребнадзор",
    "Памятник погибшим осыпается": "Памятники и объекты культурного наследия",
    "Помогут ли семье мобилизованного?": "Мобилизация",
    "Где сделать тест на коронавирус?": "Коронавирус",
    "Голосование за проект инициативного бюджетирования": "Спецпроекты",
}


@pytest.mark.parametrize("text", BEGINNERS)
def test_the_topics_that_a_centre_begins_with_know_their_words(text: str) -> None:
    assert DEFAULT.guess(lemmas(text))[0] == BEGINNERS[text]


def test_the_topics_that_a_centre_begins_with_are_a_list_that_can_be_saved() -> None:
    assert len({name for name, _ in TOPICS}) == len(TOPICS) == 26
    assert all(15 <= len(set(given)) == len(given) <= 60 for _, given in TOPICS)


def test_greetings_and_quarrels_have_no_topic() -> None:
    for text in ("Здравствуйте, уважаемый глава", "Всё равно ничего не сделаете", "Передаю привет", "Тест"):
        assert DEFAULT.guess(lemmas(text)) == []


def test_what_is_said_first_counts_more_than_where_it_is() -> None:
    assert OWN.guess(lemmas("газ у школы")) == ["Газ", "Дети"]
    assert OWN.guess(lemmas("школа без газа")) == ["Дети", "Газ"]
