"""The API's own description (OpenAPI 3.1), made of what the routes declare and the models that read what comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from live.protocol.commands import Command, given_to
from live.protocol.events import Log
from live.web.errors import STATUS
from live.web.request_models import BatchFields, QuestionFields

Json = dict[str, Any]
ROOT = "/api/v1"
REF = "#/components/schemas/{model}"


def _over_http(log: Log) -> dict[str, Command]:
    """The commands that need no connected screen."""
    return {name: command for name, command in given_to(log).items() if not command.presence}


COMMANDS = {"DeskCommand": _over_http(Log.BROADCAST), "TicketCommand": _over_http(Log.TICKETS)}
"""The two routes that take commands, and what each takes."""

BODIES = {
    "api.send_question": "QuestionFields",
    "api.send_batch": "BatchFields",
    "api.command": "DeskCommand",
    "api.ticket_command": "TicketCommand",
}
"""What each route that takes a body takes, by endpoint."""

ANSWERS = {
    "api.send_question": "Receipt",
    "api.send_batch": "Receipts",
    "api.command": "Obeyed",
    "api.ticket_command": "Obeyed",
    "api.list_questions": "QuestionPage",
    "api.get_question": "QuestionWithHistory",
    "api.get_earlier": "Earlier",
    "api.get_promises": "Promises",
    "api.get_counts": "Counts",
    "api.list_events": "EventPage",
    "api.list_ticket_events": "EventPage",
    "api.list_tickets": "TicketPage",
    "api.get_ticket": "Ticket",
    "api.get_ticket_links": "TicketLinks",
    "api.get_ticket_counts": "TicketCounts",
    "api.get_templates": "Templates",
    "api.list_by_hand": "ByHand",
    "api.count_deadlines": "Deadlines",
    "api.get_on_air": "OnAir",
    "api.get_on_air_as": "OnAir",
}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


WHOLE: Json = {"type": "integer"}
TEXT: Json = {"type": "string"}
NEXT: Json = {"type": ["integer", "null"], "description": "`before` of the next page"}
MORE: Json = {"type": "boolean", "description": "with `q`: there are more than `total`"}

SCHEMAS: Json = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. A command's problem also carries the socket's answer: `ok` and `error`.",
        "properties": {
            **{"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT},
            "code": {"enum": list(STATUS)},
            "current": {"type": "object", "description": "the truth that a stale writer should look at"},
        },
        "required": ["type", "title", "status", "code", "detail"],
    },
    "Receipt": _object(number=WHOLE, broadcast=TEXT, state=TEXT, version=WHOLE),
    "Receipts": _object(results=_list({"oneOf": [_ref("Receipt"), _object(error=_ref("Error"))]})),
    "Error": _object(code=TEXT, detail=TEXT),
    "Obeyed": {**_object(ok={"const": True}), "additionalProperties": True},
    "Question": {**_object(number=WHOLE, state=TEXT, version=WHOLE), "additionalProperties": True},
    "QuestionWithHistory": {
        "allOf": [_ref("Question"), _object(history=_list({"type": "object"}), revisions=_list({"type": "object"}))]
    },
    "QuestionPage": {
        "type": "object",
        "properties": {"questions": _list(_ref("Question")), "next": NEXT, "total": WHOLE, "more": MORE},
        "required": ["questions", "next", "total"],
    },
    "Earlier": _object(earlier=_list({**_object(number=WHOLE, state=TEXT, text=TEXT), "additionalProperties": True})),
    "Promises": _object(promises=_list({**_object(number=WHOLE, text=TEXT), "additionalProperties": True})),
    "Counts": _object(to=WHOLE, received=WHOLE, topics=_list(_ref("Asked")), localities=_list(_ref("Asked"))),
    "Asked": _object(name=TEXT, askers=WHOLE),
    "Ticket": {**_object(number=TEXT, state=TEXT, version=WHOLE), "additionalProperties": True},
    "TicketLinks": _object(similar=_list(_ref("Link")), person=_list(_ref("Link")), topic=_list(_ref("Link"))),
    "Link": {**_object(number=TEXT, state=TEXT, text=TEXT), "additionalProperties": True},
    "TicketCounts": _object(mine=WHOLE, department=WHOLE, overdue=WHOLE, today=WHOLE, escalated=WHOLE),
    "TicketPage": _object(tickets=_list(_ref("Ticket")), next=NEXT, total=WHOLE),
    "Templates": _object(templates=_list(_object(name=TEXT, text=TEXT))),
    "ByHand": _object(
        answers=_list({**_object(reply=WHOLE, ticket=TEXT, text=TEXT), "additionalProperties": True}),
        next={"type": ["integer", "null"], "description": "`after` of the next page"},
        total=WHOLE,
    ),
    "Deadlines": _object(near=WHOLE, over=WHOLE, departments=_list(_ref("Pressing"))),
    "Pressing": _object(department={"type": ["string", "null"]}, near=WHOLE, over=WHOLE),
    "Event": {**_object(seq=WHOLE, at=TEXT, type=TEXT), "additionalProperties": True},
    "OnAir": _object(
        now={"type": ["object", "null"], "description": "the question on air, with `graphic` and `since`"},
        next={"type": ["object", "null"], "description": "the first of the list"},
        clock={"type": "object", "description": "the show's state and its fixed moments"},
    ),
    "EventPage": _object(epoch=TEXT, **{"from": WHOLE}, to=WHOLE, head=WHOLE, events=_list(_ref("Event"))),
}


def document(app: Flask) -> Json:
    """The description of every route under /api/v1."""
    paths: Json = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.rule):
        if rule.rule.startswith(ROOT + "/"):
            path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(ROOT))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                paths.setdefault(path, {})[method.lower()] = _operation(app, rule)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Live", "version": "1", "description": "What each field means: docs/protocol.md."},
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {
            "schemas": {**_models(), **SCHEMAS},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "a key of `app.py key add`"},
                "device": {"type": "apiKey", "in": "cookie", "name": "live", "description": "a sign-in or a link"},
                "address": {"type": "apiKey", "in": "query", "name": "token", "description": "a key or a link"},
            },
        },
    }


def _operation(app: Flask, rule: Rule) -> Json:
    view = app.view_functions[rule.endpoint]
    roles = sorted(role.value for role in getattr(view, "allowed", ()))
    said: Json = {"operationId": rule.endpoint.removeprefix("api."), "parameters": list(_parameters(rule, view))}
    said["security"] = [{"key": []}] if roles else []
    if roles and getattr(view, "by_cookie", False):
        said["security"].append({"device": []})
    if getattr(view, "by_address", False):
        said["security"].append({"address": []})
    if roles:
        said["x-roles"] = roles
    if rule.endpoint in BODIES:
        content = {"application/json": {"schema": _ref(BODIES[rule.endpoint])}}
        said["requestBody"] = {"required": True, "content": content}
    answer = {"application/json": {"schema": _ref(ANSWERS[rule.endpoint]) if rule.endpoint in ANSWERS else {}}}
    said["responses"] = {"200": {"description": "done", "content": answer}}
    if rule.endpoint == "api.get_on_air_as":
        answer |= {"application/xml": {"schema": TEXT}, "text/csv": {"schema": TEXT}}
    if rule.endpoint == "api.send_question":
        said["responses"] |= {"200": {"description": "known already: the same answer", "content": answer}}
        said["responses"] |= {"201": {"description": "created", "content": answer}}
    if rule.endpoint in ("api.get_on_air", "api.get_on_air_as"):
        said["responses"]["304"] = {"description": "nothing has changed since the answer with this ETag"}
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    said["responses"]["default"] = {"description": "a refusal", "content": problem}
    return said


def _parameters(rule: Rule, view: Any) -> Iterator[Json]:
    for name in sorted(rule.arguments):
        whole = f":{name}>" in rule.rule
        yield {"name": name, "in": "path", "required": True, "schema": WHOLE if whole else TEXT}
    query = getattr(getattr(view, "reads", None), "query", None)
    asked: Json = query.model_json_schema() if query else {"properties": {}}
    for name, schema in asked["properties"].items():
        if "$ref" in str(schema):  # One of the domain's own words, told in place.
            [schema] = asked["$defs"].values()
        yield {"name": name, "in": "query", "required": False, "schema": schema}


def _models() -> Json:
    """The models of what comes in, and each command as its model with its own type."""
    bodies = {command.body for known in COMMANDS.values() for command in known.values()}
    wanted: list[type[BaseModel]] = [QuestionFields, BatchFields, *sorted(bodies, key=lambda body: body.__name__)]
    names, made = models_json_schema([(model, "validation") for model in wanted], ref_template=REF)
    schemas: Json = dict(made["$defs"])
    schemas["BatchFields"]["properties"]["questions"]["items"] = _ref("QuestionFields")
    for union, known in COMMANDS.items():
        for command in known.values():
            own: Json = {"properties": {"type": {"const": command.name}}, "required": ["type"]}
            own["x-roles"] = sorted(role.value for role in command.roles)
            schemas[command.name] = {"allOf": [dict(names[command.body, "validation"]), own]}
        choice = [_ref(name) for name in sorted(known)]
        mapping = {name: REF.format(model=name) for name in sorted(known)}
        schemas[union] = {"oneOf": choice, "discriminator": {"propertyName": "type", "mapping": mapping}}
    return schemas
