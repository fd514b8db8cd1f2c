"""Traces as a collector is sent them: a question from the wire to the screens, a command, nothing that is personal."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests

from live.settings import WrongSetting, read
from tests.support.api import Api
from tests.support.backends import EMBEDDED
from tests.support.process import free_port, wait_until
from tests.support.server import ROOT, SECRET, Installation, Server, Show
from tests.support.stubs.collector import Collector, Told
from tests.web.test_request_ids import spoil

SERVER, INTERNAL = 2, 1
FAILED = 2
"""As OTLP numbers kinds and statuses."""

BEGUN = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{BEGUN}-00f067aa0ba902b7-01"
TEXT, NAME, CONTACT = "Когда уберут снег у Ромашкиной?", "Иванникова Пелагея", "+79025550147"

QUESTIONS = "POST /api/v1/broadcasts/<slug>/questions"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as made:
        yield made


@pytest.fixture(scope="module")
def server(backend: Installation, collector: Collector) -> Iterator[Server]:
    told = {"LIVE_TRACES": collector.url, "LIVE_LOG": "json", "LIVE_PROXIES": "1"}
    with Server(replace(backend, extra={**backend.extra, **told})).start() as running:
        yield running


@pytest.fixture(scope="module")
def show(server: Server) -> Show:
    return server.installation.show("air", desk="moderator", site="source")


@pytest.fixture(scope="module")
def site(server: Server, show: Show) -> Api:
    return server.api(show.slug, show.keys["site"])


def sent(collector: Collector, name: str, has: Callable[[Told], bool] = lambda one: True) -> Told:
    """The last span of this name of which that is so, once it has come."""
    wait_until(lambda: any(map(has, collector.named(name))), f"a span {name}", 30)
    return next(one for one in reversed(collector.named(name)) if has(one))


def test_a_question_is_one_trace_from_the_request_to_the_screens(
    server: Server, show: Show, site: Api, collector: Collector
) -> None:
    with server.screen(show.slug, "desk", show.keys["desk"]):
        identified = site.post("/questions", {"text": TEXT}).headers["X-Request-Id"]
        request = sent(collector, QUESTIONS, lambda one: one.facts["live.request"] == identified)
        wait_until(lambda: {"feed", "database write"} <= collector.of_trace(request.trace).keys(), "its parts", 30)
    parts = collector.of_trace(request.trace)
    above = {name: one.parent for name, one in parts.items()}
    assert (request.kind, request.parent, request.facts["http.response.status_code"]) == (SERVER, "", 201)
    assert request.facts["http.route"] == "/api/v1/broadcasts/<slug>/questions"
    assert above["intake"] == request.id and above["intake group"] == parts["intake"].id
    assert above["database write"] == above["feed"] == parts["intake group"].id
    assert parts["intake group"].facts == {"live.questions": 1, "live.senders": 1}
    assert all(one.seconds >= 0 for one in parts.values())
    assert collector.resource["service.name"] == "live" and collector.resource["service.version"]


def test_who_shares_a_group_is_linked_to_it(server: Server, show: Show, collector: Collector) -> None:
    def ask(number: int) -> None:
        server.api(show.slug, show.keys["site"]).ask(f"Вопрос {number}")

    def shared() -> list[Told]:
        senders = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return [one for one in collector.named("intake group") if one.facts["live.senders"] > 1]

    wait_until(shared, "a group of several", 60)
    group = shared()[0]
    waiting = {one.id for one in collector.named("intake")}
    assert len(group.links) == group.facts["live.senders"] - 1 and {group.parent, *group.links} <= waiting


@pytest.mark.parametrize(("times", "outcome"), [(1, "done"), (2, "conflict")])
def test_a_command_of_a_screen_is_a_trace_with_its_outcome(
    server: Server, show: Show, site: Api, collector: Collector, times: int, outcome: str
) -> None:
    number = site.ask("Когда откроют бассейн?")["number"]
    with server.screen(show.slug, "desk", show.keys["desk"]) as desk:
        for _ in range(times):
            desk.command("question.shortlist", question=number, version=1)
        command = sent(collector, "command question.shortlist", lambda one: one.facts["live.outcome"] == outcome)
    assert command.kind == INTERNAL and command.facts["live.request"] and command.status == 0
    assert "database write" in collector.of_trace(command.trace)


@pytest.mark.parametrize("backend", [EMBEDDED], indirect=True)  # There is a way to spoil a row.
def test_a_fault_of_ours_is_marked_and_the_log_names_its_trace(server: Server, collector: Collector) -> None:
    another = server.installation.show("air", desk="moderator", site="source")
    server.api(another.slug, another.keys["site"]).ask("Когда починят мост?")
    spoil(server)
    answer = requests.get(
        f"{server.url}/api/v1/broadcasts/{another.slug}/questions",
        headers={"Authorization": f"Bearer {another.keys['desk']}"},
        timeout=60,
    )
    assert answer.status_code == 500
    identified = answer.headers["X-Request-Id"]
    name = "GET /api/v1/broadcasts/<slug>/questions"
    request = sent(collector, name, lambda one: one.facts["live.request"] == identified)
    assert (request.status, request.facts["error.type"]) == (FAILED, "500")
    lines = [json.loads(line) for line in server.program.log.read_text().splitlines() if line.startswith("{")]
    assert {line["trace"] for line in lines if line.get("request") == identified} == {request.trace}


def test_what_our_proxy_has_begun_goes_on(server: Server, collector: Collector) -> None:
    headers = {"traceparent": PARENT, "X-Forwarded-For": "198.51.100.7"}
    requests.get(f"{server.url}/healthz", headers=headers, timeout=30)
    assert sent(collector, "GET /healthz", lambda one: one.trace == BEGUN).parent == "00f067aa0ba902b7"


@pytest.mark.parametrize("given", ["", "00-0-0-01", "x" * 5000, f"00-{'0' * 32}-{'0' * 16}-01"])
def test_what_is_no_traceparent_begins_a_trace_of_ours(server: Server, collector: Collector, given: str) -> None:
    identified = requests.get(f"{server.url}/healthz", headers={"traceparent": given}, timeout=30)
    ours = identified.headers["X-Request-Id"]
    assert sent(collector, "GET /healthz", lambda one: one.facts["live.request"] == ours).parent == ""


def test_nothing_personal_and_no_address_leaves(server: Server, show: Show, site: Api, collector: Collector) -> None:
    code = site.ask(TEXT, author={"name": NAME, "contact": CONTACT})["number"]
    requests.get(f"{server.url}/b/{show.slug}/ask?text=secret-of-the-query", timeout=30)
    last = requests.get(f"{server.url}/nowhere-at-all/{code}", timeout=30).headers["X-Request-Id"]
    sent(collector, "GET none", lambda one: one.facts["live.request"] == last)
    for word in (TEXT, NAME, CONTACT, show.slug, *show.keys.values(), "secret-of-the-query", "nowhere-at-all"):
        assert word.encode() not in collector.raw, word
    assert b"198.51.100.7" not in collector.raw


def test_of_a_share_the_rest_is_not_sent(embedded: Installation, collector: Collector) -> None:
    told = {"LIVE_TRACES": collector.url, "LIVE_TRACES_SHARE": "0.000001"}
    before = len(collector.named("GET /healthz"))
    with Server(replace(embedded, extra={**embedded.extra, **told})).start() as running:
        for _ in range(100):
            requests.get(f"{running.url}/healthz", timeout=30)
    assert len(collector.named("GET /healthz")) - before < 5  # Once in ten thousand runs one is there.


def test_where_the_collector_is_away_nobody_waits_for_it(embedded: Installation) -> None:
    away = {"LIVE_TRACES": f"http://127.0.0.1:{free_port()}"}
    with Server(replace(embedded, extra={**embedded.extra, **away})).start() as running:
        show = embedded.show("air", site="source")
        site = running.api(show.slug, show.keys["site"])
        assert [site.ask(f"Вопрос {number}")["number"] for number in range(1, 101)] == list(range(1, 101))
        running.stop()
    told = running.program.log.read_text()
    assert "Stopped." in told and "Traceback" not in told


def test_where_none_is_named_what_sends_traces_is_not_even_loaded() -> None:
    asked = "import app, sys; print([name for name in sys.modules if name.startswith(('opentelemetry.exp', 'google'))])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"LIVE_TRACES": "127.0.0.1:4318"}, "LIVE_TRACES must"),
        ({"LIVE_TRACES": "http://127.0.0.1:4318/v1/traces"}, "LIVE_TRACES must"),
        ({"LIVE_TRACES": "http://tempo.lan:4318"}, "leaves this machine"),
        ({"LIVE_TRACES": "HTTP://tempo.lan:4318"}, "leaves this machine"),
        ({"LIVE_TRACES_SHARE": "0"}, "LIVE_TRACES_SHARE"),
        ({"LIVE_TRACES_SHARE": "0.0"}, "LIVE_TRACES_SHARE"),
        ({"LIVE_TRACES_SHARE": "2"}, "LIVE_TRACES_SHARE"),
        ({"LIVE_TRACES_SHARE": "10%"}, "LIVE_TRACES_SHARE"),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(told: dict[str, str], word: str) -> None:
    with pytest.raises(WrongSetting, match=word):
        read({"LIVE_SECRET_KEY": SECRET, **told})


def test_a_collector_in_a_closed_network_is_reached_without_tls_where_that_was_said() -> None:
    told = {"LIVE_TRACES": "http://tempo.lan:4318/", "LIVE_TRACES_SHARE": "0.05", "LIVE_PLAIN_NETWORK": "1"}
    found = read({"LIVE_SECRET_KEY": SECRET, **told}).traces
    assert found is not None and (found.collector, found.share) == ("http://tempo.lan:4318", 0.05)
