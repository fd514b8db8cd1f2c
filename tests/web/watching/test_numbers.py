"""What /metrics counts of requests, commands and questions: by words of ours, and never by what somebody has chosen."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from live.web.edge.measured import Measured, Requests
from tests.support.letters import letters
from tests.web.house import House

Told = Counter[tuple[str, ...]]

LABELS = {
    *("channel", "command", "error", "kind", "le", "method", "network", "outcome", "process"),
    *("route", "schema", "screen", "state", "status", "task", "version", "where"),
}
"""Every label there is: each has few values, words of ours or a channel's number."""


def samples(house: House) -> Iterator[Any]:
    house.app.extensions.pop("live.kept", None)
    for family in text_string_to_metric_families(house.client.get("/metrics").text):
        yield from family.samples


def told(house: House, name: str, *labels: str) -> Told:
    """A number by the values of these labels."""
    found = [one for one in samples(house) if one.name == name]
    return Counter({tuple(one.labels[label] for label in labels): int(one.value) for one in found})


def requests(house: House) -> Told:
    return told(house, "live_requests_total", "method", "route", "status")


def commands(house: House) -> Told:
    return told(house, "live_commands_total", "command", "outcome")


def test_a_request_is_counted_by_the_rule_of_its_route(house: House) -> None:
    slug, before = house.show(), requests(house)
    assert house.client.get(f"/b/{slug}/ask").status_code == 200
    grown = requests(house) - before
    assert grown["GET", "/b/<slug>/ask", "2xx"] == 1
    assert not [labels for labels in grown if slug in "".join(labels)]


def test_what_has_no_route_is_counted_as_one(house: House) -> None:
    before = requests(house)
    for path in (f"/{letters(8)}", f"/{letters(8)}/{letters(8)}"):
        assert house.client.get(path).status_code == 404
    assert (requests(house) - before)["GET", "none", "4xx"] == 2


def test_a_method_that_nobody_knows_is_counted_as_other(house: House) -> None:
    before = requests(house)
    house.client.open("/login", method=letters(12).upper())
    assert [labels[0] for labels in requests(house) - before if labels[0] != "GET"] == ["other"]


def test_a_question_is_counted_once_whichever_way_it_is_stored(house: House) -> None:
    source, before = house.caller(house.show(), "source"), requests(house)
    for _ in range(3):
        source.ask()
    grown = requests(house) - before
    assert grown["POST", "/api/v1/broadcasts/<slug>/questions", "2xx"] == 3


def test_a_websocket_is_no_request() -> None:
    measured = Measured()
    quiet = Requests(lambda environ, start_response: [], measured)
    list(quiet({"HTTP_UPGRADE": "websocket", "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None))
    assert len(list(measured.requests.lines())) == 2


def test_a_request_that_breaks_outside_the_application_is_a_fault_of_ours() -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        raise ValueError

    measured = Measured()
    with pytest.raises(ValueError):
        Requests(broken, measured)({"REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)
    assert 'live_failures_total{where="request"} 1' in measured.failures.lines()


def test_a_command_is_counted_by_its_type_and_how_it_ended(house: House) -> None:
    crew, before = house.caller(house.show(), "source", "moderator"), commands(house)
    crew.ask()
    crew.obey("question.shortlist", question=1, version=1)
    assert crew.command("question.shortlist", question=1, version=1).status_code == 409
    assert crew.command("question.shortlist", question=2, version=1).status_code == 404
    grown = commands(house) - before
    assert grown == {
        ("question.shortlist", "done"): 1,
        ("question.shortlist", "conflict"): 1,
        ("question.shortlist", "not_found"): 1,
    }


def test_a_command_that_breaks_is_counted_as_broken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ValueError

    crew, before = house.caller(house.show(), "source", "moderator"), commands(house)
    crew.ask()
    monkeypatch.setattr("live.web.commands.BUS.execute", broken)
    assert crew.command("question.shortlist", question=1, version=1).status_code == 500
    assert commands(house) - before == {("question.shortlist", "broken"): 1}


def test_questions_are_counted_by_what_became_of_them(house: House) -> None:
    source, id_ = house.caller(house.show(), "source"), uuid.uuid4().hex
    before = told(house, "live_intake_questions_total", "outcome")
    for _ in range(2):
        source.post("/questions", {"text": "Когда починят мост?", "external_id": id_})
    closed = house.caller(house.show("open", "close_intake"), "source")
    assert closed.post("/questions", {"text": "Когда починят мост?"}).status_code == 409
    grown = told(house, "live_intake_questions_total", "outcome") - before
    assert grown == {("stored",): 1, ("repeated",): 1, ("closed",): 1}


def test_every_label_has_few_values(house: House) -> None:
    crew = house.caller(slug := house.show(), "source", "moderator")
    crew.ask()
    crew.obey("question.shortlist", question=1, version=1)
    seen = list(samples(house))
    assert {label for one in seen for label in one.labels} <= LABELS
    assert [one for one in seen if slug in "".join(one.labels.values())] == []
