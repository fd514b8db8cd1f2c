"""A station's own graphic: its fields, what of ours they take, and what goes into them by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from live.domain.control.graphics import Filling, Graphic, carried, defaults_of, fields_of, guessed
from live.domain.refused import Refused

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rows": {
            "type": "array",
            "title": "Строки",
            "items": {
                "type": "object",
                "properties": {"label": {"type": "string"}, "bar": {"type": "number", "title": "Доля"}},
            },
        },
        "size": {"type": "integer", "default": 2, "order": 2},
        "question": {"type": "string", "title": "Слова", "default": "…", "maxLength": 90, "order": 1},
        "who": {
            "type": "object",
            "properties": {"name": {"type": "string", "default": "Имя"}, "shown": {"type": "boolean"}},
        },
        "look": {"type": "string", "enum": ["a", "b"], "gddOptions": {"labels": {"a": "Тёмный"}}},
        "logo": {"type": "array", "items": {"type": "string"}},
        "odd": {"type": "null"},
    },
}
FIELDS = fields_of(SCHEMA)
NAMES = ["question", "size", "label", "bar", "name", "shown", "look"]
GRAPHIC = Graphic(1, "Треть", "1", 7, "ab" * 32, "graphic.mjs", SCHEMA, tuple(Filling() for _ in FIELDS))


def filled(**sources: str | tuple[str, Any]) -> Graphic:
    """With these, by the fields' own names."""
    said = {name: Filling(*((one,) if isinstance(one, str) else one)) for name, one in sources.items()}
    return GRAPHIC.filled([said.get(name, Filling()) for name in NAMES])


def test_its_fields_stand_in_its_order_with_those_in_objects_and_lists() -> None:
    assert [(*field.at, *field.within)[-1] for field in FIELDS] == NAMES
    assert [(field.at, field.within) for field in FIELDS[2:5]] == [
        (("rows",), ("label",)),
        (("rows",), ("bar",)),
        (("who", "name"), ()),
    ]


def test_a_field_has_its_title_its_choices_and_its_length() -> None:
    by_name = dict(zip(NAMES, FIELDS, strict=True))
    assert (by_name["question"].title, by_name["question"].most, by_name["label"].title) == ("Слова", 90, "label")
    assert by_name["look"].choices == (("a", "Тёмный"), ("b", "b"))


def test_what_stands_there_by_itself_is_all_of_its_data() -> None:
    assert defaults_of(SCHEMA) == {"question": "…", "size": 2, "rows": [], "who": {"name": "Имя"}, "logo": []}


def test_what_a_fields_name_says_goes_into_it_by_itself_and_once() -> None:
    sources = {name: one.source for name, one in zip(NAMES, guessed(FIELDS), strict=True)}
    assert sources == {**dict.fromkeys(NAMES, ""), "question": "text", "name": "name"}
    twice = {"properties": {"text": {"type": "string"}, "body": {"type": "string"}}}
    assert [one.source for one in guessed(fields_of(twice))] == ["text", ""]


def test_it_shows_what_its_fields_are_filled_with() -> None:
    assert GRAPHIC.shows is None and filled(question=("typed", "Тема")).shows is None
    assert filled(question="text", name="who").shows == "question"
    assert filled(question="asked", label="option", bar="share").shows == "poll"
    assert filled(label="option").shows == "poll"


def test_it_is_the_same_after_it_was_kept() -> None:
    kept = filled(question="text", size=("typed", "3"))
    assert Graphic.of_item(kept.as_item()) == kept


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ({"question": "text", "label": "option"}, "a question or a poll"),
        ({"size": "text"}, "“size”"),
        ({"size": ("typed", "много")}, "“size”"),
        ({"size": ("typed", "2,5")}, "“size”"),
        ({"size": ("typed", "nan")}, "“size”"),
        ({"size": ("typed", "1e99")}, "“size”"),
        ({"question": "option"}, "“Слова”"),
        ({"label": "text"}, "“label”"),
        ({"question": "whatever"}, "“Слова”"),
        ({"shown": "text"}, "“shown”"),
        ({"look": "text"}, "“look”"),
        ({"look": ("typed", "c")}, "no such choice"),
        ({"question": ("typed", "x" * 1001)}, "too long"),
    ],
)
def test_what_cannot_go_into_a_field_is_refused(sources: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused) as refused:
        filled(**sources)
    assert told in str(refused.value)


def test_a_form_of_another_version_is_refused() -> None:
    with pytest.raises(Refused, match="out of date"):
        GRAPHIC.filled([Filling()])


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("size", " 3 ", 3),
        ("bar", "2,5", 2.5),
        ("question", " Тема дня ", "Тема дня"),
        ("shown", "true", True),
        ("shown", "", False),
        ("look", "b", "b"),
    ],
)
def test_what_is_typed_is_kept_as_its_field_has_it(name: str, typed: str, kept: Any) -> None:
    [value] = [one.value for one in filled(**{name: ("typed", typed)}).fillings if one.source]
    assert value == kept and type(value) is type(kept)


def test_a_newer_version_keeps_what_went_into_the_same_fields() -> None:
    before = filled(question="text", size=("typed", "3"))
    newer = {"properties": {"question": {"type": "string"}, "size": {"type": "string"}, "place": {"type": "string"}}}
    assert [one.source for one in carried(before, fields_of(newer))] == ["text", "", ""]
    assert carried(replace(before), FIELDS) == before.fillings
