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
from live.web.api.answers import BROKEN, RESPONSE, Answers, refusals
from live.web.request_models import BatchFields, QuestionFields, VoteFields

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
    "api.vote": "VoteFields",
    "api.command": "DeskCommand",
    "api.ticket_command": "TicketCommand",
}
"""What each route that takes a body takes, by endpoint."""

FINDING = {"api.ticket_command", "api.list_ticket_events"}
"""The routes that look for something which their path does not name: a ticket, a place in the log."""

ENDLESS = "api.control.stream"
"""The route whose answer goes on: its events bring what is described."""

WHOLE: Json = {"type": "integer"}
TEXT: Json = {"type": "string"}


def _ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}


def document(app: Flask) -> Json:
    """The description of every route under /api/v1."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(ROOT + "/")]
    answers = Answers(app.view_functions[rule.endpoint] for rule in rules)
    paths: Json = {}
    for rule in sorted(rules, key=lambda r: r.rule):
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(ROOT))
        path = re.sub(r"<any\([^<>]*\):(\w+)>", r"{\1}", path)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, app.view_functions[rule.endpoint], answers)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Live", "version": "1", "description": "What each field means: docs/protocol.md."},
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {
            "schemas": {**_models(), **answers.schemas},
            "responses": refusals(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "a key of `app.py key add`"},
                "device": {"type": "apiKey", "in": "cookie", "name": "live", "description": "a sign-in or a link"},
                "address": {"type": "apiKey", "in": "query", "name": "token", "description": "a key or a link"},
            },
        },
    }


def _operation(rule: Rule, view: Any, answers: Answers) -> Json:
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
    said["responses"] = {**_answered(rule, answers.of(view)), **dict(_refused(rule, view))}
    return said


def _answered(rule: Rule, schema: Json) -> Json:
    content = {"application/json": {"schema": schema}}
    if rule.endpoint in ("api.get_on_air_as", "api.orders.get_order"):
        content |= {"application/xml": {"schema": TEXT}, "text/csv": {"schema": TEXT}}
    if rule.endpoint == ENDLESS:
        content |= {"text/event-stream": {"schema": TEXT}}
    responses: Json = {"200": {"description": "done", "content": content}}
    if rule.endpoint == "api.send_question":
        responses["200"] = {"description": "known already: the same answer", "content": content}
        responses["201"] = {"description": "created", "content": content}
    if rule.endpoint == "api.vote":
        responses["200"] = {"description": "another word of somebody who has voted", "content": content}
        responses["201"] = {"description": "counted", "content": content}
    if rule.endpoint in ("api.get_on_air", "api.get_on_air_as"):
        responses["304"] = {"description": "nothing has changed since the answer with this ETag"}
    return responses


def _refused(rule: Rule, view: Any) -> Iterator[tuple[str, Json]]:
    """The statuses with which this route can refuse."""
    takes_body, one_by_one = rule.endpoint in BODIES, rule.endpoint == "api.send_batch"
    finds = bool(rule.arguments) or rule.endpoint in FINDING
    for status, possible in (
        (400, view.reads is not None),
        (401, bool(view.allowed)),
        (403, bool(view.allowed)),
        (404, finds),
        (409, (takes_body and not one_by_one) or "verb" in rule.arguments),
        (413, takes_body),
        (429, True),
        (BROKEN, True),
        (503, True),
    ):
        if possible:
            yield str(status), {"$ref": RESPONSE.format(status=status)}


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
    ours: list[type[BaseModel]] = [QuestionFields, BatchFields, VoteFields]
    wanted = [*ours, *sorted(bodies, key=lambda body: body.__name__)]
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
