"""A station's own graphic, an OGraf package that drives in place of ours: its fields, and what goes into each.

A field's `at` leads to it through objects. Of a field within a list, `at` leads to the list and `within` on from an
item of it, which stands for an option of a poll. Types and titles are the graphic's own (OGraf v1, “Manifest Model”).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from live.domain.polls.poll import OPTIONS
from live.domain.refused import Refused

Value = str | float | bool | None
Path = tuple[str, ...]
Shows = Literal["question", "poll"]

AS_IT_IS, TYPED = "", "typed"
"""Of what goes into a field: what the graphic itself has there, or always what somebody has typed."""

OF_QUESTION = ("text", "name", "place", "who", "number")
OF_POLL = (
    *("asked", "voters", "lines"),
    *(f"{what}.{number}" for number in range(1, OPTIONS.stop) for what in ("option", "share")),
)
OF_OPTION = ("option", "share")
"""The same within a list, once for each option of a poll."""

NUMBERS = frozenset({"number", "voters", "share", *(f"share.{number}" for number in range(1, OPTIONS.stop))})

PLAIN = frozenset({"string", "number", "integer", "boolean"})
MOST_FIELDS, DEEPEST = 60, 4
LONGEST_TYPED = 1000

USUAL = {
    "text": ("text", "question", "message", "body", "вопрос", "текст"),
    "name": ("name", "author", "person", "имя", "автор"),
    "place": ("place", "location", "city", "locality", "место", "город"),
}
"""What a field of that name most likely wants."""


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: what may stand there, each with its name; none where anything may. `most`: its longest text."""

    at: Path
    within: Path
    title: str
    type: str
    choices: tuple[tuple[str, str], ...] = ()
    most: int | None = None

    @property
    def takes(self) -> tuple[str, ...]:
        """What of ours it takes, besides what is typed."""
        if self.type == "boolean" or self.choices:
            return ()
        offered = OF_OPTION if self.within else (*OF_QUESTION, *OF_POLL)
        return offered if self.type == "string" else tuple(one for one in offered if one in NUMBERS)


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into a field; `value` where it is typed."""

    source: str = AS_IT_IS
    value: Value = None


@dataclass(frozen=True, slots=True)
class Graphic:
    """`file` and `hash` are of its package, `main` is its script there. Each field has a filling, in its order."""

    id: int
    name: str
    version: str
    file: int
    hash: str
    main: str
    schema: Mapping[str, Any]
    fillings: tuple[Filling, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.schema)

    @property
    def shows(self) -> Shows | None:
        """None until something of ours goes into it."""
        sources = {one.source for one in self.fillings}
        if sources & set(OF_QUESTION):
            return "question"
        return "poll" if sources & {*OF_POLL, *OF_OPTION} else None

    def filled(self, fillings: Sequence[Filling]) -> Self:
        """With other fillings; `invalid` where a field cannot take its own, or they are of a question and of a poll."""
        fields = self.fields
        if len(fillings) != len(fields):
            raise Refused("invalid", "The form is out of date. Open it anew.")
        checked = tuple(_checked(field, filling) for field, filling in zip(fields, fillings, strict=True))
        sources = {one.source for one in checked}
        if sources & set(OF_QUESTION) and sources & {*OF_POLL, *OF_OPTION}:
            raise Refused("invalid", "A graphic shows a question or a poll: choose the fields of one of them.")
        return replace(self, fillings=checked)

    def as_item(self) -> dict[str, Any]:
        item = {name: getattr(self, name) for name in ("id", "name", "version", "file", "hash", "main", "schema")}
        return {**item, "fillings": [{"source": one.source, "value": one.value} for one in self.fillings]}

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        return cls(**{**item, "fillings": tuple(Filling(**one) for one in item["fillings"])})


def fields_of(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of a graphic's schema, as it orders them; `invalid` for more, or deeper, than any form shows."""
    fields = tuple(_fields(schema, (), None, 0))
    if len(fields) > MOST_FIELDS:
        many = {"count": len(fields), "most": MOST_FIELDS}
        raise Refused("invalid", "The graphic has {count} fields; at most {most} fit.", **many)
    return fields


