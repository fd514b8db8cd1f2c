"""Placeholders of answers: what is put in, what stays, and what is refused."""

from __future__ import annotations

import pytest

from live.domain import templates
from live.domain.refused import Refused
from live.language.default_answers import ANSWERS

KNOWN = {
    "имя": "Анна",
    "номер": "ПЛ-2026-000123",
    "вопрос": "Когда починят мост?",
    "место": "Сосновка",
    "срок": "27.11.2026",
    "ведомство": None,
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Починили.", "Починили."),
        ("{имя}, {место}: до {срок}", "Анна, Сосновка: до 27.11.2026"),
        ("{ИМЯ} и { имя }", "Анна и Анна"),
        ("{номер}{номер}", "ПЛ-2026-000123ПЛ-2026-000123"),
        ("{ведомство} ответит", "{ведомство} ответит"),
        ("f(x) = {1, 2}; {} и {a b}", "f(x) = {1, 2}; {} и {a b}"),
    ],
)
def test_what_is_known_is_put_in_and_the_rest_stays(text: str, filled: str) -> None:
    assert templates.fill(text, KNOWN) == filled


def test_what_was_put_in_is_not_read_again() -> None:
    assert templates.fill("{вопрос}", {**KNOWN, "вопрос": "Что такое {имя}?"}) == "Что такое {имя}?"


@pytest.mark.parametrize("text", ["{фамилия}", "Здравствуйте, {name}!"])
def test_an_unknown_placeholder_is_refused_with_those_that_there_are(text: str) -> None:
    for act in (lambda: templates.check(text), lambda: templates.finished(text, KNOWN)):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "invalid" and "ведомство" in str(caught.value)


def test_a_placeholder_of_which_nothing_is_known_cannot_be_sent() -> None:
    with pytest.raises(Refused) as caught:
        templates.finished("Отвечает {ведомство}", KNOWN)
    assert caught.value.code == "invalid" and "ведомство" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "filled"),
    [("Здравствуйте, {имя}!", "Здравствуйте, уважаемый житель!"), (" {имя}, мост", " Уважаемый житель, мост")],
)
def test_one_without_a_name_is_addressed_all_the_same(text: str, filled: str) -> None:
    assert templates.finished(text, templates.of_asker(None, "Мост?")) == filled


def test_a_long_question_is_repeated_by_its_beginning() -> None:
    words = templates.of_asker("Анна", "Где\nвода? " * 100)["вопрос"]
    assert words is not None and len(words) <= templates.LONGEST_QUESTION and words.endswith("…") and "\n" not in words


def test_what_a_centre_begins_with_can_be_sent_once_it_is_filled_in() -> None:
    known = dict.fromkeys(templates.PLACEHOLDERS, "Анна")
    for name, text in ANSWERS:
        assert "{" not in templates.finished(text, known), name
