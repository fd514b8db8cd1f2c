"""Alive, ready, and numbers for Prometheus, with nothing in them of what residents wrote."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.event import listen, remove

from live.runtime import worker
from live.runtime.worker import Worker, Workers
from tests.web.house import House


def forget_kept(house: House) -> None:
    """Answers are made anew, though the last are not old."""
    house.app.extensions.pop("live.kept", None)


def test_the_server_is_alive_and_ready(each_house: House) -> None:
    alive, ready = each_house.client.get("/healthz"), each_house.client.get("/readyz")
    assert (alive.status_code, alive.get_json()) == (200, {"ok": True})
    checks = dict.fromkeys(("store", "schema", "writes", "room", "bell"), True)
    assert (ready.status_code, ready.get_json()) == (200, {"ready": True, **checks, "tasks": {}, "broken_events": 0})


def test_a_server_whose_schema_is_old_is_not_ready(each_house: House) -> None:
    checks = each_house.app.extensions["live.checks"]
    each_house.app.extensions["live.checks"] = replace(checks, schema_is_served=lambda: False)
    forget_kept(each_house)
    try:
        ready = each_house.client.get("/readyz")
    finally:
        each_house.app.extensions["live.checks"] = checks
        forget_kept(each_house)
    assert (ready.status_code, ready.get_json()["schema"], ready.get_json()["ready"]) == (503, False, False)


def by_state(house: House) -> Counter[str]:
    forget_kept(house)
    families = {one.name: one for one in text_string_to_metric_families(house.client.get("/metrics").text)}
    return Counter({sample.labels["state"]: int(sample.value) for sample in families["live_questions"].samples})


def test_questions_are_counted_for_prometheus(each_house: House) -> None:
    crew, before = each_house.caller(slug := each_house.show(), "source", "moderator"), by_state(each_house)
    for _ in range(3):
        crew.ask("Личное: +79000000001")
    crew.obey("question.shortlist", question=1, version=1)
    assert by_state(each_house) - before == {"new": 2, "shortlisted": 1}
    text = each_house.client.get("/metrics").text
    assert "+79000000001" not in text and slug not in text


def test_answers_are_not_kept_by_caches_and_are_what_they_say(each_house: House) -> None:
    headers = each_house.client.get("/login").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]


@pytest.fixture
def stuck(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A server with one task that goes round and one that does not come back from its first tick."""
    monkeypatch.setattr(worker, "LIMIT", 0.1)
    end = threading.Event()
    tasks = Workers([Worker("hangs", lambda: end.wait() and None, 60.0), Worker("goes", lambda: None, 60.0)])
    live = house.app.extensions["live"]
    house.app.extensions["live"] = replace(live, workers=tasks)
    tasks.start()
    forget_kept(house)
    yield house.client
    end.set()
    tasks.stop()
    house.app.extensions["live"] = live


def test_a_task_that_has_not_come_round_for_long_makes_the_server_unready_and_is_named(stuck: FlaskClient) -> None:
    end = time.monotonic() + 20
    while (ready := stuck.get("/readyz")).status_code != 503 and time.monotonic() < end:
        time.sleep(0.02)
    told = ready.get_json()
    assert (ready.status_code, told["ready"], told["store"]) == (503, False, True)
    assert {name: task["ready"] for name, task in told["tasks"].items()} == {"hangs": False, "goes": True}


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_who_asks_how_it_goes_counts_no_questions(each_house: House, path: str) -> None:
    each_house.caller(each_house.show(), "source").ask("Когда починят мост?")
    forget_kept(each_house)
    statements: list[str] = []

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    engine = each_house.app.extensions["live"].store.database._reader
    listen(engine, "before_cursor_execute", noted)
    try:
        assert each_house.client.get(path).status_code == 200
    finally:
        remove(engine, "before_cursor_execute", noted)
    assert statements and not [one for one in statements if "FROM question" in one or "FROM event" in one]
