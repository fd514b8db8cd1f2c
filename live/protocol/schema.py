"""The wire as JSON Schema: every view, every event as it is sent, every command's body, and a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from live.protocol import views
from live.protocol.commands import Command, given_to
from live.protocol.events import DECLARED, DeclaredEvent, Log

Json = dict[str, Any]
REF = "#/components/schemas/{model}"

ALWAYS_SHOWN = {
    "QuestionView": ["number", "state", "version", "text", "air_text", "source", "author", "locality"],
    "AuthorView": ["name"],
}
"""Of what a screen may be shown less of, the fields that every screen has."""

_BY: Json = {
    "type": ["object", "null"],
    "properties": {"name": {"type": "string"}, "role": {"type": "string"}},
    "required": ["name", "role"],
    "description": "who did it; null where nobody did",
}
ENVELOPE: Json = {"seq": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}, "by": _BY}
"""What every event carries besides its type."""


def event_name(declared: type[DeclaredEvent]) -> str:
    """The name of an event's schema, such as QuestionReceivedEvent.

    Of a type that both logs have, the tickets' says so: TicketsReplySentEvent.
    """
    shared = all(declared.name in types for types in DECLARED.values())
    own = "Tickets" if shared and declared.log is Log.TICKETS else ""
    return f"{own}{_camel(declared.name)}Event"


def command_name(command: Command) -> str:
    """The name of a command's schema, such as QuestionEditCommand."""
    return f"{_camel(command.name)}Command"


def sent_events(log: Log) -> list[type[DeclaredEvent]]:
    """The events of a log that a screen is sent."""
    return [declared for declared in DECLARED[log].values() if declared.sent is not None]


@cache
def schemas() -> Json:
    """Schema by name. Whatever a schema refers to stands beside it, at REF."""
    made: Json = {}
    defined: Json = {}
    for name, schema in _all():
        defined |= schema.pop("$defs", {})
        made[name] = schema
    for name, required in ALWAYS_SHOWN.items():
        defined[name]["required"] = required
    return {**defined, **made}


def _all() -> Iterator[tuple[str, Json]]:
    yield "Snapshot", _schema(views.Snapshot)
    for log in Log:
        events = sent_events(log)
        for declared in events:
            yield event_name(declared), _event(declared)
        yield f"{_camel(log.value)}Event", _one_of({one.name: event_name(one) for one in events})
    for log in Log:
        commands = list(given_to(log).values())
        for command in commands:
            yield command_name(command), _command(command)
        yield f"{_camel(log.value)}Command", _one_of({one.name: command_name(one) for one in commands})


def _event(declared: type[DeclaredEvent]) -> Json:
    assert declared.sent is not None
    sent, data = _schema(declared.sent), _schema(declared)
    if not declared.data_is_sent:
        data = {"properties": {}}
    own = {**sent["properties"], **{k: v for k, v in data["properties"].items() if k not in sent["properties"]}}
    required = [*sent.get("required", ()), *(name for name in data.get("required", ()) if name in own)]
    return {
        "type": "object",
        "description": _described(declared),
        "properties": {"type": {"const": declared.name}, **ENVELOPE, **own},
        "required": list(dict.fromkeys(["type", *ENVELOPE, *required])),
        "$defs": {**data.get("$defs", {}), **sent.get("$defs", {})},
    }


def _command(command: Command) -> Json:
    schema = _schema(command.body, "validation")
    schema["properties"] = {**schema["properties"], "type": {"const": command.name}}
    return schema


def _schema(model: Any, mode: JsonSchemaMode = "serialization") -> Json:
    if isinstance(model, type) and issubclass(model, BaseModel):
        return model.model_json_schema(by_alias=True, ref_template=REF, mode=mode)
    return TypeAdapter(model).json_schema(by_alias=True, ref_template=REF, mode=mode)


def _one_of(by_type: dict[str, str]) -> Json:
    return {"oneOf": [{"$ref": REF.format(model=name)} for name in by_type.values()], "discriminator": "type"}


def _described(declared: type[DeclaredEvent]) -> str:
    return " ".join((declared.__doc__ or "").split())


def _camel(name: str) -> str:
    return "".join(segment.capitalize() for segment in name.replace(".", "_").split("_"))
