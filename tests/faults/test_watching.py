"""A real server whose things break tells numbers by which its alerts fire."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from tests.support.alerting import Look, check_fires, rules
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.worker import Worker

pytestmark = pytest.mark.faults

RULES: dict[str, dict[str, Any]] = {str(rule["alert"]): rule for rule in rules()}


def look(server: Server) -> Look:
    try:
        answer = requests.get(f"{server.url}/metrics", timeout=30)
    except requests.ConnectionError:
        return Look.at(None)
    assert answer.status_code == 200
    return Look.at(answer.text)


def number(server: Server, name: str) -> float:
    """One without labels."""
    [value] = [value for series, value in look(server).of(name).items() if series.startswith(f"{name}{{")]
    return value


def changed(server: Server, alert: str, before: Look) -> Look:
    """What it tells once the numbers of an alert are others: an answer is kept for five seconds."""
    asked = RULES[alert]["expr"]
    wait_until(lambda: look(server).of(asked) != before.of(asked), f"the numbers of {alert} are others")
    return look(server)


def test_a_process_that_stood_still_is_noticed(embedded: Installation) -> None:
    with Server(embedded).start() as server:
        rule, before = RULES["LiveLoopStood"], look(server)
        server.freeze()
        until = time.monotonic() + 3  # What is broken here is time itself.
        wait_until(lambda: time.monotonic() > until, "it has stood for longer than a second")
        server.thaw()
        check_fires(rule, before, changed(server, "LiveLoopStood", before))


def test_a_server_that_was_killed_is_noticed(embedded: Installation) -> None:
    with Server(embedded).start() as server:
        before = look(server)
        server.kill()
        check_fires(RULES["LiveDown"], before, look(server))


def test_servers_without_a_worker_are_noticed(served: Installation) -> None:
    with Server(served).start() as server:
        without = look(server)
        assert number(server, "live_workers") == 0
        with Worker(served).start():
            wait_until(lambda: number(server, "live_workers") == 1, "the worker is heard")
            tasks = look(server).of("live_task_failures")
            assert [series for series in tasks if 'process="worker"' in series and 'task="outbox"' in series]
            check_fires(RULES["LiveWorkersGone"], look(server), without)
