"""The API's own description: valid, complete, and true of what the routes take."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from live.protocol.commands import given_to
from live.protocol.events import Log
from tests.web.house import House, Json

pytestmark = pytest.mark.faults


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


def test_each_answer_is_described_field_by_field(described: Json) -> None:
    """By the type that its handler returns; a description of itself is any object."""
    schemas = described["components"]["schemas"]
    bare = [
        operation["operationId"]
        for item in described["paths"].values()
        for operation in item.values()
        if not _fields(schemas, operation["responses"]["200"]["content"]["application/json"]["schema"])
    ]
    assert bare == ["describe_socket", "describe"]


def _fields(schemas: Json, schema: Json) -> bool:
    if "anyOf" in schema:
        return all(_fields(schemas, one) for one in schema["anyOf"])
    return "$ref" in schema and bool(schemas[schema["$ref"].rpartition("/")[2]]["properties"])


def test_each_route_tells_the_statuses_that_it_can_give(described: Json) -> None:
    def told(path: str, method: str = "get") -> set[str]:
        return set(described["paths"][path][method]["responses"])

    always = {"200", "429", "500", "503"}
    assert told("/openapi.json") == always
    assert told("/tickets/deadlines") == always | {"401", "403"}
    assert told("/tickets") == always | {"400", "401", "403"}
    assert told("/broadcasts/{slug}/on-air") == always | {"304", "401", "403", "404"}
    assert told("/broadcasts/{slug}/questions", "post") == always | {"201", "400", "401", "403", "404", "409", "413"}
    assert told("/tickets/commands", "post") == always | {"400", "401", "403", "404", "409", "413"}


def test_every_refusal_is_a_problem(described: Json) -> None:
    responses = described["components"]["responses"]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert all(one["content"] == problem for one in responses.values())
    for item in described["paths"].values():
        for operation in item.values():
            refused = {status: one for status, one in operation["responses"].items() if int(status) >= 400}
            assert refused == {status: {"$ref": f"#/components/responses/{status}"} for status in refused}
            assert refused.keys() <= responses.keys()


def test_a_screen_may_be_shown_less_of_a_question(described: Json) -> None:
    schemas = described["components"]["schemas"]
    assert "replies" in schemas["QuestionView"]["properties"] and "replies" not in schemas["QuestionView"]["required"]
    assert {"number", "history", "revisions"} < set(schemas["QuestionPage"]["required"])
    assert "replies" not in schemas["QuestionPageWithMerged"]["required"]


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
    narrowing = {"state", "topic", "channel", "locality", "q", "only", "alarm", "cluster", "stack", "shown"}
    narrowing |= {"urgent", "not_asking"}
    assert names == {*narrowing, "before", "limit"}
