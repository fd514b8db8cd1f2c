"""`app.py worker` has no page to be asked by: how its tasks do stands in its log."""

from __future__ import annotations

import json
from typing import Any

import pytest

from live.workers.all import TASKS, Runs
from tests.support.server import Installation
from tests.support.worker import Worker
from tests.workers.site import wait_for


@pytest.mark.faults
def test_a_worker_says_in_its_log_how_its_tasks_do(embedded: Installation) -> None:
    with Worker(embedded).start() as worker:

        def told() -> list[Any]:
            lines = [json.loads(line) for line in worker.log.read_text("utf-8").splitlines() if line.startswith("{")]
            return [line for line in lines if line["event"] == "the tasks of this process"]

        wait_for(told, "a line about the tasks")
        first = told()[0]
    assert (first["ready"], first["late"], first["failing"]) == (True, [], {})
    of_redis = {"redis_publish", "redis_listen"}  # There is none.
    assert first["tasks"] == len([task for task in TASKS if task.runs & Runs.WORKER and task.name not in of_redis])
