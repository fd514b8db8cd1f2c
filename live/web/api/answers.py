"""What the API's routes answer, as JSON Schema: made of what their handlers say that they return."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from flask import Response
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from live.protocol.answers.problems import Problem
from live.protocol.answers.questions import QuestionPage, QuestionPageWithMerged
from live.protocol.schema import ALWAYS_SHOWN, REF, schemas
from live.web.errors import STATUS

Json = dict[str, Any]
PROBLEM = "application/problem+json"
RESPONSE = "#/components/responses/{status}"

BROKEN = 500
"""The status where something broke on our side."""


def returned(view: Any) -> Any:
    """The type of what a handler answers: of `M`, of (M, status), and of a response that is annotated with M."""
    told = get_type_hints(view, include_extras=True)["return"]
    if get_origin(told) is Annotated:
        response, model = get_args(told)
        assert response is Response
        return model
    return get_args(told)[0] if get_origin(told) is tuple else told


class Answers:
    """The schemas of all that these handlers answer."""

    def __init__(self, views: Iterable[Any]) -> None:
        told = {view: returned(view) for view in views} | {Problem: Problem}
        wanted: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = [
            (view, "serialization", TypeAdapter(model)) for view, model in told.items()
        ]
        made, defined = TypeAdapter.json_schemas(wanted, ref_template=REF)
        self._by_view = {view: schema for (view, _), schema in made.items()}
        self.schemas: Json = {**defined["$defs"], **_events()}
        self._shown_less()
        self._told_of()

    def of(self, view: Any) -> Json:
        return self._by_view[view]

    def _shown_less(self) -> None:
        """A screen may be shown less of a question than its whole view."""
        for name, required in ALWAYS_SHOWN.items():
            self.schemas[name]["required"] = required
        optional = set(self.schemas["QuestionView"]["properties"]) - set(ALWAYS_SHOWN["QuestionView"])
        for page in (QuestionPage, QuestionPageWithMerged):
            schema = self.schemas[page.__name__]
            schema["required"] = [name for name in schema["required"] if name not in optional]

    def _told_of(self) -> None:
        """What no type says: the words for what is wrong, and that events are those of the protocol."""
        for name in ("ErrorView", "Problem"):
            self.schemas[name]["properties"]["code"]["enum"] = list(STATUS)
        self.schemas["EventsPage"]["properties"]["events"]["items"] = {"$ref": REF.format(model="Event")}


def refusals() -> Json:
    """The answers that refuse, by their status: a problem each."""
    statuses = {str(BROKEN): "something broke on our side; it is logged"}
    for status in sorted(set(STATUS.values())):
        statuses[str(status)] = " or ".join(code for code, its in STATUS.items() if its == status)
    content = {PROBLEM: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {status: {"description": about, "content": content} for status, about in statuses.items()}


def _events() -> Json:
    """Every event that is sent and whatever it speaks of, and `Event`, which is any of them."""
    known = schemas()
    found = {name: dict(known[name]) for name in reached(known, ["BroadcastEvent", "TicketsEvent"])}
    broken = {"seq": {"type": "integer"}, "at": {"type": "string"}, "type": {"type": "string"}}
    properties = {**broken, "broken": {"const": True}}
    found["BrokenEvent"] = {"type": "object", "properties": properties, "required": list(properties)}
    for union in ("BroadcastEvent", "TicketsEvent"):
        found[union] = {"oneOf": found[union]["oneOf"]}  # Its discriminator is AsyncAPI's.
    anything = ("BroadcastEvent", "TicketsEvent", "BrokenEvent")
    found["Event"] = {"anyOf": [{"$ref": REF.format(model=name)} for name in anything]}
    return found


def reached(known: Json, wanted: Iterable[str]) -> set[str]:
    """The names of these schemas and of all that they refer to, straight or by way of another."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += referred(known[name])
    return found


def referred(schema: Any) -> list[str]:
    """The names of the schemas that this part of one refers to."""
    if isinstance(schema, list):
        return [name for part in schema for name in referred(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + [name for part in schema.values() for name in referred(part)]
