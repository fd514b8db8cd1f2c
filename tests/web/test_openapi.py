"""The API's own description: valid, complete, and true of what the routes take."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from live.protocol.commands import given_to
from live.protocol.events import Log
from tests.web.house import House, Json


@pytest.fixture(scope="module")
def described(house: House) -> Json:
    response = house.client.get("/api/v1/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    return response.get_json()


def test_it_is_openapi(described: Json) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_every_route_of_the_api_is_in_it(house: House, described: Json) -> None:
    routes = {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, item in described["paths"].items() for method in item}


def test_each_route_says_its_roles_as_it_declares_them(house: House, described: Json) -> None:
    for path, item in described["paths"].items():
        for operation in item.values():
            view: Any = house.app.view_functions[f"api.{operation['operationId']}"]
            allowed = sorted(role.value for role in view.allowed)
            assert operation.get("x-roles", []) == allowed, path
            assert bool(operation["security"]) == bool(allowed), path


def test_every_command_is_in_it_by_its_type(described: Json) -> None:
    schemas = described["components"]["schemas"]
    for place, log in (("DeskCommand", Log.BROADCAST), ("TicketCommand", Log.TICKETS)):
        known = [name for name, command in given_to(log).items() if not command.presence]
        assert set(schemas[place]["discriminator"]["mapping"]) == set(known)
        assert len(schemas[place]["oneOf"]) == len(known)
        for name in known:
            assert schemas[name]["allOf"][1]["properties"]["type"] == {"const": name}


def test_it_names_what_a_question_and_a_page_take(described: Json) -> None:
    fields = described["components"]["schemas"]["QuestionFields"]
    assert fields["required"] == ["text"] and fields["additionalProperties"] is False
    assert {"author", "locality", "topic", "external_id", "asked_at", "attachments"} < set(fields["properties"])
    asked = described["paths"]["/broadcasts/{slug}/questions"]["get"]["parameters"]
    names = {p["name"] for p in asked if p["in"] == "query"}
    assert names == {"state", "topic", "channel", "locality", "q", "only", "before", "limit"}
