"""The socket's own description: valid, complete, and made once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from live.protocol.commands import COMMANDS
from live.protocol.events import Log
from live.protocol.schema import command_name, event_name, sent_events
from tests.support.server import ROOT
from tests.web.house import House, Json
from tools.node import node

PARSE = Path(__file__).with_name("asyncapi_parse.mjs")


@pytest.fixture(scope="module")
def described(house: House) -> Json:
    response = house.client.get("/api/v1/asyncapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    return response.get_json()


def parsed(document: Json) -> Json:
    run = subprocess.run(
        [node(), str(PARSE)],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
    )
    return json.loads(run.stdout)


@pytest.mark.faults
def test_it_is_asyncapi(described: Json) -> None:
    found = parsed(described)
    assert found["wrong"] == []
    presence = {"presence", "presence_changes", "presence_missed"}
    assert set(found["channels"]) == {"sync", "events", "pulse", "command", "seen", "ending"} | presence


@pytest.mark.faults
def test_the_parser_would_notice(described: Json) -> None:
    broken = json.loads(json.dumps(described))
    broken["operations"]["sync"]["channel"] = {"$ref": "#/channels/nowhere"}
    assert parsed(broken)["wrong"] != []


def test_every_event_that_is_sent_and_every_command_is_in_it(described: Json) -> None:
    schemas = described["components"]["schemas"]
    sent = {event_name(one): one.name for log in Log for one in sent_events(log)}
    given = {command_name(one): one.name for one in COMMANDS.values()}
    assert {name: schemas[name]["properties"]["type"]["const"] for name in sent | given} == sent | given


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_a_description_is_made_once(house: House, name: str) -> None:
    documents = [house.client.get(f"/api/v1/{name}.json").data for _ in range(2)]
    assert documents[0] == documents[1]
    assert house.app.extensions["live.documents"][name].encode() == documents[0]
