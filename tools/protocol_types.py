"""static/generated/protocol.d.ts: the types of what crosses the wire, and of the tables in protocol.js."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from live.domain.people import Role
from live.protocol.commands import COMMANDS
from live.protocol.schema import ENVELOPE, schemas
from tools.protocol_script import HEADER, IDENTIFIER, MACHINES, constants

SIMPLE = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}


def types() -> str:
    return "\n".join([f"/** {HEADER} */\n", *_tables(), *_wire()])


def _wire() -> Iterator[str]:
    envelope = {"properties": ENVELOPE, "required": list(ENVELOPE)}
    yield f"/** What every event carries besides its type. */\nexport interface Envelope {_object(envelope)}\n"
    for name, schema in schemas().items():
        about = f"/** {schema['description']} */\n" if schema.get("description") else ""
        if "oneOf" in schema:
            choices = "".join(f"\n  | {_type(one)}" for one in schema["oneOf"])
            yield f"{about}export type {name} ={choices};\n"
        elif schema.get("properties", {}).keys() >= ENVELOPE.keys():
            own = {key: one for key, one in schema["properties"].items() if key not in ENVELOPE}
            yield f"{about}export interface {name} extends Envelope {_object({**schema, 'properties': own})}\n"
        else:
            yield f"{about}export interface {name} {_object(schema)}\n"


def _object(schema: dict[str, Any], indent: str = "") -> str:
    required = schema.get("required", ())
    lines = []
    for name, one in schema.get("properties", {}).items():
        about = f"{indent}  /** {one['description']} */\n" if one.get("description") else ""
        mark = "" if name in required else "?"
        key = name if IDENTIFIER.fullmatch(name) else json.dumps(name)
        lines.append(f"{about}{indent}  {key}{mark}: {_type(one, indent + '  ')};\n")
    if schema.get("additionalProperties") is True:
        lines.append(f"{indent}  [more: string]: unknown;\n")
    return "{\n" + "".join(lines) + f"{indent}}}"


def _type(schema: dict[str, Any], indent: str = "") -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return _union(schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one, indent) for one in schema["anyOf"]))
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join(_of_kind(kind, schema, indent) for kind in kinds) or "unknown"


def _of_kind(kind: str, schema: dict[str, Any], indent: str) -> str:
    if kind == "array":
        return f"Array<{_type(schema.get('items', {}), indent)}>"
    if kind == "object":
        if "properties" in schema:
            return _object(schema, indent)
        of = schema.get("additionalProperties")
        return f"Record<string, {_type(of, indent) if isinstance(of, dict) else 'unknown'}>"
    return SIMPLE[kind]


def _tables() -> Iterator[str]:
    values = {name: value for name, (_, value) in constants().items()}
    states = values["STATES"]
    for name in MACHINES:
        subject = name.capitalize()
        yield f"export type {subject}State = {_union(states[name.lower()])};\n"
        yield f"export type {subject}Verb = {_union(values[name])};\n"
    yield f"export type Role = {_union(Role)};\n"
    yield f"export type CommandType = {_union(COMMANDS)};\n"
    yield f"export type ScreenName = {_union(values['SCREENS'])};\n"
    yield f"export type Reason = {_union(values['REASONS'])};\n"
    yield f"export type TicketKind = {_union(values['TICKET_KINDS'])};\n"
    yield f"export type Priority = {_union(values['PRIORITIES'])};\n"
    yield "export interface Transition<State> {\n  from: State[];\n  to: State[];\n  roles: Role[];\n}\n"
    yield (
        "export interface Section {\n  keys: Array<keyof Snapshot>;\n  field: string;\n  limit: number;\n"
        "  id?: string;\n  states?: QuestionState[];\n  always?: QuestionState[];\n}\n"
    )
    declared = {
        **{name: f"Record<{name.capitalize()}Verb, Transition<{name.capitalize()}State>>" for name in MACHINES},
        "STATES": "{ " + "; ".join(f"{name.lower()}: {name.capitalize()}State[]" for name in MACHINES) + " }",
        "RUNDOWN_VERBS": "QuestionVerb[]",
        "LINE_VERBS": "QuestionVerb[]",
        "AIR_VERBS": "QuestionVerb[]",
        "AFTER_VERBS": "QuestionVerb[]",
        "TAKES_IN": "BroadcastState[]",
        "MERGE_TARGETS": "QuestionState[]",
        "REASONS": "Reason[]",
        "TICKET_KINDS": "TicketKind[]",
        "PRIORITIES": "Priority[]",
        "SCREENS": "Record<ScreenName, { roles: Role[]; sections: Record<string, Section> }>",
        "LIMITS": "{ newest: number; messages: number; revoked: number; handed: number }",
        "COMMANDS": "Record<CommandType, Role[]>",
        "PROMPTER": "{ ranges: Record<string, [number, number]>; colours: string[]; usual: PrompterSettings }",
    }
    for name in values:
        yield f"export declare const {name}: {declared[name]};\n"


def _union(choices: Any) -> str:
    return " | ".join(json.dumps(one, ensure_ascii=False) for one in choices)