def _fields(schema: Mapping[str, Any], at: Path, within: Path | None, depth: int) -> Iterator[Field]:
    """`within` is None outside of lists."""
    if depth > DEEPEST:
        raise Refused("invalid", "The graphic's fields stand too deep in one another.")
    for name, one in _ordered(schema):
        type_, inner = one.get("type"), (*at, name) if within is None else at
        path = None if within is None else (*within, name)
        if type_ == "object":
            yield from _fields(one, inner, path, depth + 1)
        elif type_ == "array" and within is None and _of(one.get("items")).get("type") == "object":
            yield from _fields(one["items"], inner, (), depth + 1)
        elif type_ in PLAIN:
            yield _field(one, inner, path or (), name)


def _field(one: Mapping[str, Any], at: Path, within: Path, name: str) -> Field:
    labels = _of(_of(one.get("gddOptions")).get("labels"))
    offered = one["enum"] if isinstance(one.get("enum"), list) else []
    choices = tuple((str(value), str(labels.get(str(value), value))) for value in offered)
    most = one.get("maxLength")
    title = one.get("title")
    return Field(
        at,
        within,
        title if isinstance(title, str) and title.strip() else name,
        one["type"],
        choices,
        most if type(most) is int and most > 0 else None,
    )


def _ordered(schema: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Its properties; those that say no place stand behind those that do."""
    properties = [(str(name), _of(one)) for name, one in _of(schema.get("properties")).items()]
    return sorted(properties, key=lambda each: _place(each[1]))


def _place(one: Mapping[str, Any]) -> float:
    order = one.get("order")
    return float(order) if isinstance(order, int | float) and not isinstance(order, bool) else float("inf")


def defaults_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a graphic by itself: a controller sends all of it."""
    defaults: dict[str, Any] = {}
    for name, one in _ordered(schema):
        if "default" in one:
            defaults[name] = one["default"]
        elif one.get("type") == "object":
            defaults[name] = defaults_of(one)
        elif one.get("type") == "array":
            defaults[name] = []
    return defaults


def guessed(fields: Sequence[Field]) -> tuple[Filling, ...]:
    """What goes into each until somebody says otherwise, by the fields' own names; nothing into what says little."""
    taken: set[str] = set()
    fillings = []
    for field in fields:
        said = (*field.at, *field.within)[-1].casefold()
        wanted = next((source for source, names in USUAL.items() if said in names), AS_IT_IS)
        fits = wanted in field.takes and wanted not in taken and not field.within
        fillings.append(Filling(wanted) if fits else Filling())
        taken.add(wanted if fits else AS_IT_IS)
    return tuple(fillings)


def carried(before: Graphic, fields: Sequence[Field]) -> tuple[Filling, ...]:
    """What goes into the fields of its newer version: what went into the same ones, and nothing into the others."""
    known = {
        (field.at, field.within, field.type): one for field, one in zip(before.fields, before.fillings, strict=True)
    }
    return tuple(known.get((field.at, field.within, field.type), Filling()) for field in fields)


def _checked(field: Field, filling: Filling) -> Filling:
    if filling.source == AS_IT_IS:
        return Filling()
    if filling.source == TYPED:
        return Filling(TYPED, _typed(field, filling.value))
    if filling.source not in field.takes:
        raise Refused("invalid", "Nothing of that kind goes into the field “{field}”.", field=field.title)
    return Filling(filling.source)


def _typed(field: Field, value: Value) -> Value:
    """As the field's type has it."""
    said = str(value if value is not None else "").strip()
    if field.choices and said not in {choice for choice, _ in field.choices}:
        raise Refused("invalid", "The field “{field}” has no such choice.", field=field.title)
    if len(said) > LONGEST_TYPED:
        raise Refused("invalid", "This is too long.")
    if field.type == "boolean":
        return said == "true"
    if field.type == "string":
        return said
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        raise Refused("invalid", "A number belongs into the field “{field}”.", field=field.title) from None
    if number != number or abs(number) > 1e12 or (field.type == "integer" and number % 1):
        raise Refused("invalid", "A number belongs into the field “{field}”.", field=field.title)
    return int(number) if number % 1 == 0 else number


def _of(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
