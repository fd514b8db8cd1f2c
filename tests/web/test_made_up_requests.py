"""Requests made up by the API's own description, sent as every role: none breaks the server, none is answered
otherwise than is described, and none gets further than the table of permissions lets it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from inspect import isfunction
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from live.domain.people import Role
from live.protocol.commands import COMMANDS, given_to
from live.protocol.events import Log
from live.web.api import routes
from live.web.api.answers import reached, referred
from tests.support.scale import scaled
from tests.support.server import Installation, Server
from tests.web.house import Json, csrf
from tests.web.played_show import PlayedShow

VIEWS = {name: view for name, view in vars(routes).items() if isfunction(view) and hasattr(view, "allowed")}
"""The routes' handlers, each by the name of its operation."""

OF_TICKETS = frozenset({Role.COORDINATOR, Role.EXECUTOR})
"""Held in any broadcast, they reach the centre's tickets."""

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@dataclass
class Caller:
    """Who asks: with which roles in the show and which on the tickets. `person`: by a cookie, not by a key."""

    name: str
    in_show: frozenset[Role] = frozenset()
    on_tickets: frozenset[Role] = frozenset()
    person: bool = False
    http: requests.Session = field(default_factory=requests.Session)

    def with_key(self, token: str) -> Caller:
        self.http.headers["Authorization"] = f"Bearer {token}"
        return self


@dataclass
class Stage:
    """A running server on which a show was played, its description, and everybody who may ask it something."""

    server: Server
    show: PlayedShow
    document: Json
    operations: dict[str, Any]
    callers: list[Caller]

    @property
    def known(self) -> dict[str, list[Any]]:
        """What stands behind the names of parameters and fields, so that made-up requests find something."""
        return {
            "slug": [self.show.slug],
            "question": self.show.numbers,
            "call": self.show.calls,
            "ticket": self.show.tickets,
            "version": [1, 2, 3],
            "into": self.show.numbers,
            "message": [self.show.message],
            "link": [self.show.link],
            "poll": [self.show.poll],
            "form": ["json", "xml", "csv"],
        }


pytestmark = [pytest.mark.faults, pytest.mark.soak]


@pytest.fixture(scope="module")
def stage(embedded: Installation) -> Iterator[Stage]:
    with Server(embedded).start() as server:
        show = PlayedShow(server, embedded)
        document = closed(requests.get(f"{server.url}/api/v1/openapi.json", timeout=120).json())
        callers = [*_programs(embedded, show), _person(server, embedded), Caller("nobody")]
        yield Stage(server, show, document, operations(document), callers)


def operations(document: Json) -> dict[str, Any]:
    """The operations of a description, each by its name."""
    config = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
    described = schemathesis.openapi.from_dict(document, config=config)
    found: list[Any] = [one.ok() for one in described.get_all_operations() if isinstance(one, Ok)]
    return {one.definition.raw["operationId"]: one for one in found}


def closed(document: Json) -> Json:
    """The description, but an answer may have no field that it does not name: other programs are to pass over those."""
    schemas = document["components"]["schemas"]
    answered = [one["responses"] for item in document["paths"].values() for one in item.values()]
    in_answers = [name for name in referred([answered, document["components"]["responses"]]) if name in schemas]
    for name in reached(schemas, in_answers):
        _close(schemas[name])
    return document


def _close(part: Any) -> None:
    if isinstance(part, dict) and "properties" in part:
        part.setdefault("additionalProperties", False)
    if isinstance(part, list | dict):
        for inner in part.values() if isinstance(part, dict) else part:
            _close(inner)


def modes(operation: Any) -> list[GenerationMode]:
    """Wrong requests are made up where there is something to be wrong: every path and no query is right."""
    described = operation.definition.raw
    checked = [one for one in described["parameters"] if one["in"] == "query" or one["schema"]["type"] == "integer"]
    return list(GenerationMode) if checked or "requestBody" in described else [GenerationMode.POSITIVE]


def _programs(installation: Installation, show: PlayedShow) -> Iterator[Caller]:
    for role in Role:
        held = frozenset({role})
        yield Caller(role.value, held, held).with_key(installation.key(None, role.value))
    elsewhere = installation.key(show.another, *(role.value for role in Role))
    yield Caller("every role of another show", frozenset(), OF_TICKETS).with_key(elsewhere)
    yield Caller("a key that nobody knows").with_key("x" * 43)


