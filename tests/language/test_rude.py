"""Rude words: found in whatever form, as they stand, and nothing that only looks like them."""

from __future__ import annotations

import pytest

from live.language.rude import MILD, RudeWords

LISTED = RudeWords(["дурак", "гадск*", "Сволочь"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Вы дураки, и дураком останетесь!", ["дураки", "дураком"]),
        ("ДУРАК дурак Дурак дурак", ["ДУРАК", "дурак", "Дурак"]),
        ("Гадское отношение", ["Гадское"]),
        ("Сволочи!", ["Сволочи"]),
        ("", []),
        ("Процедура в доме дурацкая, а Гадяч далеко", []),
    ],
)
def test_a_rude_word_is_found_in_its_forms_as_it_stands(text: str, found: list[str]) -> None:
    assert LISTED.found(text) == found


def test_an_empty_list_finds_nothing() -> None:
    assert RudeWords([]).found("Вы дураки") == []


@pytest.mark.parametrize("text", ["Когда починят мост?", "Уродилась картошка", "Урожай сгнил", "Процедура и дурман"])
def test_what_every_centre_begins_with_leaves_plain_words_alone(text: str) -> None:
    assert RudeWords(MILD).found(text) == []
