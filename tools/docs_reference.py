"""The descriptions of the API (OpenAPI) and of the socket (AsyncAPI) as pages that are read: Markdown, as docs/ is.

They say what the server says of itself at /api/v1/openapi.json and /api/v1/asyncapi.json, which is made of the code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Flask

from live.web.api import asyncapi, openapi
from live.web.api.routes import api
from live.web.help.book import anchor_of

Json = dict[str, Any]

BOUNDS = (("minimum", "maximum", ""), ("minLength", "maxLength", " characters"), ("minItems", "maxItems", " entries"))
PROOFS = {"key": "a key", "device": "a sign-in or a link", "address": "`?token=`"}

HTTP = """# The HTTP API

Each route with what it takes and what it answers, made of the server's own description (OpenAPI {version}):
`/api/v1/openapi.json`, which lies beside this page too. What the fields mean stands in [the protocol](../protocol.md).
All paths begin with `/api/v1`.
"""

SOCKET = """# The socket

Each message of the Socket.IO namespace `/live`, and each event, command and view with its fields, made of the server's
own description (AsyncAPI {version}): `/api/v1/asyncapi.json`, which lies beside this page too. What the fields mean
stands in [the protocol](../protocol.md).
"""


def documents() -> dict[str, Json]:
    """Both descriptions, by the name of their file."""
    app = Flask("live")
    app.register_blueprint(api)
    return {"openapi.json": openapi.document(app), "asyncapi.json": asyncapi.document()}


def http(document: Json) -> str:
    routes = [
        _route(method, path, operation, document)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return "\n".join([HTTP.format(version=document["openapi"]), *routes, *_schemas(document)])


def socket(document: Json) -> str:
    messages = [_message(name, operation, document) for name, operation in document["operations"].items()]
    return "\n".join([SOCKET.format(version=document["asyncapi"]), *messages, *_schemas(document)])


def _route(method: str, path: str, operation: Json, document: Json) -> str:
    lines = [f"## {method.upper()} {path}", ""]
    if roles := operation.get("x-roles"):
        proofs = [PROOFS[name] for one in operation["security"] for name in one]
        lines += [f"Who: {', '.join(roles)}. By {', '.join(proofs)}.", ""]
    else:
        lines += ["Who: everybody.", ""]
    if parameters := operation["parameters"]:
        rows = [(f"`{one['name']}`", one["in"], _type(one["schema"])) for one in parameters]
        lines += _table(("takes", "in its", "what"), rows)
    if body := operation.get("requestBody"):
        lines += [f"Body: {_type(body['content']['application/json']['schema'])}.", ""]
    rows = [_answer(status, one, document) for status, one in operation["responses"].items()]
    return "\n".join([*lines, *_table(("status", "answer", ""), rows)])


def _answer(status: str, response: Json, document: Json) -> tuple[str, str, str]:
    if "$ref" in response:
        response = document["components"]["responses"][_name(response)]
    content = response.get("content", {})
    schemas = dict.fromkeys(_type(one["schema"]) for one in content.values())
    kinds = ", ".join(f"`{kind}`" for kind in content if kind not in ("application/json", "application/problem+json"))
    return status, " or ".join(schemas), response["description"] + (f"; also as {kinds}" if kinds else "")


def _message(name: str, operation: Json, document: Json) -> str:
    told = document["channels"][name]["messages"]
    sender = "From the screen" if operation["action"] == "receive" else "From the server"
    lines = [
        f"## {name}",
        "",
        f"{sender}. {told[name]['summary']}",
        "",
        f"Payload: {_type(told[name]['payload'])}.",
        "",
    ]
    for answer in (one for one in told if one != name):
        lines += [f"Answered by: {told[answer]['summary']}", "", f"Payload: {_type(told[answer]['payload'])}.", ""]
    return "\n".join(lines)


def _schemas(document: Json) -> Iterator[str]:
    yield "## Schemas\n"
    for name, schema in sorted(document["components"]["schemas"].items(), key=lambda one: one[0].lower()):
        yield f"### {name}\n"
        if about := schema.get("description"):
            yield f"{_plain(about)}\n"
        if roles := _merged(schema).get("x-roles"):
            yield f"Who: {', '.join(roles)}.\n"
        yield "\n".join(_of_schema(schema))


def _of_schema(schema: Json) -> list[str]:
    whole = _merged(schema)
    if not whole.get("properties"):
        return [f"{_type(schema)}.", ""]
    required = whole.get("required", ())
    return _table(
        ("field", "what", ""),
        [
            (f"`{name}`" + ("" if name in required else "?"), _type(one), _plain(one.get("description", "")))
            for name, one in whole["properties"].items()
        ],
    )


def _merged(schema: Json) -> Json:
    """A schema that is made of several as one."""
    whole: Json = {"properties": {}, "required": []}
    for part in schema.get("allOf", [schema]):
        whole["properties"] |= part.get("properties", {})
        whole["required"] += part.get("required", [])
        whole |= {key: value for key, value in part.items() if key.startswith("x-")}
    return whole


def _type(schema: Json) -> str:
    """What a value is, in a few words with links to the schemas."""
    if "$ref" in schema:
        name = _name(schema)
        return f"[{name}](#{anchor_of(name)})"
    if "const" in schema:
        return _value(schema["const"])
    if "enum" in schema:
        return " or ".join(map(_value, schema["enum"]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(map(_type, schema[several])))
    kinds = schema.get("type", [])
    return " or ".join(_of_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)) or "anything"


def _of_kind(kind: str, schema: Json) -> str:
    if kind == "array":
        return f"list of ({_type(schema.get('items', {}))}){_bounds(schema)}"
    if kind == "object":
        if "properties" in schema:
            return "{ " + "; ".join(_inner(schema)) + " }"
        of = schema.get("additionalProperties")
        return f"object of ({_type(of)})" if isinstance(of, dict) else "object"
    form = f" ({schema['format']})" if "format" in schema else ""
    return f"{kind}{form}{_bounds(schema)}"


def _inner(schema: Json) -> Iterator[str]:
    for name, one in schema["properties"].items():
        yield f"`{name}`{'' if name in schema.get('required', ()) else '?'}: {_type(one)}"


def _bounds(schema: Mapping[str, Any]) -> str:
    for least, most, of in BOUNDS:
        if least in schema or most in schema:
            low, high = schema.get(least), schema.get(most)
            if high is None:
                return f", {low} or more{of}"
            return f", {low}–{high}{of}" if low is not None else f", {high}{of} at most"
    return ""


def _name(reference: Json) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _value(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _plain(text: str) -> str:
    """A description in one line, of which nothing is a mark."""
    return " ".join(text.split()).replace("<", "&lt;")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body)] + [""]