def _person(server: Server, installation: Installation) -> Caller:
    roles = frozenset({Role.ADMIN, Role.MODERATOR, Role.PRODUCER, Role.COORDINATOR})
    installation.user("inna", "длинный верный пароль", *(role.value for role in roles))
    person = Caller("a person who signed in", roles, roles, person=True)
    page = person.http.get(f"{server.url}/login", headers={"Accept": "text/html"}, timeout=30)
    body = {"login": "inna", "password": "длинный верный пароль", "csrf_token": csrf(page.text)}
    person.http.post(f"{server.url}/login", data=body, headers={"Accept": "text/html"}, timeout=30).raise_for_status()
    return person


@st.composite
def made_up(draw: st.DrawFn, operation: Any, known: dict[str, list[Any]], mode: GenerationMode) -> Any:
    """A request: of those that are right, one that finds something of what is known."""
    case: Any = draw(operation.as_strategy(generation_mode=mode))
    if mode is GenerationMode.POSITIVE:
        numbers = known["ticket"] if "/tickets/" in operation.path else known["question"]
        for part in (case.path_parameters, case.body):
            for name in part if isinstance(part, dict) else ():
                if name == "question" and isinstance(part[name], str):
                    continue  # A poll asks in words.
                if name == "number" and part is case.path_parameters or name in known:
                    part[name] = draw(st.sampled_from(known.get(name, numbers)))
    return case


def play(stage: Stage, operation: Any, examples: int) -> set[int]:
    """Every caller sends every request that is made up: the statuses that were answered."""
    statuses: set[int] = set()

    for mode in modes(operation):

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=made_up(operation, stage.known, mode))
        def send(case: Any) -> None:
            for caller in stage.callers:
                if isinstance(case.body, dict) and isinstance(case.body.get("id"), str):
                    case.body["id"] = str(uuid.uuid4())  # Else the second caller is told what the first one did.
                response = case.call(base_url=f"{stage.server.url}/api/v1", session=caller.http, timeout=60)
                statuses.add(response.status_code)
                note(f"{caller.name} got {response.status_code}")
                case.validate_response(response, checks=CHECKS)
                assert_let_in(caller, case, response.status_code)

        send()
    return statuses


def assert_let_in(caller: Caller, case: Any, status: int) -> None:
    """Who was answered has a role that the table lets in."""
    view: Any = VIEWS[case.operation.definition.raw["operationId"]]
    if status >= 400 or not view.allowed:
        return
    on_tickets = case.operation.path.startswith(("/tickets", "/broadcasts/tickets/"))
    held = caller.on_tickets if on_tickets else caller.in_show
    needed = COMMANDS[case.body["type"]].roles if case.operation.path.endswith("/commands") else view.allowed
    assert held & needed, f"{caller.name} got {status} of {case.operation.label}"
    assert not caller.person or view.by_cookie, f"a cookie was taken by {case.operation.label}"


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_an_answer_is_one_that_is_described_whoever_asks(stage: Stage, name: str) -> None:
    if name == "vote":
        stage.show.poll = stage.show.opened_poll()  # A command that was made up may have closed the one before.
    statuses = play(stage, stage.operations[name], scaled(20, 200))
    assert statuses & {200, 201} or name.endswith("command"), f"nobody was let in: {statuses}"


@pytest.mark.parametrize("log", Log)
def test_a_commands_answer_is_one_that_is_described_whoever_gives_it(stage: Stage, log: Log) -> None:
    """Each command with fields of its own: of all of them at once few would be made up."""
    path, name = {
        Log.BROADCAST: ("/broadcasts/{slug}/commands", "command"),
        Log.TICKETS: ("/tickets/commands", "ticket_command"),
    }[log]
    for command in given_to(log).values():
        if not command.presence:
            alone = {**stage.document, "paths": {path: {"post": dict(stage.document["paths"][path]["post"])}}}
            own = {"schema": {"$ref": f"#/components/schemas/{command.name}"}}
            alone["paths"][path]["post"]["requestBody"] = {"required": True, "content": {"application/json": own}}
            play(stage, operations(alone)[name], scaled(3, 40))


def test_an_answer_with_more_than_is_described_would_be_noticed(stage: Stage) -> None:
    [admin] = [one for one in stage.callers if one.name == "admin"]
    case = stage.operations["get_counts"].Case(path_parameters={"slug": stage.show.slug})
    url = f"{stage.server.url}/api/v1"
    case.validate_response(case.call(base_url=url, session=admin.http), checks=CHECKS)
    response = case.call(base_url=url, session=admin.http)
    response.content = json.dumps({**json.loads(response.content), "more": 1}).encode()
    with pytest.raises(FailureGroup):
        case.validate_response(response, checks=CHECKS)
