"""What of a text is not for the air, and the text without it. Every number and address here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.language.masking import MASKS, marks, masked

FOUND = [
    ("phone", "Позвоните мне: {}, Анна", "8 (900) 000-00-12"),
    ("phone", "звоните {}!", "+7 900 000 00 12"),
    ("phone", "{}", "89000000012"),
    ("phone", "мой номер {}, вечером", "900 000-00-12"),
    ("phone", "звонил по {} трижды", "8-84231-2-15-37"),
    ("phone", "телефон {}", "2-15-37"),
    ("phone", "тел. {}", "21537"),
    ("phone", "сын в Казани, {}", "+375 29 000-00-12"),
    ("email", "пишите на {}.", "anna.p@example.org"),
    ("email", "({})", "a+b@mail.example.org"),
    ("card", "пенсия на карту {} не пришла", "4111 1111 1111 1111"),
    ("card", "{}", "4111111111111111"),
    ("document", "СНИЛС {}", "112-233-445 95"),
    ("document", "мой {}", "112 233 445 95"),
    ("document", "снилс {}", "11223344595"),
    ("document", "паспорт {}, выдан", "73 00 123456"),
    ("document", "паспорт серия {}", "7300 № 123456"),
    ("document", "паспорт {}", "7300123456"),
    ("document", "{} не берут", "7300 123456"),
    ("document", "ИНН {}", "500100732259"),
    ("document", "полис {}", "1234567890123456"[:12]),
    ("address", "Живу на {}, нет воды", "ул. Ленина, д. 3, кв. 5"),
    ("address", "{} холодно", "улица 50 лет Октября дом 3 кв 5"),
    ("address", "на {} холодно", "Мира 12 кв 5"),
    ("address", "в {}", "доме 3 квартира 12"),
    ("address", "{} течёт крыша", "ул. Мира, 5-12"),
    ("address", "Сосновка, {}", "пер. Школьный, дом 7а, корп. 2, квартира 40"),
    ("flat", "затопили из {}, третий день", "кв. 5"),
    ("flat", "в {} живёт больной человек", "квартире № 45"),
    ("flat", "топят {} каждую ночь", "квартиры 12, 15 и 20"),
    ("flat", "соседи из {} шумят", "23 квартиры"),
    ("flat", "течёт в {}", "7-й квартире"),
    ("flat", "запах газа в {}", "3 квартире"),
    ("car", "на газоне стоит {} без колёс", "а123вс73"),
    ("car", "машина {}, чёрная", "А 123 ВС 173"),
    ("car", "номер {}", "о777оо"),
]


@pytest.mark.parametrize(("kind", "around", "words"), FOUND)
def test_what_is_somebodys_is_marked_and_nothing_else(kind: str, around: str, words: str) -> None:
    text = around.format(words)
    assert [(one.kind, one.words) for one in marks(text)] == [(kind, words)]
    assert masked(text) == around.format(MASKS[kind])


@pytest.mark.parametrize(
    "text",
    [
        "Когда починят мост?",
        "С 2019 по 2024 год дорогу на Сосновку 3 раза обещали",
        "с 10:00 до 18:00, 24.11.2026 и 25.11.2026",
        "выделили 12 500 000 рублей, потом 9 500 000 000 рублей",
        "лицевой счёт 123456789012",
        "карта 4111111111111112",
        "112-233-445 96",
        "кадастровый номер 73:08:020501:123",
        "в доме 40 квартир и 2 подъезда",
        "дома 5, 7, 9, 11 по ул. Мира",
        "ул. Советская дома 5-12 без воды",
        "школа № 12, 350 учеников",
        "на 5-12 этажах",
        "12 345 человек",
        "@anna в телеграме",
        "предусматривать подъём люка на 50-70 мм",
        "протекло 3 квартиры, а дом на 40 квартир",
        "кв. 12,5 м и ещё 30 кв. м",
        "В 300 км от города, в 300км и от 15 до 20 км",
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert marks(text) == () and masked(text) == text


def test_several_are_marked_in_their_order() -> None:
    text = "ул. Мира, д. 1, кв. 2, тел. 8 900 000-00-12 или 21537, a@example.org"
    assert [one.kind for one in marks(text)] == ["address", "phone", "phone", "email"]
    assert masked(text) == "[адрес], тел. [телефон] или [телефон], [почта]"


def test_what_is_let_through_stands_and_the_rest_does_not() -> None:
    text = "Диспетчерская 8 800 000-00-12, мой 8 900 000-00-12"
    assert masked(text, ["8 800 000-00-12"]) == "Диспетчерская 8 800 000-00-12, мой [телефон]"


PIECES = st.sampled_from(
    [
        *(words for _, _, words in FOUND),
        *("тел.", "звоните", "паспорт", "снилс", "ИНН", "ул.", "дом", "кв.", "Мира", "карта", "№", "@", "+", "-", "("),
        *(" ", "  ", ", ", ". ", "\n", "и", "8", "12", "345", "4111", "000", "[телефон]", "👩‍🚒"),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.lists(PIECES, max_size=12).map(" ".join) | st.text()


@settings(deadline=None)
@given(TEXTS)
def test_marks_stand_in_the_text_in_order_and_apart(text: str) -> None:
    reached = 0
    for mark in marks(text):
        assert reached <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == mark.words and mark.kind in MASKS
        reached = mark.end


@settings(deadline=None)
@given(TEXTS)
def test_masking_twice_is_masking_once_and_leaves_no_mark(text: str) -> None:
    once = masked(text)
    assert masked(once) == once and marks(once) == ()


@settings(deadline=None)
@given(TEXTS)
def test_a_text_without_marks_is_unchanged(text: str) -> None:
    if not marks(text):
        assert masked(text) == text
    assert masked(text, [one.words for one in marks(text)]) == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@")))
def test_a_text_without_figures_is_unchanged(text: str) -> None:
    assert masked(text) == text
